import { z } from 'zod'
import { deliveryReasonSchema } from './messages'

const moment = z.iso.datetime()
const count = z.number().int()

/** How far from a planned split the arms may be before the results are refused is decided in `stats`. */
export const intervalSchema = z.object({ estimate: z.number(), low: z.number(), high: z.number() })

/** Why an incremental result is refused, first things first. */
export const resultRefusals = [
  'NO_TREATED',
  'NO_HOLDOUT',
  'TOO_FEW_TREATED',
  'TOO_FEW_IN_HOLDOUT',
  'SAMPLE_RATIO_MISMATCH',
  'NO_CONVERSIONS',
  'NO_CONVERSIONS_IN_TREATED',
  'NO_CONVERSIONS_IN_HOLDOUT',
  'ZERO_VARIANCE',
] as const
export const resultCautions = ['RESTS_ON_FEW'] as const

/** What there would not have been without the messages: per treated person and in all. */
export const incrementalSchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('answer'),
    verdict: z.enum(['increase', 'decrease', 'inconclusive']),
    method: z.enum(['welch', 'cuped', 'newcombe']),
    perPerson: intervalSchema,
    total: intervalSchema,
    relative: intervalSchema.nullable(),
    pValue: z.number(),
    smallestDetectableTotal: z.number(),
    morePeople: count.nullable(),
    cautions: z.array(z.enum(resultCautions)),
  }),
  z.object({
    kind: z.literal('no_answer'),
    verdict: z.literal('no_answer'),
    reason: z.enum(resultRefusals),
  }),
])
export type Incremental = z.infer<typeof incrementalSchema>

const armFigures = z.object({
  people: count,
  converted: count,
  orders: count,
  revenueMinor: z.number(),
  /** Refunded within the window. */
  refundedMinor: z.number(),
  /** Revenue less refunds within the window: what the effect on revenue is measured in. */
  netRevenueMinor: z.number(),
  /** Spent in the period before assignment. */
  spentBeforeMinor: z.number(),
})
export type ArmFigures = z.infer<typeof armFigures>

export const funnelStages = ['sent', 'delivered', 'opened', 'clicked', 'ordered'] as const

export const campaignResultsSchema = z.object({
  campaignId: z.uuid(),
  computedAt: moment,
  currency: z.string(),
  /** From the first assignment to the end of the last person's window. */
  window: z.object({
    days: count,
    startsAt: moment.nullable(),
    endsAt: moment.nullable(),
    /** Orders may still come: the figures are of now. */
    isOpen: z.boolean(),
    prePeriodDays: count,
    conversionEvent: z.string(),
  }),
  arms: z.object({ treated: armFigures, holdout: armFigures }),
  holdout: z.object({ plannedShare: z.number(), share: z.number(), reason: z.string() }),
  sampleRatio: z.object({ pValue: z.number(), isMismatch: z.boolean() }),
  /** People whose profiles were assigned to both arms and later found to be one; the first assignment counts. */
  peopleInBothArms: count,
  /** Of net revenue, adjusted for what people spent before (CUPED). */
  revenue: incrementalSchema,
  revenueUnadjusted: incrementalSchema,
  conversions: incrementalSchema,
  /** How much narrower the adjustment makes the interval, 0 to 1; null without one. */
  varianceReduction: z.number().nullable(),
  /** Treated people who reached each stage, each among those of the stage before. */
  funnel: z.array(
    z.object({
      stage: z.enum(funnelStages),
      people: count,
      ofPrevious: intervalSchema.nullable(),
      ofSent: intervalSchema.nullable(),
    }),
  ),
  /** Treated people to whom nothing went out, by reason; `unsettled` for those still waiting. */
  notSent: z.array(
    z.object({ reason: z.union([deliveryReasonSchema, z.literal('unsettled')]), people: count }),
  ),
  unsubscribed: count,
  complained: count,
  bounced: count,
  /** Orders within the window after a click on this campaign that was the person's last click, before refunds. Not what it caused. */
  attributed: z.object({ orders: count, people: count, revenueMinor: z.number() }),
  /** Day 0 begins with the person's assignment. Per person of the arm; net revenue. */
  daily: z.array(
    z.object({
      day: count,
      treated: z.object({ revenueMinor: z.number(), converted: z.number() }),
      holdout: z.object({ revenueMinor: z.number(), converted: z.number() }),
    }),
  ),
})
export type CampaignResults = z.infer<typeof campaignResultsSchema>

export const campaignSummarySchema = z.object({
  campaignId: z.uuid(),
  people: count,
  sent: count,
  isOpen: z.boolean(),
  revenue: incrementalSchema,
  conversions: incrementalSchema,
})
export type CampaignSummary = z.infer<typeof campaignSummarySchema>
