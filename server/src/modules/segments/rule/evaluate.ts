import type {
  EventChoice,
  EventRule,
  EventTimeRule,
  EventWindow,
  Measure,
  PropertyFilter,
  Rule,
  SequenceRule,
  SequenceStep,
  WeekTimes,
} from '@rapport/contract'
import {
  type CompanyKind,
  companyPath,
  durationMs,
  type ReachChannel,
  reachChannels,
} from '@rapport/contract'
import { DateTime } from 'luxon'
import type { Json, JsonObject } from '../../events'
import { compares, conditionHolds, dateHolds } from './conditions'
import { isWithin } from './distance'
import { endOf, type RuleContext, startOf } from './moments'
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
  /** The companies and households the person belongs to. */
  readonly companies?: readonly CompanyFacts[]
  /** Kinds of the identifiers that the person has. */
  readonly idKinds?: readonly string[]
  /** Channels on which the person's address is on the suppression list. */
  readonly suppressed?: readonly ReachChannel[]
}

export interface CompanyFacts {
  readonly kind: CompanyKind
  /** Given traits, and the figures of its members beside them. */
  readonly traits: JsonObject
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
      return conditionHolds(rule.condition, traitValues(person, rule.trait), context)
    case 'event':
      return eventRuleHolds(rule, person.events, context)
    case 'event_time':
      return eventTimeRuleHolds(rule, person.events, context)
    case 'sequence':
      return sequenceHolds(rule, person.events, context)
    case 'identifier':
      return (person.idKinds ?? []).includes(rule.idKind) === (rule.op === 'has')
    case 'reach':
      return isReachable(rule.channel, person, context) === (rule.op === 'reachable')
    case 'distance':
      return isWithin(rule, person.traits) === (rule.op === 'within')
  }
}

/** An address, consent as the workspace asks for it, and no entry on the suppression list. */
function isReachable(
  channel: ReachChannel,
  { traits, suppressed = [] }: PersonFacts,
  { consentRule }: RuleContext,
): boolean {
  const { address, consent } = reachChannels[channel]
  const [to] = valuesAt(traits, address)
  if (typeof to !== 'string' || to === '') return false
  const [said] = valuesAt(traits, consent)
  const isAllowed = consentRule === 'granted' ? said === 'granted' : said !== 'withdrawn'
  return isAllowed && !suppressed.includes(channel)
}

/** The values of a person's trait; of a trait of companies, `company.industry`, one for each company that has it. */
export function traitValues({ traits, companies = [] }: PersonFacts, path: string): Json[] {
  const of = companyPath(path)
  if (!of) return valuesAt(traits, path)
  return companies
    .filter(({ kind }) => kind === of.kind)
    .flatMap((company) => valuesAt(company.traits, of.trait))
}

function eventRuleHolds(rule: EventRule, events: readonly EventFact[], context: RuleContext): boolean {
  const counted = chosenEvents(rule, events, context)
  const measured = counted && measure(rule.measure, counted)
  return measured !== null && compares(measured, rule.compare)
}

function eventTimeRuleHolds(
  rule: EventTimeRule,
  events: readonly EventFact[],
  context: RuleContext,
): boolean {
  const times = timesOf(chosenEvents(rule, events, context) ?? [])
  if (times.length === 0) return false
  const ms = rule.which === 'first' ? Math.min(...times) : Math.max(...times)
  return dateHolds(rule.is, ms, context)
}

