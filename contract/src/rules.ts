import { z } from 'zod'

/**
 * The rule language: one tree over traits and events that segments use, and that triggers, branches and report
 * filters will. A leaf that finds no value is false; `is_not`, `not_contains`, `has_none` and `is_not_set` are
 * the exact opposite of their positive forms, so they hold when there is no value.
 */

/** Every limit of a rule, each with its reason. */
export const ruleLimits = {
  /** Groups inside groups: deeper than this nobody can read the sentence. */
  groupDepthMax: 6,
  /** Members of one group, what one screen of the builder can hold. */
  groupMembersMax: 50,
  /** Leaves of a whole rule: keeps the compiled statement under 256 kB. */
  leavesMax: 200,
  /** Kinds of event in one leaf. */
  eventNamesMax: 20,
  /** Property conditions of one event leaf. */
  filtersMax: 20,
  /** Values that one condition compares with; longer lists belong into a trait. */
  valuesMax: 500,
  /** Characters of a text that is compared with. */
  textCharsMax: 500,
  /** Characters of the name of an event, a trait or a property. */
  nameCharsMax: 200,
  /** Ten years: longer windows are better said as `ever`. */
  windowDaysMax: 3_660,
  /** Half a year: a longer look ahead finds nearly everybody. */
  anniversaryDaysMax: 183,
  /** Steps of one sequence: each keeps a list of moments a person. */
  sequenceStepsMax: 6,
  /** Segments that ask for segments that ask for segments: deeper than this nobody knows who is meant. */
  segmentDepthMax: 5,
  /** Different segments that one rule asks for, directly or through others. */
  segmentsMax: 50,
  /** Leaves of a rule together with those of the segments it asks for: keeps the compiled statement under 1 MB. */
  resolvedLeavesMax: 1_000,
} as const

const name = z.string().min(1).max(ruleLimits.nameCharsMax)

/** A character that no part of a path has: what could end a quoted name, or means something in the engines' own paths. */
const pathSegment = '[^\\u0000-\\u001f\\u007f`"\\\\{}\\[\\].:^][^\\u0000-\\u001f\\u007f`"\\\\{}\\[\\].]*'
const pathPattern = new RegExp(`^${pathSegment}(\\.${pathSegment})*$`)
const listPathPattern = new RegExp(`^${pathSegment}(\\.${pathSegment})*(\\[\\](\\.${pathSegment})+)?$`)

/** The name of a trait; a dot leads into an object. */
export const traitPathSchema = name.regex(pathPattern, 'not the name of a trait')

/** The path of a property: `coupon`, `address.city`, or `products[].category` for a value of any element of a list. */
export const propertyPathSchema = name.regex(listPathPattern, 'not the path of a property')

const text = z.string().max(ruleLimits.textCharsMax)
const texts = z.array(text).min(1).max(ruleLimits.valuesMax)
const finite = z.number().min(-1e15).max(1e15)
const minorUnits = z.number().int().min(-1e15).max(1e15)

/** A day (`2026-03-01`, in the workspace's time zone) or an instant in UTC. */
export const ruleMomentSchema = z.union([z.iso.date(), z.iso.datetime()])
export type RuleMoment = z.infer<typeof ruleMomentSchema>

export const durationUnits = ['minute', 'hour', 'day', 'week'] as const
const minutesByUnit = { minute: 1, hour: 60, day: 1_440, week: 10_080 } as const

/** A fixed length of time: a day is 24 hours. */
export const durationSchema = z
  .strictObject({ amount: z.number().int().min(1), unit: z.enum(durationUnits) })
  .refine(
    ({ amount, unit }) => amount * minutesByUnit[unit] <= ruleLimits.windowDaysMax * 1_440,
    `at most ${ruleLimits.windowDaysMax} days`,
  )
export type Duration = z.infer<typeof durationSchema>

/** The length of a duration in milliseconds. */
export function durationMs({ amount, unit }: Duration): number {
  return amount * minutesByUnit[unit] * 60_000
}

export const numberOps = ['at_least', 'more_than', 'at_most', 'less_than', 'is', 'is_not'] as const

/** `is` compares text exactly as written; the other operators ignore upper and lower case. */
export const textConditionSchema = z.strictObject({
  type: z.literal('text'),
  op: z.enum(['is', 'is_not', 'contains', 'not_contains', 'starts_with', 'ends_with']),
  values: texts,
})

export const numberConditionSchema = z.discriminatedUnion('op', [
  z.strictObject({ type: z.literal('number'), op: z.enum(numberOps), value: finite }),
  z.strictObject({ type: z.literal('number'), op: z.literal('between'), from: finite, to: finite }),
])

