/** A date as written, before anybody decides which moment it is. */
export interface Civil {
  readonly year: number
  readonly month: number
  readonly day: number
  readonly hour: number
  readonly minute: number
  readonly second: number
  readonly millisecond: number
  /** Minutes east of UTC when the text says so; null for a local time. */
  readonly offsetMinutes: number | null
  /** The text gave the year with two digits: 24 for 2024. */
  readonly isShortYear: boolean
}

/** Which of the first two numbers of 03/04/2024 is the day: the file or the source declares it. */
export type DateOrder = 'dmy' | 'mdy'

export const yearMin = 1900
export const yearMax = 2199

const textLengthMax = 60
const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec']

const time = String.raw`(?:[\sT,]*(上午|下午|早上|晚上|中午|凌晨)?\s*(\d{1,2})(?:[:：时点](\d{1,2}))?(?:[:：分](\d{1,2})(?:[.,](\d{1,9}))?)?[秒分]?\s*([ap]\.?m\.?)?)?`
const zone = String.raw`\s*(z|utc|gmt|[+-]\d{2}:?\d{2}|[+-]\d{2}|(?:gmt|utc)[+-]\d{1,2}(?::?\d{2})?)?\s*(?:\([^)]*\))?`
const end = `${time}${zone}$`

const yearFirst = new RegExp(
  String.raw`^(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})日?号?${end}`,
  'i',
)
const yearLast = new RegExp(String.raw`^(\d{1,2})([-/.])(\d{1,2})\2(\d{4}|\d{2})${end}`, 'i')
const dayMonthName = new RegExp(
  String.raw`^(?:[a-z]{3,9},?\s+)?(\d{1,2})(?:st|nd|rd|th)?[-\s]([a-z]{3,9})\.?[-\s,]+(\d{4}|\d{2})${end}`,
  'i',
)
const monthNameDay = new RegExp(
  String.raw`^(?:[a-z]{3,9},?\s+)?([a-z]{3,9})\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4})${end}`,
  'i',
)
const packed = /^(\d{4})(\d{2})(\d{2})(?:T?(\d{2})(\d{2})(\d{2})?(z)?)?$/i

/**
 * Reads a date or a moment as people and programs write it: ISO 8601, 2024/3/1 8:05, 2024年3月1日, 20240301, RFC 2822,
 * 1 Mar 2024, March 1st, 2024, 01.03.2024, and 03/04/2024 when `order` says which is the day or one of them is above 12.
 * Null for what is none of these, does not exist (February 30) or lies outside the years 1900 to 2199.
 */
export function readCivil(text: string, order: DateOrder | null): Civil | null {
  if (text.length < 6 || text.length > textLengthMax) return null
  return readYearFirst(text) ?? readPacked(text) ?? readYearLast(text, order) ?? readMonthName(text)
}

function readYearFirst(text: string): Civil | null {
  const match = yearFirst.exec(text)
  return match && civil(match[1], match[2], match[3], match.slice(4))
}

function readPacked(text: string): Civil | null {
  const match = packed.exec(text)
  if (!match) return null
  const [, year, month, day, hour, minute, second, utc] = match
  return civil(year, month, day, [undefined, hour, minute, second, undefined, undefined, utc])
}

function readYearLast(text: string, order: DateOrder | null): Civil | null {
  const match = yearLast.exec(text)
  if (!match) return null
  const [, first, separator, second, year] = match
  const rest = match.slice(5)
  const known = order ?? (separator === '.' ? 'dmy' : orderByValue(Number(first), Number(second)))
  if (known === 'dmy') return civil(year, second, first, rest)
  return known === 'mdy' ? civil(year, first, second, rest) : null
}

function orderByValue(first: number, second: number): DateOrder | null {
  if (first > 12 && second <= 12) return 'dmy'
  if (second > 12 && first <= 12) return 'mdy'
  return first === second ? 'dmy' : null
}

function readMonthName(text: string): Civil | null {
  const dayFirst = dayMonthName.exec(text)
  if (dayFirst) return civil(dayFirst[3], monthOf(dayFirst[2]), dayFirst[1], dayFirst.slice(4))
  const monthFirst = monthNameDay.exec(text)
  return monthFirst && civil(monthFirst[3], monthOf(monthFirst[1]), monthFirst[2], monthFirst.slice(4))
}

function monthOf(name: string | undefined): string {
  return String(months.indexOf((name ?? '').slice(0, 3).toLowerCase()) + 1)
}

/** `rest` is what `end` captured: part of day, hour, minute, second, fraction, am/pm, zone. */
function civil(
  yearText: string | undefined,
  month: string | undefined,
  day: string | undefined,
  rest: readonly (string | undefined)[],
): Civil | null {
  const [partOfDay, hour, minute, second, fraction, meridiem, zoneText] = rest
  const isShortYear = yearText?.length === 2
  const value: Civil = {
    year: isShortYear ? centuryOf(Number(yearText)) : Number(yearText),
    month: Number(month),
    day: Number(day),
    hour: hourOf(Number(hour ?? 0), (partOfDay ?? meridiem ?? '').replaceAll('.', '').toLowerCase()),
    minute: Number(minute ?? 0),
    second: Number(second ?? 0),
    millisecond: Number((fraction ?? '').slice(0, 3).padEnd(3, '0')),
    offsetMinutes: zoneText ? offsetOf(zoneText.toLowerCase()) : null,
    isShortYear,
  }
  return exists(value) ? value : null
}

/** POSIX: 69 to 99 are of the last century. */
function centuryOf(year: number): number {
  return year < 69 ? 2000 + year : 1900 + year
}

function hourOf(hour: number, part: string): number {
  if (part === '' || hour > 12) return hour
  if (part === 'pm' || part === '下午' || part === '晚上') return hour === 12 ? 12 : hour + 12
  if (part === '中午') return hour < 3 ? hour + 12 : hour
  return hour === 12 ? 0 : hour
}

function offsetOf(zoneText: string): number {
  const match = /([+-])(\d{1,2}):?(\d{2})?$/.exec(zoneText)
  if (!match) return 0
  return (match[1] === '-' ? -1 : 1) * (Number(match[2]) * 60 + Number(match[3] ?? 0))
}

function exists(value: Civil): boolean {
  return (
    value.year >= yearMin &&
    value.year <= yearMax &&
    value.month >= 1 &&
    value.month <= 12 &&
    value.day >= 1 &&
    value.day <= daysIn(value.year, value.month) &&
    value.hour <= 23 &&
    value.minute <= 59 &&
    value.second <= 59 &&
    Math.abs(value.offsetMinutes ?? 0) <= 14 * 60
  )
}

function daysIn(year: number, month: number): number {
  if (month === 2) return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0 ? 29 : 28
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31
}
