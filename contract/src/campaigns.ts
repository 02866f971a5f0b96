import { z } from 'zod'
import { askedDaySchema } from './asked-time'
import { campaignResultsSchema, campaignSummarySchema } from './campaign-results'
import { endpoint, idParams, pageOf, pageQuery } from './endpoint'
import { deliveryReasonSchema, deliveryStates, findingSchema } from './messages'
import { ruleSchema } from './rules'
import { timezoneSchema } from './workspace-settings'

const tag = 'Campaigns'
const moment = z.iso.datetime()
const count = z.number().int()

/** Limits of a campaign, with their units. */
export const campaignLimits = {
  nameCharsMax: 120,
  /** More held out would cost more than it tells. */
  holdoutShareMax: 0.5,
  reasonCharsMax: 500,
  eventNameCharsMax: 200,
  windowDaysMax: 180,
  prePeriodDaysMax: 730,
  /** How many campaigns one call for summaries may name. */
  summariesMax: 50,
} as const

export const campaignStates = [
  'draft',
  'scheduled',
  'launching',
  'sending',
  'paused',
  'done',
  'cancelled',
] as const
export const campaignStateSchema = z.enum(campaignStates)
export type CampaignState = z.infer<typeof campaignStateSchema>

/** Who the campaign is for: a segment as it is at launch, or a rule of its own. */
export const audienceSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('segment'), segmentId: z.uuid() }),
  z.strictObject({ kind: z.literal('rule'), rule: ruleSchema }),
])
export type CampaignAudience = z.infer<typeof audienceSchema>

/** Local time is what a clock on the wall shows; in a gap of the summer time it moves on, in an overlap the first counts. */
export const scheduleSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('now') }),
  z.strictObject({
    kind: z.literal('at'),
    localTime: z
      .string()
      .regex(/^\d{4}-\d{2}-\d{2}T([01]\d|2[0-3]):[0-5]\d$/, 'such as 2026-03-01T10:00')
      .refine((text) => askedDaySchema.safeParse(text.slice(0, 10)).success, 'no day of the calendar'),
    timezone: timezoneSchema,
  }),
])
export type CampaignSchedule = z.infer<typeof scheduleSchema>

const name = z.string().trim().min(1).max(campaignLimits.nameCharsMax)
const holdoutShare = z.number().min(0).max(campaignLimits.holdoutShareMax)
const holdoutReason = z.string().trim().max(campaignLimits.reasonCharsMax)
const conversionEvent = z.string().trim().min(1).max(campaignLimits.eventNameCharsMax)
const windowDays = z.number().int().min(1).max(campaignLimits.windowDaysMax)
const prePeriodDays = z.number().int().min(0).max(campaignLimits.prePeriodDaysMax)

export const campaignInputSchema = z.object({
  name,
  audience: audienceSchema.nullable().default(null),
  /** Its language variants are chosen person by person. */
  templateId: z.uuid().nullable().default(null),
  schedule: scheduleSchema.default({ kind: 'now' }),
  /** Share of the audience that gets nothing; the workspace's default when absent. */
  holdoutShare: holdoutShare.optional(),
  /** Why nobody is held out. Needed, and shown with the results, when the share is 0. */
  holdoutReason: holdoutReason.default(''),
  conversionEvent: conversionEvent.default('Order Completed'),
  /** For how long after assignment orders count as the outcome. */
  windowDays: windowDays.default(14),
  /** Spend so long before assignment sharpens the comparison; 0 does without. */
  prePeriodDays: prePeriodDays.default(90),
})
export type CampaignInput = z.input<typeof campaignInputSchema>

/** Built without the defaults: a field left out stays as it is. */
export const campaignChangesSchema = z.object({
  /** The version that was edited; another one by now is a conflict. */
  version: count.min(1),
  name: name.optional(),
  audience: audienceSchema.nullable().optional(),
  templateId: z.uuid().nullable().optional(),
  schedule: scheduleSchema.optional(),
  holdoutShare: holdoutShare.optional(),
  holdoutReason: holdoutReason.optional(),
  conversionEvent: conversionEvent.optional(),
  windowDays: windowDays.optional(),
  prePeriodDays: prePeriodDays.optional(),
})
export type CampaignChanges = z.infer<typeof campaignChangesSchema>

/** Why a campaign came back to draft, or ended. */
export const stateReasons = ['checks_failed', 'empty_audience', 'cancelled'] as const
export const stateReasonSchema = z.enum(stateReasons)
export type StateReason = z.infer<typeof stateReasonSchema>

