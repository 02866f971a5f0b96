import { z } from 'zod'
import { askedDaySchema, askedMomentSchema } from './asked-time'
import { endpoint, idParams, pageOf, pageQuery } from './endpoint'
import { ruleSchema } from './rules'
import { lifecycleDaysSchema } from './workspace-settings'

const tag = 'Segments'
const moment = z.iso.datetime()
const count = z.number().int()

/** Limits of segments, with their reasons. */
export const segmentLimits = {
  nameCharsMax: 120,
  descriptionCharsMax: 1_000,
  /** Segments of a workspace: the page of one customer asks all of them in one statement. */
  segmentsMax: 500,
  /** How many segments one call may count: each adds to one statement. */
  countsMax: 100,
  /** People shown as examples while a rule is edited. */
  sampleMax: 20,
} as const

const segmentName = z.string().trim().min(1).max(segmentLimits.nameCharsMax)
const description = z.string().trim().max(segmentLimits.descriptionCharsMax)

/** A rule in words, in both languages. */
export const ruleSentenceSchema = z.object({ 'zh-CN': z.string(), en: z.string() })
export type RuleSentence = z.infer<typeof ruleSentenceSchema>

export const readyMadeGroups = [
  'lifecycle',
  'rfm_segment',
  'rfm_class',
  'value',
  'demographic',
  'place',
  'taste',
  'reach',
  'behaviour',
] as const

/** Days from one order to the next, by how many of all such gaps are no longer: half, four in five, 95 in a hundred. */
export const reordersSchema = z
  .object({
    gaps: count,
    median: z.number(),
    fourInFive: z.number(),
    most: z.number(),
    suggested: lifecycleDaysSchema,
  })
  .meta({ id: 'Reorders' })
export type Reorders = z.infer<typeof reordersSchema>

/** A rule that comes with the product, to be copied and edited. */
export const readyMadeSchema = z.object({
  key: z.string(),
  group: z.enum(readyMadeGroups),
  name: z.object({ 'zh-CN': z.string(), en: z.string() }),
  description: z.object({ 'zh-CN': z.string(), en: z.string() }),
  rule: ruleSchema,
  sentence: ruleSentenceSchema,
})
export type ReadyMade = z.infer<typeof readyMadeSchema>

export const segmentSchema = z.object({
  id: z.uuid(),
  name: z.string(),
  description: z.string(),
  rule: ruleSchema,
  sentence: ruleSentenceSchema,
  /** Grows with every change of the rule, name or description. */
  version: count.min(1),
  /** The ready-made segment that it was copied from. */
  readyMade: z.string().nullable(),
  /** Members when it was last counted; null when it never was. */
  people: count.nullable(),
  countedAt: moment.nullable(),
  createdAt: moment,
  createdBy: z.string(),
  updatedAt: moment,
  updatedBy: z.string(),
  archivedAt: moment.nullable(),
})
export type Segment = z.infer<typeof segmentSchema>

export const segmentInputSchema = z.object({
  name: segmentName,
  description: description.default(''),
  rule: ruleSchema,
  readyMade: z.string().max(80).nullable().default(null),
})
export type SegmentInput = z.output<typeof segmentInputSchema>

/** A field left out stays as it is. */
export const segmentChangesSchema = z.object({
  /** The version that was edited; another one by now is a conflict. */
  version: count.min(1),
  name: segmentName.optional(),
  description: description.optional(),
  rule: ruleSchema.optional(),
})
export type SegmentChanges = z.output<typeof segmentChangesSchema>

/** A member as lists show them. */
export const segmentMemberSchema = z.object({
  id: z.uuid(),
  /** Empty for those who may not see personal data. */
  name: z.string(),
  city: z.string().nullable(),
  lifecycleStage: z.string().nullable(),
  orders: count,
  revenueMinor: count,
  lastOrderAt: z.string().nullable(),
  lastSeenAt: moment,
})
export type SegmentMember = z.infer<typeof segmentMemberSchema>

/** How many could be written to. Caps and quiet hours are looked at only when a message goes out. */
export const channelReachSchema = z.object({
  channel: z.enum(['email', 'sms']),
  /** People with an address on the channel. */
  withAddress: count,
  /** Of them, people whom the workspace's consent rule allows to write to, and whose address is not suppressed. */
  reachable: count,
  /** Of those with an address, people who took their consent back. */
  withdrawn: count,
  /** Of those with an address, people whose address bounced, complained, unsubscribed or was put on the list by hand. */
  suppressed: count,
})
export type ChannelReach = z.infer<typeof channelReachSchema>

export const segmentPreviewSchema = z.object({
  sentence: ruleSentenceSchema,
  /** Exact. */
  people: count,
  /** Everybody in the workspace. */
  everybody: count,
  /** What the members bought so far. */
  value: z.object({ buyers: count, orders: count, revenueMinor: z.number() }),
  reach: z.array(channelReachSchema),
  sample: z.array(segmentMemberSchema),
  evaluatedAt: moment,
  tookMs: count,
})
export type SegmentPreview = z.infer<typeof segmentPreviewSchema>

