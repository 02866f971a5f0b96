import { z } from 'zod'
import { endpoint, idParams, pageOf, pageQuery } from './endpoint'
import { ruleSchema, traitPathSchema } from './rules'
import { isEachTraitOnce, runSchema } from './runs'
import { ruleSentenceSchema, segmentMemberSchema, segmentSchema } from './segments'

const tag = 'Clusters'
const count = z.number().int()

/** Limits of cluster analyses, with their reasons. */
export const clusterLimits = {
  nameCharsMax: 120,
  /** More traits than this nobody can describe a cluster by, and distances tell ever less. */
  traitsMax: 12,
  kMin: 2,
  /** More clusters than this nobody can treat differently. */
  kMax: 12,
  /** The largest k that is tried when one is to be suggested. */
  suggestedMax: 10,
  /** Fewer people fall into no groups. */
  peopleMin: 10,
  /** People of one analysis: their numbers are held in memory while it goes on, 100 bytes for each and trait at most. */
  peopleMax: 1_000_000,
  /** Analyses that a workspace keeps. */
  analysesMax: 100,
  /** People drawn in the scatter chart. */
  scatterMax: 600,
  /** Days since a date count up to ten years. */
  daysMax: 3_650,
} as const

const name = z.string().trim().min(1).max(clusterLimits.nameCharsMax)

/** What is taken of a trait: a number as it is, an amount in minor units, the whole days since a date. */
export const clusterTraitKinds = ['number', 'money', 'days_since'] as const

export const clusterTraitSchema = z.strictObject({
  trait: traitPathSchema,
  kind: z.enum(clusterTraitKinds),
  /** Taken as sign(x)·log(1 + |x|): for amounts and counts of which few people have very much. */
  log: z.boolean().default(false),
})
export type ClusterTrait = z.output<typeof clusterTraitSchema>

/** What becomes of people who lack one of the traits: left out, or taken to be at 0 or at the median. */
export const clusterMissing = ['leave_out', 'zero', 'median'] as const

export const clusterInputSchema = z.strictObject({
  name,
  traits: z
    .array(clusterTraitSchema)
    .min(1)
    .max(clusterLimits.traitsMax)
    .refine(isEachTraitOnce, { error: 'a trait is named twice' }),
  missing: z.enum(clusterMissing).default('leave_out'),
  /** How many clusters; null takes the number that the data suggests. */
  k: count.min(clusterLimits.kMin).max(clusterLimits.kMax).nullable().default(null),
  /** The same people, traits and seed give the same clusters. */
  seed: count.min(0).max(4_294_967_295).default(1),
  /** Only people of whom this rule holds; null is everybody. */
  rule: ruleSchema.nullable().default(null),
})
export type ClusterInput = z.output<typeof clusterInputSchema>

/** What one number of clusters would give, measured on a sample. */
export const clusterCandidateSchema = z.object({
  k: count,
  /** The sum of squared distances to the middle of the own cluster: less is tighter, and more clusters always have less. */
  inertia: z.number(),
  /** From -1 to 1: how much nearer people are to their own cluster than to the next. */
  silhouette: z.number(),
})
export type ClusterCandidate = z.infer<typeof clusterCandidateSchema>

/** A trait of a cluster beside everybody in the analysis. Amounts in minor units, dates as days ago. */
export const clusterFigureSchema = z.object({
  mean: z.number(),
  overall: z.number(),
  /** Standard deviations from the average, on the scale that was clustered on. */
  z: z.number(),
})
export type ClusterFigure = z.infer<typeof clusterFigureSchema>

export const clusterSchema = z.object({
  /** 0, 1, 2 …, the largest first. */
  cluster: count,
  /** Given by a person; null while nobody has. */
  name: z.string().nullable(),
  /** A few words for it: what stands out most. */
  label: ruleSentenceSchema,
  /** What stands out against the average, in a sentence. */
  words: ruleSentenceSchema,
  people: count,
  silhouette: z.number(),
  /** In the order of the analysis' traits. */
  figures: z.array(clusterFigureSchema),
  /** A rule that holds for about the same people. */
  rule: ruleSchema,
  sentence: ruleSentenceSchema,
  /** Of those whom the rule holds for, the share that is in the cluster; on the day of the analysis. */
  precision: z.number(),
  /** Of those in the cluster, the share that the rule holds for. */
  recall: z.number(),
})
export type Cluster = z.infer<typeof clusterSchema>