export const campaignSchema = z.object({
  id: z.uuid(),
  name: z.string(),
  state: campaignStateSchema,
  stateReason: stateReasonSchema.nullable(),
  audience: audienceSchema.nullable(),
  /** The segment's name; empty for a rule of the campaign's own. */
  audienceName: z.string(),
  templateId: z.uuid().nullable(),
  templateName: z.string(),
  /** The version that is sent; null before launch. */
  templateVersion: count.nullable(),
  schedule: scheduleSchema,
  /** When it starts, or started; null for a draft. */
  startsAt: moment.nullable(),
  holdoutShare: z.number(),
  holdoutReason: z.string(),
  conversionEvent: z.string(),
  windowDays: count,
  prePeriodDays: count,
  /** False for one that was sent elsewhere and of which only the events are here. */
  isOurs: z.boolean(),
  version: count,
  createdAt: moment,
  createdBy: z.string(),
  updatedAt: moment,
  launchedAt: moment.nullable(),
  launchedBy: z.string(),
  finishedAt: moment.nullable(),
})
export type Campaign = z.infer<typeof campaignSchema>

/** What speaks against a launch, or should be known before. A closed list: each has a text in both languages. */
export const launchCheckCodes = [
  'no_audience',
  'segment_missing',
  'empty_audience',
  'nobody_reachable',
  'few_reachable',
  'no_template',
  'template_missing',
  'template_errors',
  'template_warnings',
  'channel_missing',
  'channel_trouble',
  'holdout_without_reason',
  'no_holdout',
  'small_holdout',
  'schedule_past',
  'clock_change',
  'unknown_event',
] as const
export const launchCheckSchema = z.object({
  code: z.enum(launchCheckCodes),
  /** An error stops the launch. */
  level: z.enum(['error', 'warning']),
  details: z.record(z.string(), z.union([z.string(), z.number()])),
})
export type LaunchCheck = z.infer<typeof launchCheckSchema>
export type LaunchCheckCode = LaunchCheck['code']

/** What a launch now would do. The audience is counted exactly; what becomes of the messages is estimated. */
export const campaignPreviewSchema = z.object({
  audience: count,
  holdout: count,
  treated: count,
  /** Of the whole audience, people to whom a message could go out now. */
  reachable: count,
  expectedSends: count,
  /** Treated people who would get nothing, by reason. */
  skips: z.array(z.object({ reason: deliveryReasonSchema, people: count })),
  /** How many people the estimate looked at; equal to `audience` when it looked at all. */
  peopleLookedAt: count,
  sample: z.array(z.object({ id: z.uuid(), name: z.string() })),
  /** The smallest revenue over all treated people that would be found four times of five; null when it cannot be told. */
  smallestDetectableMinor: z.number().nullable(),
  startsAt: moment,
  checks: z.array(launchCheckSchema),
  findings: z.array(findingSchema),
  canLaunch: z.boolean(),
})
export type CampaignPreview = z.infer<typeof campaignPreviewSchema>

const deliveryCounts = z.object(
  Object.fromEntries(deliveryStates.map((state) => [state, count])) as Record<
    (typeof deliveryStates)[number],
    typeof count
  >,
)

export const campaignProgressSchema = z.object({
  state: campaignStateSchema,
  /** People assigned so far. */
  assigned: z.object({ treated: count, holdout: count }),
  /** Messages by what became of them. */
  deliveries: deliveryCounts,
  reasons: z.array(
    z.object({ state: z.enum(deliveryStates), reason: deliveryReasonSchema, messages: count }),
  ),
  /** 0 to 1: messages that are settled, of all. */
  share: z.number(),
  messagesPerSecond: z.number(),
  secondsLeft: z.number().nullable(),
  /** Why nothing goes out now although it should. */
  trouble: z.string().nullable(),
})
export type CampaignProgress = z.infer<typeof campaignProgressSchema>

export const armSchema = z.enum(['treated', 'holdout'])
export type Arm = z.infer<typeof armSchema>

/** One person of a campaign, from the events alone. */
export const campaignMemberSchema = z.object({
  profileId: z.uuid(),
  /** Empty for those who may not see personal data. */
  name: z.string(),
  arm: armSchema,
  assignedAt: moment,
  sentAt: moment.nullable(),
  deliveredAt: moment.nullable(),
  openedAt: moment.nullable(),
  clickedAt: moment.nullable(),
  notSentReason: z.string(),
  hasConverted: z.boolean(),
  orders: count,
  revenueMinor: z.number(),
  refundedMinor: z.number(),
})
export type CampaignMember = z.infer<typeof campaignMemberSchema>

const memberFilter = { arm: armSchema.optional() }
const summaryIds = z
  .string()
  .transform((text) => text.split(','))
  .pipe(z.array(z.uuid()).min(1).max(campaignLimits.summariesMax))