export const segmentCountSchema = z.object({
  id: z.uuid(),
  /** Null when the rule could not be evaluated; the other segments are counted all the same. */
  people: count.nullable(),
  countedAt: moment,
})
export type SegmentCount = z.infer<typeof segmentCountSchema>

const segmentIds = z
  .string()
  .transform((text) => text.split(','))
  .pipe(z.array(z.uuid()).min(1).max(segmentLimits.countsMax))

/** Codes of problems to tell apart: name_taken, version_changed, segment_archived, too_many_segments. */
export const segmentsApi = {
  list: endpoint({
    method: 'GET',
    path: '/segments',
    summary: 'Segments by name, with the size they had when last counted',
    tag,
    access: 'segments:read',
    query: pageQuery.extend({
      search: z.string().trim().max(200).optional(),
      state: z.enum(['live', 'archived']).default('live'),
    }),
    response: pageOf(segmentSchema),
  }),
  counts: endpoint({
    method: 'GET',
    path: '/segment-counts',
    summary: 'Counts segments now, all in one pass',
    tag,
    access: 'segments:read',
    query: z.object({ ids: segmentIds }),
    response: z.object({ items: z.array(segmentCountSchema) }),
  }),
  create: endpoint({
    method: 'POST',
    path: '/segments',
    summary: 'Create a segment',
    tag,
    access: 'segments:write',
    body: segmentInputSchema,
    response: segmentSchema,
    status: 201,
    idempotent: true,
  }),
  get: endpoint({
    method: 'GET',
    path: '/segments/:id',
    summary: 'One segment',
    tag,
    access: 'segments:read',
    params: idParams,
    response: segmentSchema,
  }),
  update: endpoint({
    method: 'PATCH',
    path: '/segments/:id',
    summary: 'Change name, description or rule',
    tag,
    access: 'segments:write',
    params: idParams,
    body: segmentChangesSchema,
    response: segmentSchema,
  }),
  archive: endpoint({
    method: 'POST',
    path: '/segments/:id/archive',
    summary: 'Put a segment away; what used it goes on with it',
    tag,
    access: 'segments:write',
    params: idParams,
    response: segmentSchema,
  }),
  restore: endpoint({
    method: 'POST',
    path: '/segments/:id/restore',
    summary: 'Bring an archived segment back',
    tag,
    access: 'segments:write',
    params: idParams,
    response: segmentSchema,
  }),
  members: endpoint({
    method: 'GET',
    path: '/segments/:id/members',
    summary: 'Who is in a segment now, or was at a moment since it is followed',
    tag,
    access: 'segments:read',
    params: idParams,
    query: pageQuery.extend({
      /** A moment in the past. */
      at: askedMomentSchema.optional(),
      /** A day of the workspace's calendar: as of its end. */
      day: askedDaySchema.optional(),
    }),
    response: pageOf(segmentMemberSchema),
  }),
  preview: endpoint({
    method: 'POST',
    path: '/segment-previews',
    summary: 'Evaluate a rule without saving it: exact size, value, reach, examples',
    tag,
    access: 'segments:read',
    body: z.object({
      rule: ruleSchema,
      sample: z.number().int().min(0).max(segmentLimits.sampleMax).default(8),
      /** The segment that is being changed: a rule that would lead back to it is refused. */
      segmentId: z.uuid().optional(),
    }),
    response: segmentPreviewSchema,
  }),
  sentence: endpoint({
    method: 'POST',
    path: '/rule-sentences',
    summary: 'A rule in words, in both languages',
    tag,
    access: 'segments:read',
    body: z.object({ rule: ruleSchema }),
    response: ruleSentenceSchema,
  }),
  ofCustomer: endpoint({
    method: 'GET',
    path: '/customers/:id/segments',
    summary: 'Which segments a customer is in now',
    tag,
    access: 'segments:read',
    params: idParams,
    response: z.object({ items: z.array(z.object({ id: z.uuid(), name: z.string() })) }),
  }),
  readyMade: endpoint({
    method: 'GET',
    path: '/ready-made-segments',
    summary: 'Rules that come with the product, to be copied',
    tag,
    access: 'segments:read',
    response: z.object({ items: z.array(readyMadeSchema) }),
  }),
  reorders: endpoint({
    method: 'GET',
    path: '/reorders',
    summary: 'How long buyers take from one order to the next, and stages of the life cycle from it',
    tag,
    access: 'segments:read',
    response: z.object({ reorders: reordersSchema.nullable() }),
  }),
  readyMadeCounts: endpoint({
    method: 'GET',
    path: '/ready-made-counts',
    summary: 'How many people each ready-made segment would have now, all in one pass',
    tag,
    access: 'segments:read',
    response: z.object({ items: z.array(z.object({ key: z.string(), people: count.nullable() })) }),
  }),
}
