import {
  type AnniversaryCondition,
  type Condition,
  durationMs,
  type EventWindow,
  type RuleMoment,
  type WorkspaceSettings,
} from '@rapport/contract'
import { DateTime } from 'luxon'
import type { SegmentRules } from './segments'

/** What a rule needs to know besides the person: the moment it is asked at, and where midnight is. */
export interface RuleContext {
  readonly now: Date
  readonly timezone: string
  /** Rules of the segments that rules ask for; not needed by rules that ask for none. */
  readonly segments?: SegmentRules
  /** Which consent the workspace asks for. */
  readonly consentRule: WorkspaceSettings['consentRule']
}

/** From the first millisecond to before the last; null is without end. */
export interface Span {
  readonly fromMs: number | null
  readonly beforeMs: number | null
}

/** A date in a value: ISO 8601, a day alone or a moment with its zone, from 1900 to 2299 as far as ClickHouse counts. */
export const momentPattern =
  '^(19|2[0-2])[0-9]{2}-[0-9]{2}-[0-9]{2}(T[0-9]{2}:[0-9]{2}:[0-9]{2}([.][0-9]{1,9})?(Z|[+-][0-9]{2}:[0-9]{2}))?$'

const momentExpression = new RegExp(momentPattern)

/** The moment that a value means, in milliseconds; null when it is not a date. */
export function parseMoment(text: string, timezone: string): number | null {
  if (!momentExpression.test(text)) return null
  const moment = DateTime.fromISO(text, { zone: timezone })
  return moment.isValid ? moment.toMillis() : null
}

/** The first millisecond of a day, or the instant itself. */
export function startOf(moment: RuleMoment, timezone: string): number {
  return DateTime.fromISO(moment, { zone: timezone }).toMillis()
}

/** The first millisecond after a day, or the instant itself. */
export function endOf(moment: RuleMoment, timezone: string): number {
  const start = DateTime.fromISO(moment, { zone: timezone })
  return (moment.includes('T') ? start : start.plus({ days: 1 }).startOf('day')).toMillis()
}

/** The events that a window lets through; none of them is later than now. Where `since` begins, only events tell. */
export function windowSpan(window: EventWindow, { now, timezone }: RuleContext): Span {
  const afterNowMs = now.getTime() + 1
  switch (window.kind) {
    case 'ever':
    case 'since':
      return { fromMs: null, beforeMs: afterNowMs }
    case 'last':
      return { fromMs: afterNowMs - durationMs(window.within), beforeMs: afterNowMs }
    case 'between':
      return {
        fromMs: startOf(window.from, timezone),
        beforeMs: Math.min(endOf(window.to, timezone), afterNowMs),
      }
  }
}

/** The moments that satisfy a condition on a date. */
export function dateSpan(condition: Extract<Condition, { type: 'date' }>, context: RuleContext): Span {
  const { timezone } = context
  const afterNowMs = context.now.getTime() + 1
  switch (condition.op) {
    case 'before':
      return { fromMs: null, beforeMs: startOf(condition.moment, timezone) }
    case 'since':
      return { fromMs: startOf(condition.moment, timezone), beforeMs: null }
    case 'on':
      return { fromMs: startOf(condition.moment, timezone), beforeMs: endOf(condition.moment, timezone) }
    case 'between':
      return { fromMs: startOf(condition.from, timezone), beforeMs: endOf(condition.to, timezone) }
    case 'in_last':
      return { fromMs: afterNowMs - durationMs(condition.within), beforeMs: afterNowMs }
    case 'before_last':
      return { fromMs: null, beforeMs: afterNowMs - durationMs(condition.within) }
    case 'in_next':
      return { fromMs: afterNowMs, beforeMs: afterNowMs + durationMs(condition.within) }
    case 'after_next':
      return { fromMs: afterNowMs + durationMs(condition.within), beforeMs: null }
  }
}

/**
 * The days of the year that come round, as month × 100 + day. On 28 February of a year without a 29th, what is of
 * the 29th comes round as well.
 */
export function anniversaryDays(condition: AnniversaryCondition, { now, timezone }: RuleContext): number[] {
  const today = DateTime.fromJSDate(now, { zone: timezone }).startOf('day')
  const [first, days] =
    condition.op === 'this_month'
      ? [today.startOf('month'), today.daysInMonth ?? 0]
      : [today, condition.op === 'in_next' ? condition.days + 1 : 1]
  return Array.from({ length: days }, (_, index) => first.plus({ days: index })).flatMap((day) => {
    const number = day.month * 100 + day.day
    return number === 228 && !day.isInLeapYear ? [number, 229] : [number]
  })
}
