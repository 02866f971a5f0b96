import { type Civil, type DateOrder, readCivil, yearMax, yearMin } from './civil'
import { memoisedBy } from './memo'
import { halfWidth } from './width'
import { momentOfWall } from './zone'

export type { DateOrder } from './civil'
export { isTimeZone } from './zone'

export interface DateReading {
  /** Which number of 03/04/2024 is the day. Without it such a text is ambiguous, so null. */
  readonly order?: DateOrder | null
  /** IANA name of the zone of times that carry none. Default UTC. */
  readonly zone?: string
}

/** Bare numbers from here on are seconds since 1970 (1973-03-03), and from `millisecondsFrom` on milliseconds. */
const secondsFrom = 100_000_000
const millisecondsFrom = 100_000_000_000
const earliestMs = Date.UTC(yearMin, 0, 1)
const latestMs = Date.UTC(yearMax + 1, 0, 1) - 1

/** Day numbers that spreadsheets write for a date: 9497 is 1926-01-01, 109574 is 2199-12-31. Day 0 is 1899-12-30. */
const spreadsheetDayMin = 9_497
const spreadsheetDayMax = 109_574
const spreadsheetEpochMs = Date.UTC(1899, 11, 30)

/**
 * A calendar date 'YYYY-MM-DD' as it was written, or null. Understands what `normaliseMoment` does, and the day numbers
 * of spreadsheets. A year of two digits is refused: for a date of birth nobody can tell the century.
 */
export function normaliseDate(
  value: string | number,
  { order = null, zone = 'UTC' }: DateReading = {},
): string | null {
  const text = typeof value === 'number' ? String(value) : value
  return dateOf(text, `${order ?? ''} ${zone}`)
}

/**
 * A moment as ISO 8601 UTC with milliseconds, or null. Understands ISO 8601, RFC 2822, seconds and milliseconds since
 * 1970, 2024年3月1日 8:05, 2024/3/1, 1 Mar 2024, and 03/04/2024 when `order` is given. Null outside 1900 to 2199.
 */
export function normaliseMoment(
  value: string | number,
  { order = null, zone = 'UTC' }: DateReading = {},
): string | null {
  const text = typeof value === 'number' ? String(value) : value
  return momentOf(text, `${order ?? ''} ${zone}`)
}

const dateOf = memoisedBy((raw, key): string | null => {
  const { order } = settings(key)
  const text = halfWidth(raw)
  const days = Number(text)
  if (/^\d{4,6}(\.\d+)?$/.test(text) && days >= spreadsheetDayMin && days < spreadsheetDayMax + 1)
    return new Date(spreadsheetEpochMs + Math.floor(days) * 86_400_000).toISOString().slice(0, 10)
  const civil = readCivil(text, order)
  if (civil) return civil.isShortYear ? null : isoDate(civil)
  return epoch(text)?.slice(0, 10) ?? null
})

const momentOf = memoisedBy((raw, key): string | null => {
  const { order, zone } = settings(key)
  const text = halfWidth(raw)
  const civil = readCivil(text, order)
  return civil ? isoMoment(civil, zone) : epoch(text)
})

function settings(key: string): { order: DateOrder | null; zone: string } {
  const [order, zone = 'UTC'] = key.split(' ')
  return { order: order === 'dmy' || order === 'mdy' ? order : null, zone }
}

function epoch(text: string): string | null {
  if (!/^\d{9,13}(\.\d+)?$/.test(text)) return null
  const value = Number(text)
  if (value < secondsFrom) return null
  const ms = value < millisecondsFrom ? value * 1000 : value
  return inRange(ms) ? new Date(ms).toISOString() : null
}

function isoDate({ year, month, day }: Civil): string {
  return `${year}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`
}

function isoMoment(civil: Civil, zone: string): string | null {
  const wall = Date.UTC(
    civil.year,
    civil.month - 1,
    civil.day,
    civil.hour,
    civil.minute,
    civil.second,
    civil.millisecond,
  )
  const ms = civil.offsetMinutes === null ? momentOfWall(wall, zone) : wall - civil.offsetMinutes * 60_000
  return inRange(ms) ? new Date(ms).toISOString() : null
}

function inRange(ms: number): boolean {
  return ms >= earliestMs && ms <= latestMs
}
