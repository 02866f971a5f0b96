import fc from 'fast-check'
import { expect, it } from 'vitest'
import { parseDecimal, times, toMinorUnits, toNumber } from './decimal'

it.each([
  ['12.5', 12.5],
  ['-3', -3],
  ['1,234.50', 1234.5],
  ['1,234,567', 1_234_567],
  ['￥12.30', 12.3],
  ['¥ 1,000', 1000],
  ['12.50元', 12.5],
  ['CNY 12.50', 12.5],
  ['１２．５', 12.5],
  ['(12.00)', -12],
  ['5-', -5],
  ['+5', 5],
  ['.5', 0.5],
  ['5.', 5],
  ['1.5E3', 1500],
  ['1.2345E-2', 0.012345],
  ['0.001', 0.001],
  ["1'234.5", 1234.5],
  ['1 234.5', 1234.5],
])('%s is read as %d', (text, expected) => {
  const value = parseDecimal(text)
  expect(value === null ? null : toNumber(value)).toBe(expected)
})

it.each([
  '',
  '-',
  '.',
  'abc',
  '12.3.4',
  '1,23',
  '12,50',
  'NaN',
  'Infinity',
  '1e99',
  '50%',
  '9'.repeat(16),
  '１２ 个',
  '0x10',
])('%s is not a number', (text) => {
  expect(parseDecimal(text)).toBeNull()
})

it('reads decimal commas when the file has them', () => {
  expect(parseDecimal('1.234,50', true)).toBe(parseDecimal('1234.5'))
  expect(parseDecimal('12,5', true)).toBe(parseDecimal('12.5'))
})

it('multiplies and rounds exactly, half away from zero', () => {
  const price = parseDecimal('0.001') ?? 0n
  expect(toMinorUnits(times(price, parseDecimal('1000') ?? 0n), 'GBP')).toBe(100)
  expect(toMinorUnits(parseDecimal('0.005') ?? 0n, 'GBP')).toBe(1)
  expect(toMinorUnits(parseDecimal('-0.005') ?? 0n, 'GBP')).toBe(-1)
  expect(toMinorUnits(parseDecimal('0.0049') ?? 0n, 'GBP')).toBe(0)
  expect(toMinorUnits(parseDecimal('1.005') ?? 0n, 'CNY')).toBe(101)
  expect(toMinorUnits(parseDecimal('120.5') ?? 0n, 'JPY')).toBe(121)
  expect(toMinorUnits(parseDecimal('1.2345') ?? 0n, 'KWD')).toBe(1235)
})

it('adds any number of lines without drift', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: -1_000_000, max: 1_000_000 }), { maxLength: 200 }), (cents) => {
      const sum = cents.reduce((total, cent) => total + (parseDecimal((cent / 100).toFixed(2)) ?? 0n), 0n)
      expect(toMinorUnits(sum, 'CNY')).toBe(cents.reduce((total, cent) => total + cent, 0))
    }),
  )
})
