import { z } from 'zod'
import { companyPath } from '../companies'
import { ruleLimits } from './limits'
import { durationSchema, finite, minorUnits, ruleMomentSchema, texts, traitPathSchema } from './values'

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

/** The calendar that days and months are counted by; the solar one when left out. */
const calendar = z.enum(['solar', 'lunar']).optional()

/**
 * Whether the day and month of a date come round: today, today or in the next so many days, this month; by the
 * workspace's clocks. What is of 29 February comes round on 28 February in years without one.
 *
 * By the Chinese lunar calendar a date of a leap month comes round in the ordinary month of that number, and nothing in a
 * leap month; the 30th of a month that has 29 days comes round on the 29th; `this_month` is the lunar month. Dates of the
 * lunar years 1900 to 2100 have a lunar anniversary, others none.
 */
export const anniversaryConditionSchema = z.discriminatedUnion('op', [
  z.strictObject({ type: z.literal('anniversary'), op: z.enum(['today', 'this_month']), calendar }),
  z.strictObject({
    type: z.literal('anniversary'),
    op: z.literal('in_next'),
    calendar,
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

/**
 * A trait of the person; `company.industry` and `household.revenue` are traits of the companies and households they belong
 * to: some of them satisfies the condition, and a negative condition is its exact opposite: none does.
 */
export const traitRuleSchema = z
  .strictObject({
    kind: z.literal('trait'),
    trait: traitPathSchema,
    condition: conditionSchema,
  })
  .refine(
    ({ trait, condition }) => !(companyPath(trait) && condition.type === 'list' && condition.op === 'size'),
    { path: ['condition'], error: 'how long a list is can be asked of the person, not of companies' },
  )
  .meta({ id: 'RuleOverTrait' })
export type TraitRule = z.infer<typeof traitRuleSchema>
