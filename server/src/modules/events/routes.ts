import { dataApi } from '@rapport/contract'
import { type Actor, type Route, route } from '../../platform/http'
import type { Audit } from '../teams'
import type { Events } from './face'

/** The catalogue, the quarantine, and taking messages in with an API key. */
export function eventRoutes(
  events: Events,
  status: () => Promise<{ position: number; head: number; lastError: string | null }>,
  audit: Audit,
): Route[] {
  const note = (actor: Actor, action: string, objectId: string) =>
    audit.record(actor, { action, objectKind: 'event', objectId, summary: objectId })
  return [
    route(dataApi.events, ({ workspaceId }) => events.catalogue(workspaceId)),
    route(dataApi.record, async ({ workspaceId, body }) => ({
      position: await events.accept(workspaceId, body.source, body.batch),
    })),
    route(dataApi.describeEvent, async ({ actor, workspaceId, params, body }) => {
      await events.describe(workspaceId, params.name, body.description)
      await note(actor, 'event.described', params.name)
      return undefined
    }),
    route(dataApi.propertyValues, ({ workspaceId, params, query }) =>
      events.propertyValues(workspaceId, params.name, query.path),
    ),
    route(dataApi.propertyPresence, ({ workspaceId, params, query }) =>
      events.propertyPresence(workspaceId, query.type, params.name),
    ),
    route(dataApi.outcomes, ({ workspaceId, query }) => events.outcomes(workspaceId, query.days)),
    route(dataApi.status, () => status()),
    route(dataApi.quarantine, async ({ workspaceId, query }) => {
      const page = await events.quarantine(workspaceId, query)
      return { ...page, items: [...page.items] }
    }),
    route(dataApi.quarantineCounts, ({ workspaceId }) => events.quarantineCounts(workspaceId)),
    route(dataApi.replay, async ({ actor, workspaceId, params, body }) => {
      const replayed = await events.replay(workspaceId, params.id, body.message)
      await note(actor, 'quarantine.replayed', params.id)
      return replayed
    }),
    route(dataApi.discard, async ({ actor, workspaceId, params }) => {
      const discarded = await events.discard(workspaceId, params.id)
      await note(actor, 'quarantine.discarded', params.id)
      return discarded
    }),
  ]
}