export const clusterResultSchema = z.object({
  people: count,
  /** People whom the rule holds for and who lack a trait. */
  leftOut: count,
  k: count,
  inertia: z.number(),
  silhouette: z.number(),
  candidates: z.array(clusterCandidateSchema),
  suggested: count.nullable(),
  elbow: count.nullable(),
  clusters: z.array(clusterSchema),
  /** Some people, drawn by the seed: the cluster of each, and a number or null for each trait. */
  scatter: z.array(z.object({ cluster: count, values: z.array(z.number().nullable()) })),
})
export type ClusterResult = z.infer<typeof clusterResultSchema>

export const clusterAnalysisBriefSchema = runSchema.extend({
  traits: z.array(clusterTraitSchema),
  missing: z.enum(clusterMissing),
  /** What was asked for; the result has what it came to. */
  k: count.nullable(),
  seed: count,
  rule: ruleSchema.nullable(),
  /** How many clusters there are, once it is done. */
  clusters: count.nullable(),
})
export type ClusterAnalysisBrief = z.infer<typeof clusterAnalysisBriefSchema>

export const clusterAnalysisSchema = clusterAnalysisBriefSchema.extend({
  sentence: ruleSentenceSchema.nullable(),
  result: clusterResultSchema.nullable(),
})
export type ClusterAnalysis = z.infer<typeof clusterAnalysisSchema>

/** A field left out stays as it is. */
export const clusterChangesSchema = z.strictObject({
  name: name.optional(),
  names: z
    .array(z.strictObject({ cluster: count.min(0).max(clusterLimits.kMax - 1), name: name.nullable() }))
    .max(clusterLimits.kMax)
    .optional(),
})
export type ClusterChanges = z.output<typeof clusterChangesSchema>

const oneCluster = z.object({
  id: z.uuid(),
  cluster: z.coerce
    .number()
    .int()
    .min(0)
    .max(clusterLimits.kMax - 1),
})

/**
 * Codes of problems to tell apart: clusters_running, too_many_analyses, analysis_not_done, rule_too_large; `problem` of one that failed:
 * nobody_to_cluster, too_few_people, too_many_people, no_difference, internal.
 */
export const clustersApi = {
  list: endpoint({
    method: 'GET',
    path: '/cluster-analyses',
    summary: 'Cluster analyses, the latest first',
    tag,
    access: 'segments:read',
    query: pageQuery,
    response: pageOf(clusterAnalysisBriefSchema),
  }),
  create: endpoint({
    method: 'POST',
    path: '/cluster-analyses',
    summary: 'Group people by k-means over some traits; goes on in the background',
    tag,
    access: 'segments:write',
    body: clusterInputSchema,
    response: clusterAnalysisSchema,
    status: 202,
    idempotent: true,
  }),
  get: endpoint({
    method: 'GET',
    path: '/cluster-analyses/:id',
    summary: 'One analysis with its clusters',
    tag,
    access: 'segments:read',
    params: idParams,
    response: clusterAnalysisSchema,
  }),
  update: endpoint({
    method: 'PATCH',
    path: '/cluster-analyses/:id',
    summary: 'Name an analysis and its clusters',
    tag,
    access: 'segments:write',
    params: idParams,
    body: clusterChangesSchema,
    response: clusterAnalysisSchema,
  }),
  remove: endpoint({
    method: 'DELETE',
    path: '/cluster-analyses/:id',
    summary: 'Delete an analysis; one that goes on is stopped. Segments made from it stay',
    tag,
    access: 'segments:write',
    params: idParams,
    status: 204,
  }),
  members: endpoint({
    method: 'GET',
    path: '/cluster-analyses/:id/clusters/:cluster/members',
    summary: 'Who was put into a cluster, the most typical first',
    tag,
    access: 'segments:read',
    params: oneCluster,
    query: pageQuery,
    response: pageOf(segmentMemberSchema),
  }),
  createSegment: endpoint({
    method: 'POST',
    path: '/cluster-analyses/:id/clusters/:cluster/segment',
    summary: 'Make a segment of the rule that approximates a cluster',
    tag,
    access: 'segments:write',
    params: oneCluster,
    body: z.strictObject({ name, description: z.string().trim().max(1_000).default('') }),
    response: segmentSchema,
    status: 201,
    idempotent: true,
  }),
}
