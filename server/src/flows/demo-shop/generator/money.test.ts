import { describe, expect, it } from 'vitest'
import { type DemoMessage, generateDemoShop } from './index'

const shop = generateDemoShop({ seed: 11, customers: 1_500, endsAt: new Date('2026-08-31T12:00:00Z') })
const messages = [...shop.batches()].flatMap((batch) => batch.messages)

type Line = { readonly price: number; readonly quantity: number }
type Money = {
  readonly order_id: string
  readonly total: number
  readonly revenue: number
  readonly subtotal: number
  readonly shipping: number
  readonly tax: number
  readonly discount: number
  readonly currency: string
  readonly coupon?: string
  readonly products: readonly Line[]
}

function propertiesOf(event: string): Money[] {
  const isEvent = (message: DemoMessage) => message.type === 'track' && message.event === event
  return messages.filter(isEvent).map((message) => (message as { properties: unknown }).properties as Money)
}

/** Cents of an amount as JSON writes it; fails unless it has at most two decimals. */
function cents(amount: number): number {
  const text = JSON.stringify(amount)
  expect(text).toMatch(/^\d+(\.\d{1,2})?$/)
  const [whole = '', fraction = ''] = text.split('.')
  return Number(whole) * 100 + Number(fraction.padEnd(2, '0'))
}

const goodsCents = (lines: readonly Line[]) =>
  lines.reduce((sum, { price, quantity }) => sum + cents(price) * quantity, 0)

describe('the money of the demo shop', () => {
  const orders = propertiesOf('Order Completed')
  const refunds = propertiesOf('Order Refunded')

  it('adds up to the cent: products, less discount, and shipping make the total', () => {
    expect(orders.length).toBeGreaterThan(2_000)
    for (const order of orders) {
      const goods = goodsCents(order.products)
      expect(cents(order.revenue)).toBe(goods - cents(order.discount))
      expect(order.subtotal).toBe(order.revenue)
      expect(cents(order.total)).toBe(
        goods - cents(order.discount) + cents(order.shipping) + cents(order.tax),
      )
      expect(order.currency).toBe('CNY')
      expect(order.coupon === undefined).toBe(order.discount === 0)
    }
  })

  it('completes each order once, and refunds none twice nor more than was paid', () => {
    const paid = new Map(orders.map((order) => [order.order_id, cents(order.total)]))
    expect(paid.size).toBe(orders.length)
    expect(new Set(refunds.map(({ order_id }) => order_id)).size).toBe(refunds.length)
    for (const refund of refunds) {
      expect(cents(refund.total)).toBeGreaterThan(0)
      expect(cents(refund.total)).toBeLessThanOrEqual(paid.get(refund.order_id) ?? 0)
    }
  })

  it('is what the truths say it is', () => {
    expect(shop.truths.totals).toMatchObject({
      orders: orders.length,
      revenueCents: orders.reduce((sum, { revenue }) => sum + cents(revenue), 0),
      refunds: refunds.length,
      refundedCents: refunds.reduce((sum, { total }) => sum + cents(total), 0),
    })
  })

  it('refunds about four orders in a hundred', () => {
    const share = refunds.length / orders.length
    expect(share).toBeGreaterThan(0.025)
    expect(share).toBeLessThan(0.055)
  })

  it('checks out what is then ordered', () => {
    const started = new Map(
      propertiesOf('Checkout Started')
        .filter(({ order_id }) => order_id)
        .map((checkout) => [checkout.order_id, checkout.products]),
    )
    const online = orders.filter(({ order_id }) => started.has(order_id))
    expect(online.length).toBeGreaterThan(orders.length / 2)
    for (const { order_id, products } of online) expect(started.get(order_id)).toEqual(products)
  })
})
