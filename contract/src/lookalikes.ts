import { z } from 'zod'
import { intervalSchema } from './campaign-results'
import { endpoint, idParams, pageOf, pageQuery } from './endpoint'
import { ruleSchema, traitPathSchema } from './rules'
import { isEachTraitOnce, runSchema } from './runs'
import { ruleSentenceSchema, segmentMemberSchema, segmentSchema } from './segments'

const tag = 'Target selection'
const count = z.number().int()

/** Limits of lookalikes, with their reasons. */
export const lookalikeLimits = {
  nameCharsMax: 120,
  /** More traits than this nobody can weigh up, and few more tell anything. */
  traitsMax: 24,
  /** Values of a category that count, the most frequent ones; all others are one. */
  valuesMax: 8,
  /** Fewer people on either side say nothing of what sets them apart. */
  seedMin: 50,
  othersMin: 50,
  /** People of one run: their numbers are held in memory while it goes on. */
  peopleMax: 1_000_000,
  /** People of the seed, and of the others, that the model learns from. */
  sampleMax: 5_000,
  folds: 5,
  /** Runs that a workspace keeps. */
  runsMax: 100,
  /** Days since a date count up to ten years. */
  daysMax: 3_650,
} as const

const name = z.string().trim().min(1).max(lookalikeLimits.nameCharsMax)

/** What is taken of a trait: a number, an amount in minor units, whole days since a date, one of several values, an hour. */
export const lookalikeTraitKinds = ['number', 'money', 'days_since', 'choice', 'hour'] as const

export const lookalikeTraitSchema = z.strictObject({
  trait: traitPathSchema,
  kind: z.enum(lookalikeTraitKinds),
})
export type LookalikeTrait = z.output<typeof lookalikeTraitSchema>

export const lookalikeInputSchema = z.strictObject({
  name,
  /** The segment whose members others are to be like. */
  seedId: z.uuid(),
  /** Only people of whom this rule holds are looked at; null is everybody. */
  rule: ruleSchema.nullable().default(null),
  /** Null takes the usual ones that the seed's own rule does not ask about. */
  traits: z
    .array(lookalikeTraitSchema)
    .min(1)
    .max(lookalikeLimits.traitsMax)
    .refine(isEachTraitOnce, { error: 'a trait is named twice' })
    .nullable()
    .default(null),
  /** The same people, traits and seed number give the same result. */
  seed: count.min(0).max(4_294_967_295).default(1),
})
export type LookalikeInput = z.output<typeof lookalikeInputSchema>

/** Why a trait has no part in a model; `asked_by_seed` is the trait itself, `tells_seed` one worked out from the same events. */
export const lookalikeOmissions = ['asked_by_seed', 'tells_seed', 'no_difference'] as const

export const lookalikeOmissionSchema = z.object({ trait: z.string(), why: z.enum(lookalikeOmissions) })
export type LookalikeOmission = z.infer<typeof lookalikeOmissionSchema>

/** A trait, or one value of a category, with what it counts for. */
export const lookalikeFeatureSchema = lookalikeTraitSchema.extend({
  /** The value of a category; null for numbers. */
  value: z.string().nullable(),
  /** Log odds for one standard deviation more: above 0 makes somebody more like the seed. */
  weight: z.number(),
  /** Means of the seed and of the others; for a category the share that has the value. Amounts in minor units, dates as days ago. */
  seed: z.number(),
  others: z.number(),
})
export type LookalikeFeature = z.infer<typeof lookalikeFeatureSchema>

/** The best so many of those who could be reached, and a rule for about the same people. */
export const lookalikeSizeSchema = z.object({
  people: count,
  /** The similarity of the last of them, 0 to 1. */
  similarity: z.number(),
  rule: ruleSchema,
  sentence: ruleSentenceSchema,
  /** How many the rule holds for, on the day of the run. */
  ruled: count,
  /** Of those whom the rule holds for, the share that is among the best; and the other way round. */
  precision: z.number(),
  recall: z.number(),
})
export type LookalikeSize = z.infer<typeof lookalikeSizeSchema>

