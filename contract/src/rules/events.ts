import { z } from 'zod'
import { conditionSchema, dateConditionSchema, numberOps } from './conditions'
import { ruleLimits } from './limits'
import {
  type Duration,
  durationMs,
  durationSchema,
  finite,
  name,
  propertyPathSchema,
  ruleMomentSchema,
} from './values'

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
export const eventChoiceSchema = z.strictObject(eventChoice)
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

/** Whether a window begins with the last of the very events that are counted: nothing ever does. */
export function isAfterItsOwnLast({ type, events, window }: EventChoice): boolean {
  if (window.kind !== 'since' || window.which !== 'last' || window.type !== type) return false
  return events.every((event) => window.events.includes(event))
}
