import {
  type Comparison,
  type Condition,
  durationMs,
  type EventRule,
  type EventWindow,
  type Measure,
  type PropertyFilter,
  type Rule,
} from '@rapport/contract'
import type { Json, JsonObject } from '../../events'
import { endOf, parseMoment, type RuleContext, startOf } from './moments'
import { segmentRuleOf } from './segments'
import { valuesAt } from './values'

/** One event of a person, as rules see it. */
export interface EventFact {
  readonly type: string
  readonly name: string
  readonly time: Date
  readonly properties: JsonObject
  /** The amount of an order or refund in minor units; 0 for others. */
  readonly valueMinor: number
}

export interface PersonFacts {
  readonly traits: JsonObject
  /** Everything the person did, in any order, each event once. */
  readonly events: readonly EventFact[]
}

/**
 * Whether a rule holds for one person at a moment. This is the meaning of the language, written to be plainly
 * right and not to be fast: the compiled SQL is tested against it.
 */
export function evaluate(rule: Rule, person: PersonFacts, context: RuleContext): boolean {
  switch (rule.kind) {
    case 'all':
      return rule.of.every((member) => evaluate(member, person, context))
    case 'any':
      return rule.of.some((member) => evaluate(member, person, context))
    case 'none':
      return !rule.of.some((member) => evaluate(member, person, context))
    case 'at_least':
      return rule.of.filter((member) => evaluate(member, person, context)).length >= rule.least
    case 'segment': {
      const isIn = evaluate(segmentRuleOf(context.segments, rule.segmentId), person, context)
      return rule.op === 'in' ? isIn : !isIn
    }
    case 'trait':
      return conditionHolds(rule.condition, valuesAt(person.traits, rule.trait), context)
    case 'event':
      return eventRuleHolds(rule, person.events, context)
  }
}

function eventRuleHolds(rule: EventRule, events: readonly EventFact[], context: RuleContext): boolean {
  const counted = events.filter(
    (event) =>
      event.type === rule.type &&
      rule.events.includes(event.name) &&
      isInWindow(event.time.getTime(), rule.window, context) &&
      rule.where.every((filter) => filterHolds(filter, event, context)),
  )
  const measured = measure(rule.measure, counted)
  return measured !== null && compares(measured, rule.compare)
}

function filterHolds(
  { property, condition }: PropertyFilter,
  event: EventFact,
  context: RuleContext,
): boolean {
  return conditionHolds(condition, valuesAt(event.properties, property), context)
}

function isInWindow(ms: number, window: EventWindow, { now, timezone }: RuleContext): boolean {
  if (ms > now.getTime()) return false
  switch (window.kind) {
    case 'ever':
      return true
    case 'last':
      return ms > now.getTime() - durationMs(window.within)
    case 'between':
      return ms >= startOf(window.from, timezone) && ms < endOf(window.to, timezone)
  }
}

function measure(measure: Measure, events: readonly EventFact[]): number | null {
  if (measure.kind === 'count') return events.length
  const { of } = measure
  if (of.kind === 'value')
    return totalOf(
      measure.kind,
      events.map((event) => event.valueMinor),
    )
  const numbers = events.flatMap((event) => valuesAt(event.properties, of.property)).filter(isSummand)
  return totalOf(measure.kind, numbers)
}

/** Sums and averages to four decimals, in exact integers. An average of nothing is not a number at all. */
function totalOf(kind: 'sum' | 'average', numbers: readonly number[]): number | null {
  const total = numbers.reduce((sum, number) => sum + BigInt(Math.floor(number * 10_000 + 0.5)), 0n)
  if (kind === 'sum') return Number(total) / 10_000
  return numbers.length === 0 ? null : Number(total) / (numbers.length * 10_000)
}

function isSummand(value: Json): value is number {
  return typeof value === 'number' && Math.abs(value) <= 1e12
}

/** A negative operator is the opposite of its positive form; everything else asks for a value that fits. */
function conditionHolds(condition: Condition, values: readonly Json[], context: RuleContext): boolean {
  const some = (fits: (value: Json) => boolean) => values.some(fits)
  switch (condition.type) {
    case 'text':
      return textHolds(condition, values)
    case 'number':
    case 'money':
      if (condition.op === 'is_not') return !some((value) => value === condition.value)
      return some((value) => typeof value === 'number' && compares(value, condition))
    case 'date':
      return some((value) => typeof value === 'string' && dateHolds(condition, value, context))
    case 'boolean':
      return some((value) => value === condition.value)
    case 'list':
      return listHolds(condition, values)
    case 'presence':
      return condition.op === 'is_set' ? values.length > 0 : values.length === 0
  }
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

function dateHolds(
  condition: Extract<Condition, { type: 'date' }>,
  value: string,
  { now, timezone }: RuleContext,
): boolean {
  const ms = parseMoment(value, timezone)
  if (ms === null) return false
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
  }
}

function compares(value: number, compare: Comparison): boolean {
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
