import { z } from 'zod'
import { askedMomentSchema } from './asked-time'
import { endpoint, idParams, pageOf, pageQuery } from './endpoint'

const moment = z.iso.datetime()
const json: z.ZodType<unknown> = z.unknown()

/** The four families in which a 360° page shows what is known. */
export const traitFamilies = ['basic', 'consumption', 'social', 'psychographic', 'other'] as const
export const traitTypes = ['text', 'number', 'money', 'date', 'moment', 'boolean', 'list', 'choice'] as const
/** `personal` is shown only to those who may see it; `sensitive` also stays out of exports. */
export const sensitivityClasses = ['public', 'personal', 'sensitive'] as const

export const traitDefinitionSchema = z.object({
  name: z.string(),
  family: z.enum(traitFamilies),
  type: z.enum(traitTypes),
  sensitivity: z.enum(sensitivityClasses),
  /** Kept up to date from events; cannot be set by hand. */
  computed: z.boolean(),
  /** What the workspace calls a trait that it computes by a definition of its own. */
  label: z.string().optional(),
  /** Values of a choice. */
  choices: z.array(z.string()).optional(),
})
export type TraitDefinition = z.infer<typeof traitDefinitionSchema>

/** `basis`: the lawful basis of a value that an enricher added. */
export const traitValueSchema = z.object({
  value: json,
  source: z.string(),
  at: moment,
  basis: z.string().optional(),
})

export const identifierSchema = z.object({
  kind: z.string(),
  value: z.string(),
  firstSeenAt: moment,
  source: z.string(),
})

/** A line of the customer list: the columns asked for are in `traits`. */
export const customerRowSchema = z.object({
  id: z.uuid(),
  name: z.string(),
  firstSeenAt: moment,
  lastSeenAt: moment,
  traits: z.record(z.string(), json),
})
export type CustomerRow = z.infer<typeof customerRowSchema>

export const customerSchema = z.object({
  id: z.uuid(),
  name: z.string(),
  firstSeenAt: moment,
  lastSeenAt: moment,
  identifiers: z.array(identifierSchema),
  traits: z.record(z.string(), traitValueSchema),
})
export type Customer = z.infer<typeof customerSchema>

export const timelineItemSchema = z.object({
  id: z.string(),
  at: moment,
  type: z.string(),
  name: z.string(),
  source: z.string(),
  valueMinor: z.number().int(),
  currency: z.string(),
  properties: z.record(z.string(), json),
  context: z.record(z.string(), json),
})
export type TimelineItem = z.infer<typeof timelineItemSchema>

export const mergeSchema = z.object({
  id: z.uuid(),
  survivorId: z.uuid(),
  absorbedId: z.uuid(),
  absorbedName: z.string(),
  cause: z.string(),
  mergedAt: moment,
  undoneAt: moment.nullable(),
  /** False when a later merge has to be undone first, or it is undone already. */
  canUndo: z.boolean(),
})
export type Merge = z.infer<typeof mergeSchema>

export const traitChangeSchema = z.object({ trait: z.string(), at: moment, value: json, source: z.string() })

const settable = z.union([
  z.string().max(2_000),
  z.number(),
  z.boolean(),
  z.null(),
  z.array(z.string().max(200)).max(200),
])

/** Traits that somebody sets by hand; null takes one away. */
export const settableTraits = z
  .record(z.string().regex(/^[a-z][a-z0-9_]{0,63}$/), settable)
  .refine((traits) => Object.keys(traits).length <= 50, 'at most 50 traits at once')

export const customerListQuery = pageQuery.extend({
  /** A name, or any identifier: id, e-mail, phone, card number … matched from its beginning. */
  search: z.string().trim().max(200).optional(),
  /** One filter: a trait and its value, as `lifecycle_stage=at_risk`; several may be given, separated by `;`. */
  where: z.string().max(1_000).optional(),
  sort: z.enum(['last_seen', 'first_seen', 'revenue', 'orders', 'last_order']).default('last_seen'),
  /** Traits to show, separated by commas. */
  columns: z.string().max(1_000).default('email,phone,city,lifecycle_stage,orders,revenue,last_order_at'),
})

