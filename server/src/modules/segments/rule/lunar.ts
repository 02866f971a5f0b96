import type { AnniversaryCondition } from '@rapport/contract'
import { LunarMonth, Solar } from 'lunar-typescript'
import { DateTime } from 'luxon'
import { assert } from '../../../kernel/assert'
import type { RuleContext } from './moments'

/** The lunar years that dates of may come round: what the tables of the calendar are checked for. */
const lunarYears = { from: 1900, to: 2100 } as const

/** A day of the Chinese lunar calendar. A leap month has the number of the month before it. */
interface LunarDay {
  readonly year: number
  readonly month: number
  readonly isLeap: boolean
  readonly day: number
}

/** Days since 1 January 1970 of a day of the solar calendar. */
export type DayNumber = number

/** The lunar day of a solar one; null outside the years that are known. */
export function lunarDayOf({ year, month, day }: Pick<DateTime, 'year' | 'month' | 'day'>): LunarDay | null {
  const lunar = Solar.fromYmd(year, month, day).getLunar()
  if (lunar.getYear() < lunarYears.from || lunar.getYear() > lunarYears.to) return null
  const signed = lunar.getMonth()
  return { year: lunar.getYear(), month: Math.abs(signed), isLeap: signed < 0, day: lunar.getDay() }
}

/** The first day of a lunar month and how many it has; a leap month is told by `isLeap`, and null when the year has none. */
function monthOf(year: number, month: number, isLeap: boolean): { first: DayNumber; days: number } | null {
  const found = LunarMonth.fromYm(year, isLeap ? -month : month)
  return found && { first: Math.round(found.getFirstJulianDay() - julianEpoch), days: found.getDayCount() }
}

/** The Julian day of noon on 1 January 1970. */
const julianEpoch = 2_440_588

/** When a lunar day and month come round in a lunar year: in the ordinary month, on the 29th when there is no 30th. */
export function lunarAnniversary({ month, day }: Pick<LunarDay, 'month' | 'day'>, year: number): DayNumber {
  const found = monthOf(year, month, false)
  assert(found !== null, `lunar month ${month} of ${year} is known`)
  return found.first + Math.min(day, found.days) - 1
}

/** The first and the last day that a condition asks for, and the lunar year that it begins in. */
export function lunarSpan(
  condition: AnniversaryCondition,
  { now, timezone }: Pick<RuleContext, 'now' | 'timezone'>,
): { readonly first: DayNumber; readonly last: DayNumber; readonly year: number } | null {
  const today = DateTime.fromJSDate(now, { zone: timezone })
  const lunar = lunarDayOf(today)
  if (!lunar || lunar.year >= lunarYears.to) return null
  const number = dayNumber(today)
  if (condition.op === 'this_month') {
    const month = monthOf(lunar.year, lunar.month, lunar.isLeap)
    return month && { first: month.first, last: month.first + month.days - 1, year: lunar.year }
  }
  return { first: number, last: number + (condition.op === 'in_next' ? condition.days : 0), year: lunar.year }
}

export function dayNumber({ year, month, day }: Pick<DateTime, 'year' | 'month' | 'day'>): DayNumber {
  return Math.round(Date.UTC(year, month - 1, day) / 86_400_000)
}

/** Whole days, each as a span from one day to before another. */
export interface DaySpans {
  readonly from: readonly DayNumber[]
  readonly before: readonly DayNumber[]
}

/**
 * The days of all known years whose lunar anniversary is asked for: what is of one of them comes round. Neighbours are one
 * span, so that there is about one a year.
 */
export function daysComingRound(
  condition: AnniversaryCondition,
  context: Pick<RuleContext, 'now' | 'timezone'>,
): DaySpans {
  const asked = lunarSpan(condition, context)
  const spans: { from: DayNumber; before: DayNumber }[] = []
  if (!asked) return { from: [], before: [] }
  const comesRound = daysOfYear.filter((day) =>
    [asked.year, asked.year + 1].some((year) => {
      const at = lunarAnniversary(day, year)
      return at >= asked.first && at <= asked.last
    }),
  )
  for (const { first, days, month } of allMonths()) {
    for (const { day } of comesRound.filter((one) => one.month === month && one.day <= days)) {
      const from = first + day - 1
      const last = spans.at(-1)
      if (last?.before === from) last.before = from + 1
      else spans.push({ from, before: from + 1 })
    }
  }
  return { from: spans.map(({ from }) => from), before: spans.map(({ before }) => before) }
}

const daysOfYear = Array.from({ length: 360 }, (_, index) => ({
  month: 1 + Math.floor(index / 30),
  day: 1 + (index % 30),
}))

interface KnownMonth {
  readonly month: number
  readonly first: DayNumber
  readonly days: number
}

let known: readonly KnownMonth[] | null = null

/** Every lunar month of the known years in order, leap months among them; read once. */
function allMonths(): readonly KnownMonth[] {
  known ??= Array.from(
    { length: lunarYears.to - lunarYears.from + 1 },
    (_, at) => lunarYears.from + at,
  ).flatMap((year) =>
    Array.from({ length: 12 }, (_, at) => at + 1).flatMap((month) =>
      [false, true].flatMap((isLeap) => {
        const found = monthOf(year, month, isLeap)
        return found ? [{ ...found, month }] : []
      }),
    ),
  )
  return known
}
