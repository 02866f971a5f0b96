import { z } from 'zod'
import { endpoint, pageOf, pageQuery } from './endpoint'

/** What a plan may hold at most. The whole of it is read with each batch that is checked, and travels in one request. */
export const planLimits = {
  events: 1_000,
  /** Of one event; as many as the event catalogue keeps. */
  properties: 300,
  /** Of all events together: a plan stays under a megabyte or so. */
  propertiesInAll: 20_000,
  allowedValues: 200,
  patternLength: 200,
  versionsKept: 200,
  /** Messages that one call sends in again. */
  replayed: 1_000,
} as const

const eventNameLengthMax = 200
const moment = z.iso.datetime()
const count = z.number().int().min(0)

/** The kinds of messages that a plan can speak of. */
export const plannedTypes = ['track', 'page', 'screen', 'identify'] as const
export const plannedTypeSchema = z.enum(plannedTypes)
export type PlannedType = z.infer<typeof plannedTypeSchema>

export const valueTypes = ['text', 'number', 'integer', 'boolean', 'moment', 'list', 'object'] as const
export const valueTypeSchema = z.enum(valueTypes)
export type ValueType = z.infer<typeof valueTypeSchema>

/** What becomes of a message: it counts, it counts and is reported, or it waits in quarantine. */
export const reactionSchema = z.enum(['allow', 'report', 'quarantine'])
export type Reaction = z.infer<typeof reactionSchema>
export const strictReactionSchema = z.enum(['report', 'quarantine'])
export type StrictReaction = z.infer<typeof strictReactionSchema>

/** What can be wrong with a message by the plan. A closed list: each has a text in both languages. */
export const violationCodes = [
  'unknown_event',
  'deprecated_event',
  'missing_property',
  'unknown_property',
  'wrong_type',
  'not_allowed_value',
  'pattern_mismatch',
  'too_small',
  'too_large',
  'too_short',
  'too_long',
  'too_few',
  'too_many',
] as const
export const violationCodeSchema = z.enum(violationCodes)
export type ViolationCode = z.infer<typeof violationCodeSchema>

/** `total`, `shipping.city`, `products[].price`: keys divided by dots, `[]` for each element of a list. */
export const plannedPathSchema = z
  .string()
  .min(1)
  .max(300)
  .regex(
    /^[^.[\]]+(\[\])*(\.[^.[\]]+(\[\])*){0,11}$/u,
    'keys divided by dots, [] for the elements of a list, such as products[].price',
  )

const allowedValueSchema = z.union([z.string().max(200), z.number(), z.boolean()])

export const plannedPropertySchema = z
  .object({
    path: plannedPathSchema,
    description: z.string().max(500).default(''),
    /** Any of these will do; none at all means that every type does. */
    types: z.array(valueTypeSchema).max(valueTypes.length).default([]),
    /** It must be there wherever what it stands in is there: `products[].price` in every product. */
    required: z.boolean().default(false),
    allowed: z.array(allowedValueSchema).max(planLimits.allowedValues).default([]),
    /** A regular expression (RE2: no look-around, no back references) that texts match as a whole or in part. */
    pattern: z.string().max(planLimits.patternLength).default(''),
    /** The least a number may be, characters a text may have, elements a list may have. */
    min: z.number().nullable().default(null),
    max: z.number().nullable().default(null),
  })
  .refine(({ min, max }) => min === null || max === null || min <= max, {
    message: 'the least is more than the most',
    path: ['max'],
  })
export type PlannedProperty = z.output<typeof plannedPropertySchema>

export const plannedStatuses = ['planned', 'live', 'deprecated'] as const

export const plannedEventSchema = z
  .object({
    type: plannedTypeSchema,
    /** The name of a track. Of a page or screen the name of one, or empty for all that are not named; empty for identify. */
    name: z.string().trim().max(eventNameLengthMax).default(''),
    description: z.string().max(2_000).default(''),
    status: z.enum(plannedStatuses).default('live'),
    /** Empty: as the whole plan has it. */
    onUnknownProperty: reactionSchema.nullable().default(null),
    onViolation: strictReactionSchema.nullable().default(null),
    /** Properties of the event; of an identify its traits, by the names that the product gives them. */
    properties: z.array(plannedPropertySchema).max(planLimits.properties).default([]),
  })
  .refine(
    ({ type, name }) => (type === 'track') === (name !== '') || (type !== 'track' && type !== 'identify'),
    {
      message: 'a track has a name, an identify has none',
      path: ['name'],
    },
  )
  .superRefine(({ properties }, context) => {
    for (const index of repeatedAt(properties.map(({ path }) => path)))
      context.addIssue({
        code: 'custom',
        path: ['properties', index, 'path'],
        message: `${properties[index]?.path} is there twice`,
      })
  })