export const lookalikeResultSchema = z.object({
  seedPeople: count,
  /** People outside the seed, all of whom are scored. */
  others: count,
  sampled: z.object({ seed: count, others: count }),
  /** How often somebody of the seed scores higher than somebody else, by models that saw neither. 0.5 is chance. */
  area: intervalSchema,
  lift: z.array(z.object({ share: z.number(), found: z.number(), lift: z.number() })),
  /** What counts most first. */
  features: z.array(lookalikeFeatureSchema),
  omitted: z.array(lookalikeOmissionSchema),
  /** Traits that took part although the seed's rule asks about them, because they were asked for. */
  leaks: z.array(z.string()),
  words: ruleSentenceSchema,
  sizes: z.array(lookalikeSizeSchema),
  /** Similarity of so many of the others, from the most alike on: for drawing. */
  curve: z.array(z.object({ people: count, similarity: z.number() })),
})
export type LookalikeResult = z.infer<typeof lookalikeResultSchema>

export const lookalikeBriefSchema = runSchema.extend({
  seedId: z.uuid(),
  /** As it was called when the run began. */
  seedName: z.string(),
  rule: ruleSchema.nullable(),
  traits: z.array(lookalikeTraitSchema).nullable(),
  seed: count,
  /** People who were scored. */
  people: count.nullable(),
  area: z.number().nullable(),
})
export type LookalikeBrief = z.infer<typeof lookalikeBriefSchema>

export const lookalikeSchema = lookalikeBriefSchema.extend({
  sentence: ruleSentenceSchema.nullable(),
  result: lookalikeResultSchema.nullable(),
})
export type Lookalike = z.infer<typeof lookalikeSchema>

export const lookalikeMemberSchema = segmentMemberSchema.extend({ rank: count, similarity: z.number() })
export type LookalikeMember = z.infer<typeof lookalikeMemberSchema>

/**
 * Codes of problems to tell apart: segment_missing, lookalikes_running, too_many_lookalikes, lookalike_not_done,
 * rule_too_large; `problem` of one that failed: seed_empty, too_few_in_seed, nobody_else, too_few_others, too_many_people,
 * no_traits, no_difference, internal.
 */
export const lookalikesApi = {
  list: endpoint({
    method: 'GET',
    path: '/lookalikes',
    summary: 'Searches for people like a segment, the latest first',
    tag,
    access: 'segments:read',
    query: pageQuery,
    response: pageOf(lookalikeBriefSchema),
  }),
  traits: endpoint({
    method: 'GET',
    path: '/lookalike-traits',
    summary:
      'Traits that a search would go by, and those left out because the seed’s own rule asks about them',
    tag,
    access: 'segments:read',
    query: z.object({ seedId: z.uuid() }),
    response: z.object({
      chosen: z.array(lookalikeTraitSchema),
      omitted: z.array(lookalikeTraitSchema.extend({ why: z.enum(lookalikeOmissions) })),
    }),
  }),
  create: endpoint({
    method: 'POST',
    path: '/lookalikes',
    summary: 'Find people who are like the members of a segment; goes on in the background',
    tag,
    access: 'segments:write',
    body: lookalikeInputSchema,
    response: lookalikeSchema,
    status: 202,
    idempotent: true,
  }),
  get: endpoint({
    method: 'GET',
    path: '/lookalikes/:id',
    summary: 'One search with what came of it',
    tag,
    access: 'segments:read',
    params: idParams,
    response: lookalikeSchema,
  }),
  remove: endpoint({
    method: 'DELETE',
    path: '/lookalikes/:id',
    summary: 'Delete a search; one that goes on is stopped. Segments made from it stay',
    tag,
    access: 'segments:write',
    params: idParams,
    status: 204,
  }),
  members: endpoint({
    method: 'GET',
    path: '/lookalikes/:id/members',
    summary: 'Who is most like the seed, the most alike first',
    tag,
    access: 'segments:read',
    params: idParams,
    query: pageQuery,
    response: pageOf(lookalikeMemberSchema),
  }),
  createSegment: endpoint({
    method: 'POST',
    path: '/lookalikes/:id/sizes/:size/segment',
    summary: 'Make a segment of the rule for the best so many; `size` is a place in the list of sizes',
    tag,
    access: 'segments:write',
    params: z.object({ id: z.uuid(), size: z.coerce.number().int().min(0).max(20) }),
    body: z.strictObject({ name, description: z.string().trim().max(1_000).default('') }),
    response: segmentSchema,
    status: 201,
    idempotent: true,
  }),
}
