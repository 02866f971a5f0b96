import { clustersApi, type SegmentMember } from '@rapport/contract'
import type { Page } from '../../../kernel/page'
import { type Actor, type Route, route } from '../../../platform/http'
import type { Clusters } from './index'

/** The API of cluster analyses. `masked` takes out of members what the caller may not see. */
export function clusterRoutes(
  clusters: Clusters,
  masked: (actor: Actor, page: Page<SegmentMember>) => { items: SegmentMember[]; nextCursor: string | null },
): Route[] {
  return [
    route(clustersApi.list, async ({ workspaceId, query }) => {
      const { items, nextCursor } = await clusters.list(workspaceId, query)
      return { items: [...items], nextCursor }
    }),
    route(clustersApi.create, ({ actor, body }) => clusters.create(actor, body)),
    route(clustersApi.get, ({ workspaceId, params }) => clusters.get(workspaceId, params.id)),
    route(clustersApi.update, ({ actor, params, body }) => clusters.update(actor, params.id, body)),
    route(clustersApi.remove, async ({ actor, params }) => {
      await clusters.remove(actor, params.id)
      return undefined
    }),
    route(clustersApi.members, async ({ actor, workspaceId, params, query }) =>
      masked(actor, await clusters.members(workspaceId, params, query)),
    ),
    route(clustersApi.createSegment, ({ actor, params, body }) =>
      clusters.createSegment(actor, params, body),
    ),
  ]
}
