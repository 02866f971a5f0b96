import { z } from 'zod'
import { endpoint, idParams, pageOf, pageQuery } from './endpoint'
import { ruleSentenceSchema } from './segments'

const tag = 'Segments'
const moment = z.iso.datetime()
const count = z.number().int()

/** Limits of looking back at segments and into them, with their reasons. */
export const segmentLiveLimits = {
  /** Days of sizes: two years, what a chart can show. */
  daysMax: 731,
  /** Events of one person that an explanation reads: beyond them only the answer is given. */
  explainedEventsMax: 5_000,
  /** Events that a condition shows as those that decided. */
  shownEventsMax: 5,
} as const

/**
 * How a segment is followed. `starting`: not yet, its first members are being worked out. `stale`: its rule cannot be asked
 * any more; the last good members are kept, and `problem` says why.
 */
export const followingSchema = z.object({
  state: z.enum(['starting', 'live', 'stale']),
  problem: z.string().nullable(),
  /** Since when entries and exits are known. */
  since: moment.nullable(),
})
export type SegmentFollowing = z.infer<typeof followingSchema>

/**
 * Why somebody entered or left: the segment began to be followed, its rule was changed, something about the person changed,
 * time passed, or the person became part of another.
 */
export const membershipCauses = ['start', 'rule', 'change', 'time', 'merge'] as const

export const segmentSizeSchema = z.object({
  /** A day of the workspace's calendar. */
  day: z.iso.date(),
  /** Members at its end, or now. */
  people: count,
  /** Who came in or left because of what they did or because time passed. */
  entered: count,
  exited: count,
})
export type SegmentSize = z.infer<typeof segmentSizeSchema>

export const membershipChangeSchema = z.object({
  profileId: z.uuid(),
  /** Empty for those who may not see personal data. */
  name: z.string(),
  isIn: z.boolean(),
  at: moment,
  cause: z.enum(membershipCauses),
})
export type MembershipChange = z.infer<typeof membershipChangeSchema>

const decidingEventSchema = z.object({
  name: z.string(),
  time: moment,
  /** The properties that the condition reads, and the amount of an order. */
  properties: z.record(z.string(), z.unknown()),
  valueMinor: z.number(),
})

/** Whether one part of a rule holds for somebody, and what decided. */
interface Explanation {
  readonly sentence: z.infer<typeof ruleSentenceSchema>
  readonly kind:
    | 'all'
    | 'any'
    | 'none'
    | 'at_least'
    | 'trait'
    | 'event'
    | 'event_time'
    | 'sequence'
    | 'segment'
    | 'identifier'
    | 'reach'
    | 'distance'
  readonly holds: boolean
  /** The parts of a group; for another segment, its rule. */
  readonly of: readonly Explanation[]
  /** The values of a trait as JSON text; `•••` for those who may not see them. */
  readonly values: readonly string[]
  /** How many events counted, and the newest of them. Of a sequence, those that it could begin with. */
  readonly counted: number | null
  readonly events: readonly z.infer<typeof decidingEventSchema>[]
  /** What was measured over them: a count, a sum, an average. Null when there is nothing to measure. */
  readonly measured: number | null
}
export type RuleExplanation = Explanation

const explanationSchema: z.ZodType<Explanation> = z
  .object({
    sentence: ruleSentenceSchema,
    kind: z.enum([
      'all',
      'any',
      'none',
      'at_least',
      'trait',
      'event',
      'event_time',
      'sequence',
      'segment',
      'identifier',
      'reach',
      'distance',
    ]),
    holds: z.boolean(),
    get of() {
      return z.array(explanationSchema)
    },
    values: z.array(z.string()),
    counted: count.nullable(),
    events: z.array(decidingEventSchema),
    measured: z.number().nullable(),
  })
  .meta({ id: 'RuleExplanation' })

export const membershipReasonSchema = z.object({
  /** Whether the person is in the segment at this moment. */
  isIn: z.boolean(),
  evaluatedAt: moment,
  /** Null when the person has done so much that not every event could be looked at. */
  explanation: explanationSchema.nullable(),
})
export type MembershipReason = z.infer<typeof membershipReasonSchema>

/** Codes of problems to tell apart: not_followed_then. */
export const segmentLiveApi = {
  following: endpoint({
    method: 'GET',
    path: '/segments/:id/following',
    summary: 'How a segment is followed: live, starting, or stale and why',
    tag,
    access: 'segments:read',
    params: idParams,
    response: followingSchema,
  }),
  sizes: endpoint({
    method: 'GET',
    path: '/segments/:id/sizes',
    summary: 'The size of a segment by day, with entries and exits',
    tag,
    access: 'segments:read',
    params: idParams,
    query: z.object({ days: z.coerce.number().int().min(1).max(segmentLiveLimits.daysMax).default(30) }),
    response: z.object({ timezone: z.string(), items: z.array(segmentSizeSchema) }),
  }),
  changes: endpoint({
    method: 'GET',
    path: '/segments/:id/changes',
    summary: 'Entries and exits, the newest first',
    tag,
    access: 'segments:read',
    params: idParams,
    query: pageQuery.extend({
      /** `told`: what people did and what time did. `all`: also the first members, changes of the rule, and merges. */
      which: z.enum(['told', 'all']).default('told'),
    }),
    response: pageOf(membershipChangeSchema),
  }),
  why: endpoint({
    method: 'GET',
    path: '/segments/:id/why/:profileId',
    summary: 'Why somebody is in a segment or is not: every condition with what decided it',
    tag,
    access: 'segments:read',
    params: idParams.extend({ profileId: z.uuid() }),
    response: membershipReasonSchema,
  }),
}
