import { type AnniversaryCondition, type Comparison, type Condition, durationMs } from '@rapport/contract'
import { DateTime } from 'luxon'
import type { Json } from '../../events'
import { lunarAnniversary, lunarDayOf, lunarSpan } from './lunar'
import { endOf, parseMoment, type RuleContext, startOf } from './moments'

/** A negative operator is the opposite of its positive form; everything else asks for a value that fits. */
export function conditionHolds(condition: Condition, values: readonly Json[], context: RuleContext): boolean {
  const some = (fits: (value: Json) => boolean) => values.some(fits)
  switch (condition.type) {
    case 'text':
      return textHolds(condition, values)
    case 'number':
    case 'money':
      if (condition.op === 'is_not') return !some((value) => value === condition.value)
      return some((value) => typeof value === 'number' && compares(value, condition))
    case 'date':
      return some((value) => typeof value === 'string' && dateTextHolds(condition, value, context))
    case 'anniversary':
      return some((value) => typeof value === 'string' && comesRound(condition, value, context))
    case 'boolean':
      return some((value) => value === condition.value)
    case 'list':
      return listHolds(condition, values)
    case 'presence':
      return condition.op === 'is_set' ? values.length > 0 : values.length === 0
  }
}

/** A condition in its positive form, and whether the one given is its opposite. */
export function affirmative(condition: Condition): { readonly is: Condition; readonly isNegated: boolean } {
  const opposite = (is: Condition) => ({ is, isNegated: true })
  if (condition.type === 'text' && condition.op === 'is_not') return opposite({ ...condition, op: 'is' })
  if (condition.type === 'text' && condition.op === 'not_contains')
    return opposite({ ...condition, op: 'contains' })
  if (condition.type === 'number' && condition.op === 'is_not') return opposite({ ...condition, op: 'is' })
  if (condition.type === 'money' && condition.op === 'is_not') return opposite({ ...condition, op: 'is' })
  if (condition.type === 'list' && condition.op === 'has_none')
    return opposite({ ...condition, op: 'has_any' })
  if (condition.type === 'presence' && condition.op === 'is_not_set')
    return opposite({ ...condition, op: 'is_set' })
  return { is: condition, isNegated: false }
}

function textHolds(condition: Extract<Condition, { type: 'text' }>, values: readonly Json[]): boolean {
  const some = (fits: (text: string, wanted: string) => boolean) =>
    values.some(
      (value) => typeof value === 'string' && condition.values.some((wanted) => fits(value, wanted)),
    )
  const someFolded = (fits: (text: string, wanted: string) => boolean) =>
    some((text, wanted) => fits(text.toLowerCase(), wanted.toLowerCase()))
  switch (condition.op) {
    case 'is':
      return some((text, wanted) => text === wanted)
    case 'is_not':
      return !some((text, wanted) => text === wanted)
    case 'contains':
      return someFolded((text, wanted) => text.includes(wanted))
    case 'not_contains':
      return !someFolded((text, wanted) => text.includes(wanted))
    case 'starts_with':
      return someFolded((text, wanted) => text.startsWith(wanted))
    case 'ends_with':
      return someFolded((text, wanted) => text.endsWith(wanted))
  }
}

function listHolds(condition: Extract<Condition, { type: 'list' }>, values: readonly Json[]): boolean {
  const lists = values.filter((value) => Array.isArray(value))
  if (condition.op === 'size') return compares(lists[0]?.length ?? 0, condition.compare)
  const has = (list: readonly Json[], wanted: string) => list.includes(wanted)
  switch (condition.op) {
    case 'has_any':
      return lists.some((list) => condition.values.some((wanted) => has(list, wanted)))
    case 'has_all':
      return lists.some((list) => condition.values.every((wanted) => has(list, wanted)))
    case 'has_none':
      return !lists.some((list) => condition.values.some((wanted) => has(list, wanted)))
  }
}

function dateTextHolds(condition: DateCondition, text: string, context: RuleContext): boolean {
  const ms = parseMoment(text, context.timezone)
  return ms !== null && dateHolds(condition, ms, context)
}

type DateCondition = Extract<Condition, { type: 'date' }>

/** Whether a moment, in milliseconds, satisfies a condition. */
export function dateHolds(condition: DateCondition, ms: number, { now, timezone }: RuleContext): boolean {
  const nowMs = now.getTime()
  switch (condition.op) {
    case 'before':
      return ms < startOf(condition.moment, timezone)
    case 'since':
      return ms >= startOf(condition.moment, timezone)
    case 'on':
      return ms >= startOf(condition.moment, timezone) && ms < endOf(condition.moment, timezone)
    case 'between':
      return ms >= startOf(condition.from, timezone) && ms < endOf(condition.to, timezone)
    case 'in_last':
      return ms > nowMs - durationMs(condition.within) && ms <= nowMs
    case 'before_last':
      return ms <= nowMs - durationMs(condition.within)
    case 'in_next':
      return ms > nowMs && ms <= nowMs + durationMs(condition.within)
    case 'after_next':
      return ms > nowMs + durationMs(condition.within)
  }
}

/** Whether the anniversary of a date, this year's or the next one's, is in the days that are asked for. */
function comesRound(condition: AnniversaryCondition, text: string, context: RuleContext): boolean {
  const { now, timezone } = context
  const ms = parseMoment(text, timezone)
  if (ms === null) return false
  const date = DateTime.fromMillis(ms, { zone: timezone })
  if (condition.calendar === 'lunar') return comesRoundByTheMoon(condition, date, context)
  const today = DateTime.fromJSDate(now, { zone: timezone }).startOf('day')
  if (condition.op === 'this_month') return date.month === today.month
  const last = today.plus({ days: condition.op === 'in_next' ? condition.days : 0 })
  return [today.year, today.year + 1].some((year) => {
    const { month } = date
    const day = Math.min(date.day, DateTime.local(year, month).daysInMonth ?? 0)
    const anniversary = DateTime.fromObject({ year, month, day }, { zone: timezone })
    return anniversary >= today && anniversary <= last
  })
}

function comesRoundByTheMoon(condition: AnniversaryCondition, date: DateTime, context: RuleContext): boolean {
  const day = lunarDayOf(date)
  const asked = lunarSpan(condition, context)
  if (!day || !asked) return false
  return [asked.year, asked.year + 1].some((year) => {
    const anniversary = lunarAnniversary(day, year)
    return anniversary >= asked.first && anniversary <= asked.last
  })
}

/** A number against constants. */
export function compares(value: number, compare: Comparison): boolean {
  switch (compare.op) {
    case 'at_least':
      return value >= compare.value
    case 'more_than':
      return value > compare.value
    case 'at_most':
      return value <= compare.value
    case 'less_than':
      return value < compare.value
    case 'is':
      return value === compare.value
    case 'is_not':
      return value !== compare.value
    case 'between':
      return value >= compare.from && value <= compare.to
  }
}