export type PlannedEvent = z.output<typeof plannedEventSchema>

export const trackingPlanSchema = z
  .object({
    /** Off, a plan is a document: nothing is checked. */
    isOn: z.boolean().default(true),
    /** Messages of a type that the plan declares, under a name that it does not. */
    onUnknownEvent: reactionSchema.default('report'),
    onUnknownProperty: reactionSchema.default('allow'),
    onViolation: strictReactionSchema.default('report'),
    events: z.array(plannedEventSchema).max(planLimits.events).default([]),
  })
  .superRefine(({ events }, context) => {
    for (const index of repeatedAt(events.map(({ type, name }) => `${type} ${name}`)))
      context.addIssue({
        code: 'custom',
        path: ['events', index, 'name'],
        message: `${events[index]?.type} ${events[index]?.name} is there twice`,
      })
    const inAll = events.reduce((sum, { properties }) => sum + properties.length, 0)
    if (inAll > planLimits.propertiesInAll)
      context.addIssue({
        code: 'custom',
        path: ['events'],
        message: `${inAll} properties are more than ${planLimits.propertiesInAll}`,
      })
  })
export type TrackingPlan = z.output<typeof trackingPlanSchema>

export const savedPlanSchema = z.object({
  /** 0 while no plan has been saved. Say it when saving: another's changes are never overwritten. */
  version: count,
  plan: trackingPlanSchema,
  savedAt: moment.nullable(),
  savedBy: z.string(),
})
export type SavedPlan = z.output<typeof savedPlanSchema>

/** What one version changed: names of events as `type name`. */
export const planChangesSchema = z.object({
  added: z.array(z.string()),
  removed: z.array(z.string()),
  changed: z.array(z.string()),
  settings: z.array(z.string()),
})
export type PlanChanges = z.infer<typeof planChangesSchema>

export const planVersionSchema = z.object({
  version: count,
  savedAt: moment,
  savedBy: z.string(),
  note: z.string(),
  changes: planChangesSchema,
})
export type PlanVersion = z.infer<typeof planVersionSchema>

export const violationSchema = z.object({
  code: violationCodeSchema,
  /** Empty when the message itself is at fault. */
  path: z.string(),
  /** What the plan asks for, such as `number, integer`. */
  expected: z.string(),
  /** What was found: a value cut short, or what there is none of. */
  found: z.string(),
  reaction: strictReactionSchema,
})
export type Violation = z.infer<typeof violationSchema>

export const violationRowSchema = z.object({
  source: z.string(),
  type: z.string(),
  /** Empty together with an empty path: those past the number that is kept apart in a day. */
  event: z.string(),
  path: z.string(),
  code: violationCodeSchema,
  count,
  /** How many of them wait, or waited, in quarantine. */
  quarantined: count,
  expected: z.string(),
  /** The last one found; personal values are masked. */
  example: z.string(),
  lastAt: moment,
})
export type ViolationRow = z.infer<typeof violationRowSchema>

const periodQuery = z.object({
  days: z.coerce.number().int().min(1).max(365).default(30),
  source: z.string().max(200).optional(),
  type: plannedTypeSchema.optional(),
  event: z.string().max(eventNameLengthMax).optional(),
  code: violationCodeSchema.optional(),
})

export const planFormats = ['rapport', 'rudderstack', 'segment'] as const

const version = z.object({ version: z.coerce.number().int().min(1) })

