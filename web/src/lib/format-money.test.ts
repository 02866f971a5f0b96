import { expect, it } from 'vitest'
import { formatMoney } from './format-money'

it('shortens large sums in each language, and keeps small ones whole', () => {
  const short = (minor: number, locale: 'zh-CN' | 'en', currency = 'CNY') =>
    formatMoney(minor, currency, { locale, compact: true })
  expect(short(167_321_450, 'zh-CN')).toBe('¥167.3万')
  expect(short(167_321_450, 'en')).toBe('¥1.67M')
  expect(short(12_300_000_000, 'zh-CN')).toBe('¥1.2亿')
  expect(short(-167_321_450, 'en', 'USD')).toBe('-$1.67M')
  expect(short(999_999, 'zh-CN')).toBe('¥10,000')
  expect(short(123_456, 'en')).toBe('¥1,235')
})

it('writes an amount in full with its minor unit', () => {
  expect(formatMoney(167_321_450, 'CNY', { locale: 'zh-CN' })).toBe('¥1,673,214.50')
  expect(formatMoney(1_234, 'JPY', { locale: 'en' })).toBe('¥1,234')
})
