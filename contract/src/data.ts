import { z } from 'zod'
import { endpoint, idParams, pageOf, pageQuery } from './endpoint'

const moment = z.iso.datetime()

export const catalogueEventSchema = z.object({
  type: z.string(),
  name: z.string(),
  description: z.string(),
  firstSeenAt: moment,
  lastSeenAt: moment.nullable(),
  /** Events of the last 30 days, and of all time. */
  count30d: z.number().int(),
  count: z.number().int(),
  properties: z.array(
    z.object({ path: z.string(), types: z.array(z.string()), example: z.string(), firstSeenAt: moment }),
  ),
})
export type CatalogueEvent = z.infer<typeof catalogueEventSchema>

export const quarantinedSchema = z.object({
  id: z.uuid(),
  source: z.string(),
  reason: z.string(),
  detail: z.string(),
  /** The message as it came, JSON text. */
  message: z.string(),
  receivedAt: moment,
  state: z.enum(['open', 'replayed', 'discarded']),
})
export type Quarantined = z.infer<typeof quarantinedSchema>

export const dataApi = {
  events: endpoint({
    method: 'GET',
    path: '/events',
    tag: 'data',
    access: 'data:read',
    summary: 'The event catalogue: names, properties with types, volumes',
    response: z.object({ items: z.array(catalogueEventSchema) }),
  }),
  describeEvent: endpoint({
    method: 'PATCH',
    path: '/events/:name',
    tag: 'data',
    access: 'data:write',
    summary: 'Describes an event',
    params: z.object({ name: z.string().max(200) }),
    body: z.object({ description: z.string().max(2_000) }),
  }),
  propertyValues: endpoint({
    method: 'GET',
    path: '/events/:name/values',
    tag: 'data',
    access: 'data:read',
    summary: 'The most frequent values of a property in the last 90 days',
    params: z.object({ name: z.string().max(200) }),
    query: z.object({ path: z.string().min(1).max(300) }),
    response: z.object({ items: z.array(z.object({ value: z.string(), count: z.number().int() })) }),
  }),
  propertyPresence: endpoint({
    method: 'GET',
    path: '/events/:name/presence',
    tag: 'data',
    access: 'data:read',
    summary: 'How often each property is there, in a part of the events of the last 90 days',
    params: z.object({ name: z.string().max(200) }),
    query: z.object({ type: z.enum(['track', 'page', 'screen']).default('track') }),
    response: z.object({
      /** How many events were looked at. */
      looked: z.number().int(),
      /** The share of them that have a value at the path, or in any element of a list on the way. */
      items: z.array(z.object({ path: z.string(), share: z.number() })),
    }),
  }),
  outcomes: endpoint({
    method: 'GET',
    path: '/ingest/outcomes',
    tag: 'data',
    access: 'data:read',
    summary: 'What became of everything that was sent in, by day, source and reason',
    query: z.object({ days: z.coerce.number().int().min(1).max(365).default(30) }),
    response: z.object({
      items: z.array(
        z.object({
          day: z.string(),
          source: z.string(),
          outcome: z.string(),
          reason: z.string(),
          count: z.number().int(),
        }),
      ),
    }),
  }),
  status: endpoint({
    method: 'GET',
    path: '/ingest/status',
    tag: 'data',
    access: 'data:read',
    summary: 'How far the pipeline has come',
    response: z.object({
      position: z.number().int(),
      head: z.number().int(),
      lastError: z.string().nullable(),
    }),
  }),
  quarantine: endpoint({
    method: 'GET',
    path: '/quarantine',
    tag: 'data',
    access: 'data:read',
    summary: 'Messages that could not be used, newest first',
    query: pageQuery.extend({
      state: z.enum(['open', 'replayed', 'discarded']).default('open'),
      reason: z.string().max(100).optional(),
    }),
    response: pageOf(quarantinedSchema),
  }),
  quarantineCounts: endpoint({
    method: 'GET',
    path: '/quarantine/counts',
    tag: 'data',
    access: 'data:read',
    summary: 'Open messages in quarantine by reason and source',
    response: z.object({
      items: z.array(z.object({ reason: z.string(), source: z.string(), count: z.number().int() })),
    }),
  }),
  replay: endpoint({
    method: 'POST',
    path: '/quarantine/:id/replay',
    tag: 'data',
    access: 'data:write',
    summary: 'Sends a message in again, mended if a new text is given',
    params: idParams,
    body: z.object({ message: z.string().max(600_000).optional() }),
    response: quarantinedSchema,
  }),
  discard: endpoint({
    method: 'POST',
    path: '/quarantine/:id/discard',
    tag: 'data',
    access: 'data:write',
    summary: 'Settles a message without using it',
    params: idParams,
    response: quarantinedSchema,
  }),
  record: endpoint({
    method: 'POST',
    path: '/events',
    tag: 'data',
    access: 'data:write',
    status: 202,
    summary: 'Takes messages of the tracking API with an API key instead of a write key',
    body: z.object({
      source: z.string().min(1).max(100).default('api'),
      batch: z.array(z.unknown()).min(1).max(5_000),
    }),
    response: z.object({ position: z.number().int() }),
    idempotent: true,
  }),
}
