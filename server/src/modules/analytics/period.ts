import { DateTime } from 'luxon'

/** Days in a time zone, first and last included, with the moments where they begin and end. */
export interface Period {
  readonly from: string
  readonly to: string
  readonly startsAt: Date
  /** The first moment after it. */
  readonly endsAt: Date
}

export type Step = 'day' | 'week' | 'month'

/** The `days` days that end with the day `to`. */
export function periodEnding(to: string, days: number, timezone: string): Period {
  const last = DateTime.fromISO(to, { zone: timezone }).startOf('day')
  return between(last.minus({ days: days - 1 }), last)
}

/** As many days again, right before. */
export function periodBefore(period: Period, days: number, timezone: string): Period {
  const last = DateTime.fromISO(period.from, { zone: timezone }).minus({ days: 1 })
  return between(last.minus({ days: days - 1 }), last)
}

/** The day that a moment falls on, in the zone: 2026-03-05. */
export function dayOf(moment: Date, timezone: string): string {
  return DateTime.fromJSDate(moment, { zone: timezone }).toFormat('yyyy-MM-dd')
}

const dayStepsMax = 92
const weekStepsMax = 400

/** The step that keeps a chart of so many days readable. */
export function stepFor(days: number): Step {
  if (days <= dayStepsMax) return 'day'
  return days <= weekStepsMax ? 'week' : 'month'
}

/** First days of all steps of a period, also of those in which nothing happened. Weeks begin on Monday. */
export function stepsOf(period: Period, step: Step, timezone: string): string[] {
  const last = DateTime.fromISO(period.to, { zone: timezone })
  const starts: string[] = []
  let start = DateTime.fromISO(period.from, { zone: timezone }).startOf(step)
  while (start <= last) {
    starts.push(start.toFormat('yyyy-MM-dd'))
    start = start.plus({ [`${step}s`]: 1 })
  }
  return starts
}

function between(first: DateTime, last: DateTime): Period {
  return {
    from: first.toFormat('yyyy-MM-dd'),
    to: last.toFormat('yyyy-MM-dd'),
    startsAt: first.startOf('day').toJSDate(),
    endsAt: last.plus({ days: 1 }).startOf('day').toJSDate(),
  }
}
