import { z } from 'zod'
import { askedDaySchema } from './asked-time'
import { endpoint, idParams, pageOf, pageQuery } from './endpoint'
import { segmentMemberSchema } from './segments'

const tag = 'RFM'
const moment = z.iso.datetime()
const count = z.number().int()

/** Scores go from 1, the worst, to 5, the best. */
export const rfmScoreMax = 5

export const rfmClassKeys = [
  'important_value',
  'important_develop',
  'important_keep',
  'important_win_back',
  'general_value',
  'general_develop',
  'general_keep',
  'general_win_back',
] as const
export const rfmClassKeySchema = z.enum(rfmClassKeys)
export type RfmClassKey = z.infer<typeof rfmClassKeySchema>

/** The value of rfm_segment of people whom no named segment takes. */
export const rfmOtherKey = 'other'

const score = z.number().int().min(1).max(rfmScoreMax)
const name = z.object({ 'zh-CN': z.string().trim().min(1).max(60), en: z.string().trim().min(1).max(60) })

/** Both ends included. */
export const scoreRangeSchema = z
  .strictObject({ from: score, to: score })
  .refine(({ from, to }) => from <= to, 'the lower bound is above the upper one')
export type ScoreRange = z.infer<typeof scoreRangeSchema>

export const rfmSegmentSchema = z.strictObject({
  /** Stays when the name is changed: it is the value of the trait rfm_segment. */
  key: z.string().regex(/^[a-z][a-z0-9_]{0,39}$/, 'small letters, digits and underscores'),
  name,
  recency: scoreRangeSchema,
  frequency: scoreRangeSchema,
  monetary: scoreRangeSchema,
})
export type RfmSegment = z.infer<typeof rfmSegmentSchema>

/** Where scores 2, 3, 4 and 5 begin, each above the one before; a value equal to a bound has reached it. */
const bounds = (value: z.ZodNumber) =>
  z
    .tuple([value, value, value, value])
    .refine(
      (all) => all.every((bound, index) => index === 0 || bound > (all[index - 1] ?? bound)),
      'each bound is above the one before',
    )

export const rfmMethodSchema = z.discriminatedUnion('kind', [
  /** Five groups of about the same size, by quantiles of type 7. */
  z.strictObject({ kind: z.literal('quintiles') }),
  /** Five stretches of equal width from the least to the most, whoever is in them. */
  z.strictObject({ kind: z.literal('equal_width') }),
  z.strictObject({
    kind: z.literal('thresholds'),
    /** Days since the last order; more days are a lower score, so these part the scores 5|4|3|2|1. */
    recencyDays: bounds(z.number().int().min(0).max(36_500)),
    frequency: bounds(z.number().int().min(1).max(1_000_000)),
    monetaryMinor: bounds(z.number().int().min(-1e15).max(1e15)),
  }),
])
export type RfmMethod = z.infer<typeof rfmMethodSchema>

export const rfmClassRuleSchema = z.discriminatedUnion('kind', [
  /** High from this score on. */
  z.strictObject({ kind: z.literal('score'), recency: score, frequency: score, monetary: score }),
  /** High when at least as good as the average of all buyers. */
  z.strictObject({ kind: z.literal('mean') }),
])
export type RfmClassRule = z.infer<typeof rfmClassRuleSchema>

export const rfmConfigSchema = z
  .strictObject({
    method: rfmMethodSchema,
    /** Refunds are taken off what somebody spent. The order still counts as one. */
    netOfRefunds: z.boolean(),
    /** Tried from the first to the last; the first that fits is the person's segment. */
    segments: z.array(rfmSegmentSchema).min(1).max(30),
    classRule: rfmClassRuleSchema,
    classNames: z.record(rfmClassKeySchema, name),
  })
  .refine(
    ({ segments }) => new Set(segments.map(({ key }) => key)).size === segments.length,
    'two segments have the same key',
  )
  .refine(({ segments }) => segments.every(({ key }) => key !== rfmOtherKey), {
    error: `the key ${rfmOtherKey} is taken by those whom no segment takes`,
  })
export type RfmConfig = z.infer<typeof rfmConfigSchema>

/** Where scores begin, lower bounds of 2 to 5. Those of recency are in days and run backwards: more days, lower score. */
export const rfmCutPointsSchema = z.object({
  recencyDays: z.array(z.number()).length(4),
  frequency: z.array(z.number()).length(4),
  monetaryMinor: z.array(z.number()).length(4),
})
export type RfmCutPoints = z.infer<typeof rfmCutPointsSchema>

export const rfmCellSchema = z.object({
  recency: score,
  frequency: score,
  people: count,
  revenueMinor: z.number(),
  /** The average M score of the cell. */
  monetary: z.number(),
})
export type RfmCell = z.infer<typeof rfmCellSchema>

/** One line of the tables of segments and of classes. */
export const rfmGroupSchema = z.object({
  key: z.string(),
  people: count,
  orders: count,
  revenueMinor: z.number(),
  /** Revenue by orders. */
  aovMinor: z.number(),
  medianRecencyDays: z.number(),
  medianFrequency: z.number(),
  medianMonetaryMinor: z.number(),
})
export type RfmGroup = z.infer<typeof rfmGroupSchema>

export const rfmSummarySchema = z.object({
  people: count,
  orders: count,
  revenueMinor: z.number(),
  cutPoints: rfmCutPointsSchema,
  /** All 25 cells. */
  grid: z.array(rfmCellSchema),
  segments: z.array(rfmGroupSchema),
  classes: z.array(rfmGroupSchema),
  /** The averages that high and low are told by, when they are. */
  means: z.object({ recencyDays: z.number(), frequency: z.number(), monetaryMinor: z.number() }),
})
export type RfmSummary = z.infer<typeof rfmSummarySchema>

