import { minorDigits } from '../../../kernel/money'
import { halfWidth } from '../../../modules/profiles'

/**
 * A decimal number exactly: billionths as a bigint. A price of 0.001 times a quantity of 1,000 has to be 1.00, and sums of
 * half a million lines must not drift, so nothing is rounded before the order is complete.
 */
export type Decimal = bigint

const places = 9
const one = 10n ** BigInt(places)
const textLengthMax = 40
/** Amounts past it are not money: it is also where minor units leave the safe integers. */
const decimalMax = 90_000_000_000_000n * one

const plain = /^(-?)(\d{1,15})(?:\.(\d{1,15}))?$/

/**
 * A number as files write it: 1,234.50, ￥12.3, 12.50元, (12.00), 5-, 1.5E3, and 1.234,50 when the file has a decimal comma.
 * Null for everything else. Digits past the ninth decimal are cut.
 */
export function parseDecimal(text: string, hasDecimalComma = false): Decimal | null {
  const match = plain.exec(text)
  if (match && !hasDecimalComma) return fromParts(match[1] === '-', match[2] ?? '', match[3] ?? '')
  return text.length === 0 || text.length > textLengthMax ? null : parseDecorated(text, hasDecimalComma)
}

const signs = /[￥¥$€£₩₹₽฿₫]|cny|rmb|usd|eur|gbp|hkd|jpy|元|圆|块/gi
const grouped = /^\d{1,3}(,\d{3})+(\.\d*)?$/
const scientific = /^(\d(?:\.\d+)?)e([+-]?\d{1,2})$/i

function parseDecorated(raw: string, hasDecimalComma: boolean): Decimal | null {
  let text = halfWidth(raw)
    .replace(signs, '')
    .replace(/[\s'’_]/g, '')
  const isBracketed = /^\(.*\)$/.test(text)
  if (isBracketed) text = text.slice(1, -1)
  const isNegative = isBracketed || text.startsWith('-') || text.endsWith('-') || text.startsWith('−')
  text = text.replace(/^[-+−]|-$/g, '')
  if (hasDecimalComma) text = swapMarks(text)
  if (grouped.test(text)) text = text.replaceAll(',', '')
  const power = scientific.exec(text)
  if (power) text = expanded(power[1] ?? '', Number(power[2]))
  const match = /^(\d{0,15})(?:\.(\d*))?$/.exec(text)
  if (!match || (match[1] === '' && !match[2])) return null
  return fromParts(isNegative, match[1] || '0', match[2] ?? '')
}

function swapMarks(text: string): string {
  return text.replace(/[.,]/g, (mark) => (mark === '.' ? ',' : '.'))
}

/** `1.5` with exponent 3 as `1500`: moves the point, so that no digit changes. */
function expanded(mantissa: string, exponent: number): string {
  const [whole = '', fraction = ''] = mantissa.split('.')
  const digits = whole + fraction
  const point = whole.length + exponent
  if (point <= 0) return `0.${'0'.repeat(-point)}${digits}`
  return point >= digits.length
    ? digits.padEnd(point, '0')
    : `${digits.slice(0, point)}.${digits.slice(point)}`
}

function fromParts(isNegative: boolean, whole: string, fraction: string): Decimal | null {
  const value = BigInt(whole) * one + BigInt(fraction.slice(0, places).padEnd(places, '0'))
  if (value > decimalMax) return null
  return isNegative ? -value : value
}

/** The product, cut after the ninth decimal. */
export function times(left: Decimal, right: Decimal): Decimal {
  return (left * right) / one
}

/** Minor units of the currency, rounded half away from zero: once an order, never a line. */
export function toMinorUnits(value: Decimal, currency: string): number {
  const unit = 10n ** BigInt(places - minorDigits(currency))
  const size = value < 0n ? -value : value
  const minor = Number((size + unit / 2n) / unit)
  return value < 0n ? -minor : minor
}

/** As a JSON number: prices and quantities, which no sum is made of. */
export function toNumber(value: Decimal): number {
  return Number(value) / Number(one)
}
