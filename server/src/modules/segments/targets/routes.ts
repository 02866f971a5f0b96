import { lookalikesApi, type SegmentMember, targetsApi } from '@rapport/contract'
import { type Actor, type Route, route } from '../../../platform/http'
import type { Targets } from './index'

/** The API of target selection. `masked` takes out of members what the caller may not see. */
export function targetRoutes(
  { compare, lookalikes }: Targets,
  masked: (actor: Actor, items: readonly SegmentMember[]) => SegmentMember[],
): Route[] {
  return [
    route(targetsApi.compare, ({ workspaceId, body }) => compare(workspaceId, body)),
    route(lookalikesApi.list, async ({ workspaceId, query }) => {
      const { items, nextCursor } = await lookalikes.list(workspaceId, query)
      return { items: [...items], nextCursor }
    }),
    route(lookalikesApi.traits, ({ workspaceId, query }) => lookalikes.traits(workspaceId, query.seedId)),
    route(lookalikesApi.create, ({ actor, body }) => lookalikes.create(actor, body)),
    route(lookalikesApi.get, ({ workspaceId, params }) => lookalikes.get(workspaceId, params.id)),
    route(lookalikesApi.remove, async ({ actor, params }) => {
      await lookalikes.remove(actor, params.id)
      return undefined
    }),
    route(lookalikesApi.members, async ({ actor, workspaceId, params, query }) => {
      const { items, nextCursor } = await lookalikes.members(workspaceId, params.id, query)
      const shown = masked(actor, items)
      const withRanks = items.map((item, at) => ({ ...item, ...shown[at] }))
      return { items: withRanks, nextCursor }
    }),
    route(lookalikesApi.createSegment, ({ actor, params, body }) =>
      lookalikes.createSegment(actor, params, body),
    ),
  ]
}
