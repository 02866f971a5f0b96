import { z } from 'zod'
import { endpoint } from './endpoint'
import { ruleSchema } from './rules'

const tag = 'Segments'
const moment = z.iso.datetime()
const count = z.number().int()

/** Limits of questions about a rule that is being written, with their reasons. */
export const segmentQuestionLimits = {
  /** Sets that are laid over one another: beyond them nobody can read the picture (63 parts). */
  overlapSetsMax: 6,
} as const

/** A size read off a part of the people. With `isExact` it is the size itself: the workspace is small. */
export const audienceEstimateSchema = z.object({
  people: count,
  /** The interval that holds the size in 95 of 100 cases. */
  low: count,
  high: count,
  everybody: count,
  /** How many people were looked at. */
  sampled: count,
  isExact: z.boolean(),
  evaluatedAt: moment,
})
export type AudienceEstimate = z.infer<typeof audienceEstimateSchema>

export const segmentOverlapSchema = z.object({
  /** In the order asked; the rule that was sent along comes first, without an id. */
  sets: z.array(z.object({ id: z.uuid().nullable(), name: z.string(), people: count })),
  /** People who are in exactly these sets (places in `sets`) and in no other; only those that have people. */
  parts: z.array(z.object({ of: z.array(count), people: count })),
  everybody: count,
  evaluatedAt: moment,
})
export type SegmentOverlap = z.infer<typeof segmentOverlapSchema>

const exampleIds = ['00000000-0000-4000-8000-000000000001', '00000000-0000-4000-8000-000000000002']

/** Questions that the builder asks while a rule is being written. Problem codes are those of the rule. */
export const segmentQuestionsApi = {
  estimate: endpoint({
    method: 'POST',
    path: '/segment-estimates',
    summary: 'About how many people a rule holds for, from a fixed part of the people, with its interval',
    tag,
    access: 'segments:read',
    body: z.object({ rule: ruleSchema }),
    response: audienceEstimateSchema,
  }),
  overlap: endpoint({
    method: 'POST',
    path: '/segment-overlaps',
    summary: 'How segments, and a rule that is not saved yet, overlap: every intersection, in one pass',
    tag,
    access: 'segments:read',
    body: z
      .object({
        segmentIds: z.array(z.uuid()).max(segmentQuestionLimits.overlapSetsMax),
        rule: ruleSchema.optional(),
      })
      .refine(({ segmentIds }) => new Set(segmentIds).size === segmentIds.length, {
        path: ['segmentIds'],
        error: 'names a segment twice',
      })
      .refine(({ segmentIds, rule }) => isDrawable(segmentIds.length + (rule ? 1 : 0)), {
        path: ['segmentIds'],
        error: `two to ${segmentQuestionLimits.overlapSetsMax} sets can be laid over one another`,
      })
      .meta({ examples: [{ segmentIds: exampleIds }] }),
    response: segmentOverlapSchema,
  }),
  statement: endpoint({
    method: 'POST',
    path: '/rule-statements',
    summary:
      'A rule as the SQL that finds its members in the ClickHouse of the workspace, to be read or run there',
    tag,
    access: 'segments:read',
    body: z.object({ rule: ruleSchema }),
    response: z.object({ sql: z.string(), evaluatedAt: moment }),
  }),
}

function isDrawable(sets: number): boolean {
  return sets >= 2 && sets <= segmentQuestionLimits.overlapSetsMax
}