export const campaignsApi = {
  list: endpoint({
    method: 'GET',
    path: '/campaigns',
    summary: 'Campaigns, the newest first',
    tag,
    access: 'campaigns:read',
    query: pageQuery.extend({
      state: campaignStateSchema.optional(),
      search: z.string().max(200).optional(),
    }),
    response: pageOf(campaignSchema),
  }),
  summaries: endpoint({
    method: 'GET',
    path: '/campaign-summaries',
    summary: 'What each of some campaigns brought, in short; those not launched are left out',
    tag,
    access: 'campaigns:read',
    query: z.object({ ids: summaryIds }),
    response: z.object({ items: z.array(campaignSummarySchema) }),
  }),
  create: endpoint({
    method: 'POST',
    path: '/campaigns',
    summary: 'Create a draft',
    tag,
    access: 'campaigns:write',
    body: campaignInputSchema,
    response: campaignSchema,
    status: 201,
    idempotent: true,
  }),
  get: endpoint({
    method: 'GET',
    path: '/campaigns/:id',
    summary: 'One campaign',
    tag,
    access: 'campaigns:read',
    params: idParams,
    response: campaignSchema,
  }),
  update: endpoint({
    method: 'PATCH',
    path: '/campaigns/:id',
    summary: 'Change a draft; of any other only the name',
    tag,
    access: 'campaigns:write',
    params: idParams,
    body: campaignChangesSchema,
    response: campaignSchema,
  }),
  remove: endpoint({
    method: 'DELETE',
    path: '/campaigns/:id',
    summary: 'Delete a draft',
    tag,
    access: 'campaigns:write',
    params: idParams,
  }),
  copy: endpoint({
    method: 'POST',
    path: '/campaigns/:id/copies',
    summary: 'A new draft with the same content',
    tag,
    access: 'campaigns:write',
    params: idParams,
    body: z.object({ name }),
    response: campaignSchema,
    status: 201,
    idempotent: true,
  }),
  preview: endpoint({
    method: 'POST',
    path: '/campaigns/:id/previews',
    summary: 'What a launch now would do, and what speaks against it. Sends and stores nothing',
    tag,
    access: 'campaigns:read',
    params: idParams,
    response: campaignPreviewSchema,
  }),
  launch: endpoint({
    method: 'POST',
    path: '/campaigns/:id/launch',
    summary: 'Launch a draft, now or at its time. Launching a launched campaign again changes nothing',
    tag,
    access: 'campaigns:launch',
    params: idParams,
    /** The version that was reviewed; another one by now is a conflict. */
    body: z.object({ version: count.min(1) }),
    response: campaignSchema,
    idempotent: true,
  }),
  unschedule: endpoint({
    method: 'POST',
    path: '/campaigns/:id/unschedule',
    summary: 'Take a scheduled campaign back to draft',
    tag,
    access: 'campaigns:launch',
    params: idParams,
    response: campaignSchema,
  }),
  pause: endpoint({
    method: 'POST',
    path: '/campaigns/:id/pause',
    summary: 'Stop sending; messages in flight finish',
    tag,
    access: 'campaigns:launch',
    params: idParams,
    response: campaignSchema,
  }),
  resume: endpoint({
    method: 'POST',
    path: '/campaigns/:id/resume',
    summary: 'Go on sending',
    tag,
    access: 'campaigns:launch',
    params: idParams,
    response: campaignSchema,
  }),
  cancel: endpoint({
    method: 'POST',
    path: '/campaigns/:id/cancel',
    summary: 'End a campaign for good; what has gone out has gone out',
    tag,
    access: 'campaigns:launch',
    params: idParams,
    response: campaignSchema,
  }),
  progress: endpoint({
    method: 'GET',
    path: '/campaigns/:id/progress',
    summary: 'How far it is',
    tag,
    access: 'campaigns:read',
    params: idParams,
    response: campaignProgressSchema,
  }),
  results: endpoint({
    method: 'GET',
    path: '/campaigns/:id/results',
    summary: 'What it brought over its hold-out, with intervals; its funnel; what last clicks claim',
    tag,
    access: 'campaigns:read',
    params: idParams,
    response: campaignResultsSchema,
  }),
  exportResults: endpoint({
    method: 'GET',
    path: '/campaigns/:id/results.csv',
    summary: 'The results as a table',
    tag,
    access: 'reports:read',
    params: idParams,
    bytes: 'response',
  }),
  members: endpoint({
    method: 'GET',
    path: '/campaigns/:id/members',
    summary: 'The people of a campaign with their arm and what became of each',
    tag,
    access: 'campaigns:read',
    params: idParams,
    query: pageQuery.extend(memberFilter),
    response: pageOf(campaignMemberSchema),
  }),
  exportMembers: endpoint({
    method: 'GET',
    path: '/campaigns/:id/members.csv',
    summary: 'The people of a campaign as a table, by profile id and without personal data',
    tag,
    access: 'customers:export',
    params: idParams,
    query: z.object(memberFilter),
    bytes: 'response',
  }),
} as const
