import { z } from 'zod'
import { endpoint, pageOf, pageQuery } from './endpoint'

const moment = z.iso.datetime()
const tag = 'duplicates'

/** What two profiles have in common, as far as it speaks for one person. */
export const duplicateReasonSchema = z.object({
  trait: z.string(),
  /** `same`, `similar` or `different`. */
  verdict: z.enum(['same', 'similar', 'different']),
  /** How much it added to the score or took away. */
  weight: z.number(),
})
export type DuplicateReason = z.infer<typeof duplicateReasonSchema>

export const duplicateSideSchema = z.object({
  profileId: z.uuid(),
  name: z.string(),
  firstSeenAt: moment,
  lastSeenAt: moment,
  traits: z.record(z.string(), z.object({ value: z.unknown(), source: z.string(), at: moment })),
})

export const duplicatePairSchema = z.object({
  left: duplicateSideSchema,
  right: duplicateSideSchema,
  /** 0 to 100. */
  score: z.number(),
  reasons: z.array(duplicateReasonSchema),
  /** Kinds of identifier that say they are one person, while a limit of the workspace keeps them apart. */
  identifierKinds: z.array(z.string()),
  foundAt: moment,
  state: z.enum(['open', 'merged', 'distinct']),
  decidedBy: z.string().nullable(),
  decidedAt: moment.nullable(),
})
export type DuplicatePair = z.infer<typeof duplicatePairSchema>

export const duplicateSummarySchema = z.object({
  open: z.number().int(),
  merged: z.number().int(),
  distinct: z.number().int(),
  isSearching: z.boolean(),
  lastSearch: z
    .object({
      finishedAt: moment,
      profiles: z.number().int(),
      pairsCompared: z.number().int(),
      pairsFound: z.number().int(),
    })
    .nullable(),
})
export type DuplicateSummary = z.infer<typeof duplicateSummarySchema>

export const duplicatesApi = {
  summary: endpoint({
    method: 'GET',
    path: '/duplicates/summary',
    summary: 'How many pairs wait, and when they were last looked for',
    tag,
    access: 'customers:read',
    response: duplicateSummarySchema,
  }),
  list: endpoint({
    method: 'GET',
    path: '/duplicates',
    summary: 'Pairs of profiles that may be one person, the likeliest first',
    tag,
    access: 'customers:personal',
    query: pageQuery.extend({ state: z.enum(['open', 'merged', 'distinct']).default('open') }),
    response: pageOf(duplicatePairSchema),
  }),
  search: endpoint({
    method: 'POST',
    path: '/duplicates/search',
    summary: 'Look for pairs now, in the background',
    tag,
    access: 'customers:write',
    response: duplicateSummarySchema,
    status: 202,
  }),
  decide: endpoint({
    method: 'POST',
    path: '/duplicates/decisions',
    summary: 'Say that two profiles are one person (they are merged) or two',
    tag,
    access: 'customers:write',
    body: z.object({
      leftId: z.uuid(),
      rightId: z.uuid(),
      decision: z.enum(['merge', 'distinct']),
    }),
    response: duplicatePairSchema,
  }),
}