/** Amounts are minor units of the workspace's currency. */
export const moneyConditionSchema = z.discriminatedUnion('op', [
  z.strictObject({ type: z.literal('money'), op: z.enum(numberOps), value: minorUnits }),
  z.strictObject({ type: z.literal('money'), op: z.literal('between'), from: minorUnits, to: minorUnits }),
])

/**
 * A moment, written as ISO 8601; a bare day begins at midnight of the workspace. `in_last` is the half-open span
 * (now − within, now], `before_last` everything up to and with now − within, `in_next` (now, now + within], `after_next`
 * everything later.
 */
export const dateConditionSchema = z.discriminatedUnion('op', [
  z.strictObject({
    type: z.literal('date'),
    op: z.enum(['before', 'since', 'on']),
    moment: ruleMomentSchema,
  }),
  z.strictObject({
    type: z.literal('date'),
    op: z.literal('between'),
    from: ruleMomentSchema,
    to: ruleMomentSchema,
  }),
  z.strictObject({
    type: z.literal('date'),
    op: z.enum(['in_last', 'before_last', 'in_next', 'after_next']),
    within: durationSchema,
  }),
])

export const booleanConditionSchema = z.strictObject({
  type: z.literal('boolean'),
  op: z.literal('is'),
  value: z.boolean(),
})

/**
 * Whether the day and month of a date come round: today, today or in the next so many days, this month; by the
 * workspace's calendar. What is of 29 February comes round on 28 February in years without one.
 */
export const anniversaryConditionSchema = z.discriminatedUnion('op', [
  z.strictObject({ type: z.literal('anniversary'), op: z.enum(['today', 'this_month']) }),
  z.strictObject({
    type: z.literal('anniversary'),
    op: z.literal('in_next'),
    days: z.number().int().min(1).max(ruleLimits.anniversaryDaysMax),
  }),
])
export type AnniversaryCondition = z.infer<typeof anniversaryConditionSchema>

const listSize = z.number().int().min(0).max(1_000_000)

/** A list of texts, such as tags; `size` counts what is in a list of anything, 0 when there is none. */
export const listConditionSchema = z.discriminatedUnion('op', [
  z.strictObject({
    type: z.literal('list'),
    op: z.enum(['has_any', 'has_all', 'has_none']),
    values: texts,
  }),
  z.strictObject({
    type: z.literal('list'),
    op: z.literal('size'),
    compare: z.discriminatedUnion('op', [
      z.strictObject({ op: z.enum(numberOps), value: listSize }),
      z.strictObject({ op: z.literal('between'), from: listSize, to: listSize }),
    ]),
  }),
])

export const presenceConditionSchema = z.strictObject({
  type: z.literal('presence'),
  op: z.enum(['is_set', 'is_not_set']),
})

/** What is asked of one value. A value of another type than the condition's counts as no value. */
export const conditionSchema = z
  .discriminatedUnion('type', [
    textConditionSchema,
    numberConditionSchema,
    moneyConditionSchema,
    dateConditionSchema,
    anniversaryConditionSchema,
    booleanConditionSchema,
    listConditionSchema,
    presenceConditionSchema,
  ])
  .meta({ id: 'RuleCondition' })
export type Condition = z.infer<typeof conditionSchema>

export const traitRuleSchema = z
  .strictObject({
    kind: z.literal('trait'),
    trait: traitPathSchema,
    condition: conditionSchema,
  })
  .meta({ id: 'RuleOverTrait' })
export type TraitRule = z.infer<typeof traitRuleSchema>

const eventTypes = ['track', 'page', 'screen'] as const
const eventNames = z.array(name).min(1).max(ruleLimits.eventNamesMax)

/**
 * Which events count: those up to now, and `last` (now − within, now], `between` two moments, both days included,
 * `since` those after the person's first or last event of other names. Without such an event the leaf is false.
 */
export const eventWindowSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('ever') }),
  z.strictObject({ kind: z.literal('last'), within: durationSchema }),
  z.strictObject({ kind: z.literal('between'), from: ruleMomentSchema, to: ruleMomentSchema }),
  z.strictObject({
    kind: z.literal('since'),
    which: z.enum(['first', 'last']),
    type: z.enum(eventTypes).default('track'),
    events: eventNames,
  }),
])
export type EventWindow = z.infer<typeof eventWindowSchema>

/** Every filter must hold of one and the same event. */
export const propertyFilterSchema = z
  .strictObject({ property: propertyPathSchema, condition: conditionSchema })
  .refine(
    ({ property, condition }) => !('op' in condition && condition.op === 'size' && property.includes('[]')),
    {
      path: ['property'],
      error: 'the size is asked of one list, not of lists in a list',
    },
  )