export const profilesApi = {
  list: endpoint({
    method: 'GET',
    path: '/customers',
    tag: 'customers',
    access: 'customers:read',
    summary: 'Customers: search, filter, columns',
    query: customerListQuery,
    response: pageOf(customerRowSchema),
  }),
  count: endpoint({
    method: 'GET',
    path: '/customers/count',
    tag: 'customers',
    access: 'customers:read',
    summary: 'How many customers there are',
    query: customerListQuery.pick({ where: true }),
    response: z.object({ total: z.number().int(), matching: z.number().int() }),
  }),
  get: endpoint({
    method: 'GET',
    path: '/customers/:id',
    tag: 'customers',
    access: 'customers:read',
    summary:
      'One customer: identifiers and traits, each with source and time. An absorbed id answers with the survivor.',
    params: idParams,
    response: customerSchema,
  }),
  timeline: endpoint({
    method: 'GET',
    path: '/customers/:id/timeline',
    tag: 'customers',
    access: 'customers:read',
    summary: 'What happened, newest first',
    params: idParams,
    query: pageQuery.extend({
      names: z.string().max(2_000).optional(),
      since: askedMomentSchema.optional(),
      until: askedMomentSchema.optional(),
    }),
    response: pageOf(timelineItemSchema),
  }),
  eventCounts: endpoint({
    method: 'GET',
    path: '/customers/:id/event-counts',
    tag: 'customers',
    access: 'customers:read',
    summary: 'Which events this customer has, how often and when last',
    params: idParams,
    response: z.object({
      items: z.array(
        z.object({ name: z.string(), type: z.string(), count: z.number().int(), lastAt: moment }),
      ),
    }),
  }),
  traitHistory: endpoint({
    method: 'GET',
    path: '/customers/:id/trait-history',
    tag: 'customers',
    access: 'customers:read',
    summary: 'Every value that a trait took',
    params: idParams,
    query: z.object({ trait: z.string().max(200).optional() }),
    response: z.object({ items: z.array(traitChangeSchema) }),
  }),
  setTraits: endpoint({
    method: 'PATCH',
    path: '/customers/:id/traits',
    tag: 'customers',
    access: 'customers:write',
    summary: 'Sets traits by hand; null takes one away. Computed traits are refused.',
    params: idParams,
    body: z.object({ traits: settableTraits }),
    response: customerSchema,
    idempotent: true,
  }),
  merges: endpoint({
    method: 'GET',
    path: '/customers/:id/merges',
    tag: 'customers',
    access: 'customers:read',
    summary: 'Merges that this customer took part in',
    params: idParams,
    response: z.object({ items: z.array(mergeSchema) }),
  }),
  merge: endpoint({
    method: 'POST',
    path: '/customers/:id/merges',
    tag: 'customers',
    access: 'customers:write',
    summary: 'Joins another customer to this one',
    params: idParams,
    body: z.object({ absorbedId: z.uuid() }),
    response: customerSchema,
    idempotent: true,
  }),
  undoMerge: endpoint({
    method: 'POST',
    path: '/merges/:id/undo',
    tag: 'customers',
    access: 'customers:write',
    summary: 'Takes a merge apart again, with identifiers, traits and history',
    params: idParams,
    response: customerSchema,
    idempotent: true,
  }),
  traits: endpoint({
    method: 'GET',
    path: '/traits',
    tag: 'customers',
    access: 'customers:read',
    summary: 'Traits that customers have: family, type, sensitivity',
    response: z.object({ items: z.array(traitDefinitionSchema) }),
  }),
  traitPresence: endpoint({
    method: 'GET',
    path: '/trait-presence',
    tag: 'customers',
    access: 'customers:read',
    summary: 'How many of the customers have each trait, read off a part of them',
    response: z.object({
      /** How many customers were looked at. */
      looked: z.number().int(),
      items: z.array(z.object({ name: z.string(), share: z.number() })),
    }),
  }),
  traitValues: endpoint({
    method: 'GET',
    path: '/traits/:name/values',
    tag: 'customers',
    access: 'customers:read',
    summary: 'The most frequent values of a trait; none of a personal one for those who may not see it',
    params: z.object({ name: z.string().max(200) }),
    response: z.object({ items: z.array(z.object({ value: z.string(), count: z.number().int() })) }),
  }),
  exportCsv: endpoint({
    method: 'GET',
    path: '/customers.csv',
    tag: 'customers',
    access: 'customers:export',
    summary: 'Customers as CSV',
    query: customerListQuery.omit({ cursor: true, limit: true }),
    bytes: 'response',
  }),
}