export const trackingPlanApi = {
  get: endpoint({
    method: 'GET',
    path: '/tracking-plan',
    tag: 'data',
    access: 'data:read',
    summary:
      'The tracking plan in force: declared events with their properties, and what becomes of the rest',
    response: savedPlanSchema,
  }),
  save: endpoint({
    method: 'PUT',
    path: '/tracking-plan',
    tag: 'data',
    access: 'data:write',
    summary:
      'Saves the plan as a new version; refused when somebody has saved another one since the version given',
    body: z.object({
      version: count,
      plan: trackingPlanSchema,
      note: z.string().max(500).default(''),
    }),
    response: savedPlanSchema,
    idempotent: true,
  }),
  versions: endpoint({
    method: 'GET',
    path: '/tracking-plan/versions',
    tag: 'data',
    access: 'data:read',
    summary: 'Versions of the plan, newest first, with who saved each and what it changed',
    query: pageQuery,
    response: pageOf(planVersionSchema),
  }),
  version: endpoint({
    method: 'GET',
    path: '/tracking-plan/versions/:version',
    tag: 'data',
    access: 'data:read',
    summary: 'The plan as a version had it',
    params: version,
    response: savedPlanSchema,
  }),
  draft: endpoint({
    method: 'POST',
    path: '/tracking-plan/draft',
    tag: 'data',
    access: 'data:read',
    summary:
      'Proposes the plan with every event that came in and is not declared: types as seen, required where always there',
    response: z.object({
      version: count,
      plan: trackingPlanSchema,
      /** What was added, each with the number of recent messages that were looked at. */
      added: z.array(z.object({ type: plannedTypeSchema, name: z.string(), sampled: count })),
    }),
  }),
  import: endpoint({
    method: 'POST',
    path: '/tracking-plan/import',
    tag: 'data',
    access: 'data:read',
    summary:
      'Reads a plan from JSON: ours, or one with JSON Schemas as RudderStack and Segment have it. Saves nothing',
    body: z.object({ document: z.unknown() }),
    response: z.object({
      format: z.enum(planFormats),
      plan: trackingPlanSchema,
      /** What has no counterpart here and was left out. */
      skipped: z.array(z.object({ where: z.string(), what: z.string() })),
    }),
  }),
  violations: endpoint({
    method: 'GET',
    path: '/tracking-plan/violations',
    tag: 'data',
    access: 'data:read',
    summary: 'Violations of the plan by source, event, property and kind, the most frequent first',
    query: pageQuery.extend(periodQuery.shape),
    response: pageOf(violationRowSchema),
  }),
  violationDays: endpoint({
    method: 'GET',
    path: '/tracking-plan/violations/days',
    tag: 'data',
    access: 'data:read',
    summary: 'Violations of the plan by day and source',
    query: periodQuery,
    response: z.object({
      items: z.array(z.object({ day: z.string(), source: z.string(), count, quarantined: count })),
    }),
  }),
  check: endpoint({
    method: 'POST',
    path: '/tracking-plan/check',
    tag: 'data',
    access: 'data:read',
    summary: 'What the plan in force, or a plan given, would say of a message. Nothing is kept',
    body: z.object({ message: z.unknown(), plan: trackingPlanSchema.optional() }),
    response: z.object({
      /** Why the message could not be used by any plan; null when it could. */
      refused: z.object({ reason: z.string(), detail: z.string() }).nullable(),
      type: z.string(),
      event: z.string(),
      /** False for kinds of messages of which the plan declares nothing. */
      isChecked: z.boolean(),
      outcome: reactionSchema,
      violations: z.array(violationSchema),
    }),
  }),
  replay: endpoint({
    method: 'POST',
    path: '/tracking-plan/replay',
    tag: 'data',
    access: 'data:write',
    summary: 'Sends in again what waits in quarantine for a violation and passes the plan as it is now',
    body: z.object({
      source: z.string().max(200).optional(),
      type: plannedTypeSchema.optional(),
      event: z.string().max(eventNameLengthMax).optional(),
      /** Go on where the call before stopped. */
      cursor: z.string().max(2_000).optional(),
    }),
    response: z.object({
      replayed: count,
      /** Looked at and left where they are. */
      stillViolating: count,
      nextCursor: z.string().nullable(),
    }),
  }),
}

/** Where a value stands that was there before. */
function repeatedAt(values: readonly string[]): number[] {
  const seen = new Set<string>()
  return values.flatMap((value, index) => {
    if (seen.has(value)) return [index]
    seen.add(value)
    return []
  })
}