export type PropertyFilter = z.infer<typeof propertyFilterSchema>

/** What is measured over the events that count. `value` is the amount of an order or refund in minor units. */
export const measureSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('count') }),
  /** How many different texts, numbers, yes or no a property had. */
  z.strictObject({ kind: z.literal('distinct'), property: propertyPathSchema }),
  z.strictObject({
    kind: z.enum(['sum', 'average']),
    of: z.discriminatedUnion('kind', [
      z.strictObject({ kind: z.literal('value') }),
      z.strictObject({ kind: z.literal('property'), property: propertyPathSchema }),
    ]),
  }),
])
export type Measure = z.infer<typeof measureSchema>

export const comparisonSchema = z.discriminatedUnion('op', [
  z.strictObject({ op: z.enum(numberOps), value: finite }),
  z.strictObject({ op: z.literal('between'), from: finite, to: finite }),
])
export type Comparison = z.infer<typeof comparisonSchema>

/**
 * On which days (1 is Monday) and in which hours of the workspace's time zone: `from` 9 `to` 18 ends before 18:00,
 * `from` 22 `to` 6 goes over midnight.
 */
export const weekTimesSchema = z
  .strictObject({
    weekdays: z.array(z.number().int().min(1).max(7)).min(1).max(7).optional(),
    hours: z
      .strictObject({ from: z.number().int().min(0).max(23), to: z.number().int().min(1).max(24) })
      .refine(({ from, to }) => from !== to, 'no hours are between an hour and itself')
      .optional(),
  })
  .refine(({ weekdays, hours }) => weekdays || hours, 'names neither days of the week nor hours')
export type WeekTimes = z.infer<typeof weekTimesSchema>

/** Which events a leaf is about: any of the names, every filter, in the window. */
const eventKind = {
  type: z.enum(eventTypes).default('track'),
  /** Any of these. */
  events: eventNames,
  where: z.array(propertyFilterSchema).max(ruleLimits.filtersMax).default([]),
  on: weekTimesSchema.optional(),
}
const eventChoice = { ...eventKind, window: eventWindowSchema.default({ kind: 'ever' }) }
const eventChoiceSchema = z.strictObject(eventChoice)
export type EventChoice = z.infer<typeof eventChoiceSchema>

/**
 * How often, or how much, in a window: `did` is a count of at least 1, `did not` a count of exactly 0. The sum
 * of nothing is 0; an average of nothing satisfies no comparison.
 */
export const eventRuleSchema = z
  .strictObject({
    kind: z.literal('event'),
    ...eventChoice,
    measure: measureSchema.default({ kind: 'count' }),
    compare: comparisonSchema.default({ op: 'at_least', value: 1 }),
  })
  .refine((rule) => !isAfterItsOwnLast(rule), {
    path: ['window'],
    error: 'nothing happens after its own last time',
  })
  .meta({ id: 'RuleOverEvents' })
export type EventRule = z.infer<typeof eventRuleSchema>

/** When an event happened for the first or the last time in a window. False for people without such an event. */
export const eventTimeRuleSchema = z
  .strictObject({
    kind: z.literal('event_time'),
    which: z.enum(['first', 'last']),
    ...eventChoice,
    is: dateConditionSchema.refine(
      ({ op }) => op !== 'in_next' && op !== 'after_next',
      'no event that counts lies in the future',
    ),
  })
  .refine((rule) => !isAfterItsOwnLast(rule), {
    path: ['window'],
    error: 'nothing happens after its own last time',
  })
  .meta({ id: 'RuleOverEventTime' })
export type EventTimeRule = z.infer<typeof eventTimeRuleSchema>

/** One step of a sequence: an event later than the one before it, by at most `within` when that is given. */
export const sequenceStepSchema = z.strictObject({ ...eventKind, within: durationSchema.optional() })
export type SequenceStep = z.infer<typeof sequenceStepSchema>

/**
 * Events one after another: there is an event for every step, the first in the window, each later than the one
 * before it (two at the same moment are in no order). With `notFollowedBy`, none of those events came within so long
 * after the last step: (t, t + within]. That is known, and counted, once t + within has passed.
 */
