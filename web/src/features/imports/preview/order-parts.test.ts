import { expect, it } from 'vitest'
import { moneyText, productsOf } from './order-parts'

it('shows products by name, else by number, and one piece when nothing else is said', () => {
  expect(productsOf({ products: [{ name: '牙刷', quantity: 2 }, { sku: 'A1' }, {}] })).toEqual([
    { name: '牙刷', quantity: 2 },
    { name: 'A1', quantity: 1 },
    { name: '–', quantity: 1 },
  ])
  expect(productsOf({})).toEqual([])
})

it('writes the amount in the currency of the order', () => {
  expect(moneyText({ total: 1234.5, currency: 'GBP' }, 'en')).toBe('£1,234.50')
  expect(moneyText({ total: 'x' }, 'en')).toBe('–')
})