/** Some event of the first step goes on, step by step, to an event that nothing unwanted follows. */
function sequenceHolds(rule: SequenceRule, events: readonly EventFact[], context: RuleContext): boolean {
  const { steps, notFollowedBy, window } = rule
  const nowMs = context.now.getTime()
  const timesIn = (kind: Omit<EventChoice, 'window'>, during: EventWindow) =>
    timesOf(chosenEvents({ ...kind, window: during }, events, context) ?? [])
  const isFollowed = (ms: number, later: Omit<SequenceStep, 'within'>, withinMs: number) =>
    timesIn(later, { kind: 'ever' }).some((next) => next > ms && next <= ms + withinMs)

  const isLeftAlone = (ms: number) => {
    if (!notFollowedBy) return true
    const withinMs = durationMs(notFollowedBy.within)
    return ms + withinMs <= nowMs && !isFollowed(ms, notFollowedBy, withinMs)
  }
  const goesOn = (ms: number, [next, ...rest]: readonly SequenceStep[]): boolean => {
    if (!next) return isLeftAlone(ms)
    const withinMs = next.within ? durationMs(next.within) : Number.POSITIVE_INFINITY
    return timesIn(next, { kind: 'ever' }).some(
      (later) => later > ms && later - ms <= withinMs && goesOn(later, rest),
    )
  }
  const [first, ...rest] = steps
  return first !== undefined && timesIn(first, window).some((ms) => goesOn(ms, rest))
}

/** The events that a leaf is about; null when its window begins with an event that did not happen. */
export function chosenEvents(
  rule: EventChoice,
  events: readonly EventFact[],
  context: RuleContext,
): EventFact[] | null {
  const afterMs = rule.window.kind === 'since' ? sinceMs(rule.window, events, context) : null
  if (rule.window.kind === 'since' && afterMs === null) return null
  return events.filter(
    (event) =>
      isOneOf(rule, event) &&
      isInWindow(event.time.getTime(), rule.window, context) &&
      (afterMs === null || event.time.getTime() > afterMs) &&
      (!rule.on || isAtTime(event.time, rule.on, context)) &&
      rule.where.every((filter) => filterHolds(filter, event, context)),
  )
}

function isOneOf({ type, events }: Pick<EventChoice, 'type' | 'events'>, event: EventFact): boolean {
  return event.type === type && events.includes(event.name)
}

function timesOf(events: readonly EventFact[]): number[] {
  return events.map(({ time }) => time.getTime())
}

/** When the other event happened first or last, up to now. */
function sinceMs(
  window: Extract<EventWindow, { kind: 'since' }>,
  events: readonly EventFact[],
  { now }: RuleContext,
): number | null {
  const others = timesOf(events.filter((event) => isOneOf(window, event))).filter((ms) => ms <= now.getTime())
  if (others.length === 0) return null
  return window.which === 'first' ? Math.min(...others) : Math.max(...others)
}

/** Whether a moment lies on one of the days and in the hours, by the clocks of the workspace. */
function isAtTime(time: Date, { weekdays, hours }: WeekTimes, { timezone }: RuleContext): boolean {
  const local = DateTime.fromJSDate(time, { zone: timezone })
  if (weekdays && !weekdays.includes(local.weekday)) return false
  if (!hours) return true
  return hours.from < hours.to
    ? local.hour >= hours.from && local.hour < hours.to
    : local.hour >= hours.from || local.hour < hours.to
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
    case 'since':
      return true
    case 'last':
      return ms > now.getTime() - durationMs(window.within)
    case 'between':
      return ms >= startOf(window.from, timezone) && ms < endOf(window.to, timezone)
  }
}

export function measure(measure: Measure, events: readonly EventFact[]): number | null {
  if (measure.kind === 'count') return events.length
  if (measure.kind === 'distinct') return differentValues(measure.property, events).size
  const { of } = measure
  if (of.kind === 'value')
    return totalOf(
      measure.kind,
      events.map((event) => event.valueMinor),
    )
  const numbers = events.flatMap((event) => valuesAt(event.properties, of.property)).filter(isSummand)
  return totalOf(measure.kind, numbers)
}

/** Texts, numbers, yes and no; the number 1 and the text 1 are different. */
function differentValues(property: string, events: readonly EventFact[]): ReadonlySet<Json> {
  const values = events.flatMap((event) => valuesAt(event.properties, property))
  return new Set(values.filter((value) => !Array.isArray(value)))
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