export const sequenceRuleSchema = z
  .strictObject({
    kind: z.literal('sequence'),
    steps: z.array(sequenceStepSchema).min(1).max(ruleLimits.sequenceStepsMax),
    notFollowedBy: z.strictObject({ ...eventKind, within: durationSchema }).optional(),
    window: eventWindowSchema.default({ kind: 'ever' }),
  })
  .refine(({ steps, notFollowedBy }) => steps.length > 1 || notFollowedBy, {
    path: ['steps'],
    error: 'a sequence has a second step, or something that must not follow',
  })
  .refine(({ steps }) => steps[0]?.within === undefined, {
    path: ['steps', 0, 'within'],
    error: 'the first step follows nothing; its time is the window',
  })
  .refine(({ window, notFollowedBy }) => !isWaitBeyond(window, notFollowedBy), {
    path: ['notFollowedBy', 'within'],
    error: 'must be shorter than the window, or it can never have passed',
  })
  .meta({ id: 'RuleOverSequence' })
export type SequenceRule = z.infer<typeof sequenceRuleSchema>

function isWaitBeyond(window: EventWindow, notFollowedBy: { within: Duration } | undefined): boolean {
  if (window.kind !== 'last' || !notFollowedBy) return false
  return durationMs(notFollowedBy.within) >= durationMs(window.within)
}

function isAfterItsOwnLast({ type, events, window }: EventChoice): boolean {
  if (window.kind !== 'since' || window.which !== 'last' || window.type !== type) return false
  return events.every((event) => window.events.includes(event))
}

/** Whether another segment's rule holds, as that segment is defined at the moment of asking. */
export const segmentRuleSchema = z
  .strictObject({ kind: z.literal('segment'), op: z.enum(['in', 'not_in']), segmentId: z.uuid() })
  .meta({ id: 'RuleOverSegment' })
export type SegmentRule = z.infer<typeof segmentRuleSchema>

const leafSchemas = [
  traitRuleSchema,
  eventRuleSchema,
  eventTimeRuleSchema,
  sequenceRuleSchema,
  segmentRuleSchema,
] as const
export type LeafRule = z.infer<(typeof leafSchemas)[number]>
type LeafRuleInput = z.input<(typeof leafSchemas)[number]>

export const groupKinds = ['all', 'any', 'none'] as const
export type GroupKind = (typeof groupKinds)[number]

/** All, any or none of its members hold. `all` of nothing is everybody. */
interface PlainGroup<Member> {
  kind: GroupKind
  of: Member[]
}

/** At least so many of its members hold. */
interface AtLeastGroup<Member> {
  kind: 'at_least'
  least: number
  of: Member[]
}
export type GroupRule = PlainGroup<Rule> | AtLeastGroup<Rule>
export type Rule = GroupRule | LeafRule
export type RuleInput = PlainGroup<RuleInput> | AtLeastGroup<RuleInput> | LeafRuleInput

/** A rule whose groups are at most so deep. Spelled out level by level, so that no input can nest the parser itself. */
function ruleOfDepth(groupDepth: number): z.ZodType<Rule, RuleInput> {
  if (groupDepth === 0) {
    return z
      .discriminatedUnion('kind', leafSchemas, {
        error: `a condition is expected here: groups nest ${ruleLimits.groupDepthMax} deep at most`,
      })
      .meta({ id: 'RuleLeaf' })
  }
  const of = z.array(ruleOfDepth(groupDepth - 1)).max(ruleLimits.groupMembersMax)
  const group = z.strictObject({ kind: z.enum(groupKinds), of })
  const atLeast = z
    .strictObject({
      kind: z.literal('at_least'),
      least: z.number().int().min(1).max(ruleLimits.groupMembersMax),
      of,
    })
    .refine(({ least, of: members }) => least <= members.length, {
      path: ['least'],
      error: 'asks for more conditions than the group has',
    })
  return z
    .discriminatedUnion('kind', [group, atLeast, ...leafSchemas])
    .meta({ id: `RuleOfDepth${groupDepth}` })
}

/** A whole rule, within every limit. */
export const ruleSchema: z.ZodType<Rule, RuleInput> = ruleOfDepth(ruleLimits.groupDepthMax)
  .refine((rule) => leavesOf(rule).length <= ruleLimits.leavesMax, {
    error: `a rule has at most ${ruleLimits.leavesMax} conditions`,
  })
  .refine((rule) => !hasEmptyChoice(rule), {
    error: 'a group of any or none needs at least one condition',
  })
  .meta({ id: 'Rule' })

/** The leaves of a rule from left to right. */
export function leavesOf(rule: Rule): LeafRule[] {
  return isGroup(rule) ? rule.of.flatMap(leavesOf) : [rule]
}

export function isGroup(rule: Rule): rule is GroupRule {
  return 'of' in rule
}

function hasEmptyChoice(rule: Rule): boolean {
  if (!isGroup(rule)) return false
  return (rule.kind !== 'all' && rule.of.length === 0) || rule.of.some(hasEmptyChoice)
}