export const rfmRunSchema = z.object({
  id: z.uuid(),
  state: z.enum(['running', 'done', 'failed']),
  /** The analysis date: everything up to the end of this day counts, nothing after it. */
  asOf: z.iso.date(),
  /** Whether the scores were written to the customers. */
  writesTraits: z.boolean(),
  config: rfmConfigSchema,
  summary: rfmSummarySchema.nullable(),
  /** Customers whose scores changed. */
  changed: count,
  progress: z.object({ done: count, total: count }),
  problem: z.string().nullable(),
  startedAt: moment,
  startedBy: z.string(),
  finishedAt: moment.nullable(),
})
export type RfmRun = z.infer<typeof rfmRunSchema>

export const rfmRunBriefSchema = rfmRunSchema.omit({ config: true, summary: true }).extend({ people: count })
export type RfmRunBrief = z.infer<typeof rfmRunBriefSchema>

export const rfmGroupings = ['segment', 'class'] as const

/** Where somebody was who had not ordered yet. */
export const rfmNoneKey = 'none'

/** Two days, each scored by its own cut points with the scoring of today. */
const transitionQuery = z.object({
  from: askedDaySchema,
  to: askedDaySchema,
  by: z.enum(rfmGroupings).default('segment'),
})

export const rfmTransitionsSchema = z.object({
  from: z.iso.date(),
  to: z.iso.date(),
  by: z.enum(rfmGroupings),
  /** The groups in the order of the settings; `other` and `none` where somebody is in them. */
  keys: z.array(z.string()),
  /** Moves that somebody made, staying among them. */
  cells: z.array(z.object({ from: z.string(), to: z.string(), people: count })),
})
export type RfmTransitions = z.infer<typeof rfmTransitionsSchema>

const scoreParam = z.coerce.number().int().min(1).max(rfmScoreMax).optional()

/** Codes of problems to tell apart: rfm_running, nobody_ordered, date_in_future, dates_reversed. */
export const rfmApi = {
  config: endpoint({
    method: 'GET',
    path: '/rfm/config',
    summary: 'How customers are scored and named',
    tag,
    access: 'segments:read',
    response: rfmConfigSchema,
  }),
  defaults: endpoint({
    method: 'GET',
    path: '/rfm/config/defaults',
    summary: 'The scoring and the names that a workspace begins with',
    tag,
    access: 'segments:read',
    response: rfmConfigSchema,
  }),
  setConfig: endpoint({
    method: 'PUT',
    path: '/rfm/config',
    summary: 'Change how customers are scored and named; counts from the next run on',
    tag,
    access: 'segments:write',
    body: rfmConfigSchema,
    response: rfmConfigSchema,
  }),
  run: endpoint({
    method: 'POST',
    path: '/rfm/runs',
    summary: 'Score all customers',
    tag,
    access: 'segments:write',
    body: z.object({
      /** Today when left out. */
      asOf: askedDaySchema.optional(),
      /** False only looks: the customers keep the scores they have. */
      writesTraits: z.boolean().default(true),
    }),
    response: rfmRunSchema,
    status: 202,
  }),
  runs: endpoint({
    method: 'GET',
    path: '/rfm/runs',
    summary: 'Runs, the latest first',
    tag,
    access: 'segments:read',
    query: pageQuery,
    response: pageOf(rfmRunBriefSchema),
  }),
  latest: endpoint({
    method: 'GET',
    path: '/rfm/latest',
    summary: 'The latest finished run, and the one that is going on',
    tag,
    access: 'segments:read',
    response: z.object({
      run: rfmRunSchema.nullable(),
      current: rfmRunBriefSchema.nullable(),
      /** The last day with orders: the analysis date to begin with when the data ends in the past. */
      lastOrderDay: z.iso.date().nullable(),
    }),
  }),
  get: endpoint({
    method: 'GET',
    path: '/rfm/runs/:id',
    summary: 'One run',
    tag,
    access: 'segments:read',
    params: idParams,
    response: rfmRunSchema,
  }),
  people: endpoint({
    method: 'GET',
    path: '/rfm/people',
    summary: 'Customers by the scores that the latest run gave them',
    tag,
    access: 'segments:read',
    query: pageQuery.extend({
      /** Cells of the grid, recency and frequency: `55,54`. */
      cells: z
        .string()
        .regex(/^[1-5][1-5](,[1-5][1-5]){0,24}$/, 'pairs of scores, such as 55,54')
        .optional(),
      monetary: scoreParam,
      segment: z.string().max(40).optional(),
      class: rfmClassKeySchema.optional(),
    }),
    response: pageOf(segmentMemberSchema),
  }),
  transitions: endpoint({
    method: 'GET',
    path: '/rfm/transitions',
    summary: 'How many customers went from which group to which between two days',
    tag,
    access: 'segments:read',
    query: transitionQuery,
    response: rfmTransitionsSchema,
  }),
  transitionPeople: endpoint({
    method: 'GET',
    path: '/rfm/transition-people',
    summary: 'Who went from one group to another between two days',
    tag,
    access: 'segments:read',
    query: pageQuery.extend({
      ...transitionQuery.shape,
      fromKey: z.string().max(40),
      toKey: z.string().max(40),
    }),
    response: pageOf(segmentMemberSchema),
  }),
}
