import { z } from 'zod'
import { askedMomentSchema } from './asked-time'
import { intervalSchema } from './campaign-results'
import { endpoint } from './endpoint'
import { channelReachSchema, ruleSentenceSchema } from './segments'

const tag = 'Target selection'
const moment = z.iso.datetime()
const count = z.number().int()

/** Limits of comparing segments, with their reasons. */
export const comparisonLimits = {
  segmentsMin: 2,
  /** More rows than this nobody can weigh up. */
  segmentsMax: 12,
  /** Past campaigns that response is learnt from, the latest: each is a question over everybody. */
  campaignsMax: 8,
  /** Fewer people of an arm say nothing of a response. */
  treatedMin: 100,
  holdOutMin: 30,
  /** Over so many days value is summed up: a year, and the latest quarter. */
  yearDays: 365,
  quarterDays: 90,
  growthDays: 30,
} as const

const channels = ['email', 'sms'] as const

export const comparisonInputSchema = z.strictObject({
  segmentIds: z
    .array(z.uuid())
    .min(comparisonLimits.segmentsMin)
    .max(comparisonLimits.segmentsMax)
    .refine((ids) => new Set(ids).size === ids.length, { error: 'a segment is named twice' }),
  /** Who would be written to: people that can be reached on this channel. */
  channel: z.enum(channels).default('email'),
  /** Which past campaigns tell of response; without anything, the latest ones of the last year. */
  campaigns: z
    .strictObject({
      ids: z.array(z.uuid()).min(1).max(comparisonLimits.campaignsMax).optional(),
      /** Launched from then on, and before then. */
      from: askedMomentSchema.optional(),
      before: askedMomentSchema.optional(),
    })
    .default({}),
})
export type ComparisonInput = z.output<typeof comparisonInputSchema>

/** Orders less refunds over some days; of members without any the amount is 0. */
const spentSchema = z.object({
  revenueMinor: z.number(),
  orders: count,
  buyers: count,
  /** Per member. */
  meanMinor: z.number(),
  medianMinor: z.number(),
  /** Of the revenue of everybody; null when there is none. */
  share: z.number().nullable(),
})
export type ComparedSpending = z.infer<typeof spentSchema>

const armSchema = z.object({ people: count, converted: count })

/** Why nothing is said of response: no campaign that may tell, or too few of the group were in one. */
export const responseRefusals = ['no_campaigns', 'too_few_people'] as const

export const segmentResponseSchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('no_answer'),
    reason: z.enum(responseRefusals),
    treated: armSchema,
    holdOut: armSchema,
  }),
  z.object({
    kind: z.literal('answer'),
    treated: armSchema,
    holdOut: armSchema,
    /** The share of the treated who converted within the window. */
    rate: intervalSchema,
    /** The same drawn towards the workspace's mean: few people say little. */
    rateShrunk: z.number(),
    /** Converted because of the campaign: the treated less the hold-out, as a share. */
    incremental: intervalSchema,
    incrementalShrunk: intervalSchema,
  }),
])
export type SegmentResponse = z.infer<typeof segmentResponseSchema>

/** `known`: from the live history. `unknown`: followed for too short, or not yet (`since` null). */
export const segmentGrowthSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('known'), before: count, change: count, share: z.number().nullable() }),
  z.object({ kind: z.literal('unknown'), since: moment.nullable() }),
])
export type SegmentGrowth = z.infer<typeof segmentGrowthSchema>

export const comparedSegmentSchema = z.object({
  id: z.uuid(),
  name: z.string(),
  sentence: ruleSentenceSchema,
  people: count,
  /** Of everybody. */
  share: z.number(),
  value: z.object({ year: spentSchema, quarter: spentSchema }),
  growth: segmentGrowthSchema,
  reach: z.array(channelReachSchema),
  response: segmentResponseSchema,
  /**
   * Traits the rule asks about of which only today's value is known: campaigns may have changed them, so that a response
   * may be too good.
   */
  traitsOfToday: z.array(z.string()),
  /** What writing to all who can be reached would add: reachable people × drawn incremental response × revenue an order. */
  expected: z
    .object({
      people: count,
      orders: intervalSchema,
      revenueMinor: intervalSchema,
      perOrderMinor: z.number(),
    })
    .nullable(),
})
export type ComparedSegment = z.infer<typeof comparedSegmentSchema>

export const segmentComparisonSchema = z.object({
  items: z.array(comparedSegmentSchema),
  everybody: z.object({
    people: count,
    value: z.object({ year: spentSchema, quarter: spentSchema }),
    response: segmentResponseSchema,
  }),
  /** The campaigns that response was learnt from, the latest first. */
  campaigns: z.array(
    z.object({ id: z.uuid(), name: z.string(), launchedAt: moment, conversionEvent: z.string() }),
  ),
  channel: z.enum(channels),
  evaluatedAt: moment,
  tookMs: count,
})
export type SegmentComparison = z.infer<typeof segmentComparisonSchema>

/** Codes of problems to tell apart: segment_missing, campaign_missing. */
export const targetsApi = {
  compare: endpoint({
    method: 'POST',
    path: '/segment-comparisons',
    summary:
      'Compare segments by size, value, growth, reach and the response of their members to past campaigns',
    tag,
    access: 'segments:read',
    body: comparisonInputSchema,
    response: segmentComparisonSchema,
  }),
}
