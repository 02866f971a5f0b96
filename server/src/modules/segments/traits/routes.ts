import { computedTraitsApi, type SegmentMember } from '@rapport/contract'
import { type Actor, type Route, route } from '../../../platform/http'
import type { TraitCatalogue } from './catalogue'

/** The API of a workspace's own computed traits. `masked` hides what the caller may not see of people. */
export function traitRoutes(
  traits: TraitCatalogue,
  masked: (actor: Actor, members: readonly SegmentMember[]) => SegmentMember[],
): Route[] {
  return [
    route(computedTraitsApi.list, async ({ workspaceId }) => ({ items: await traits.list(workspaceId) })),
    route(computedTraitsApi.create, ({ actor, body }) => traits.create(actor, body)),
    route(computedTraitsApi.preview, async ({ actor, workspaceId, body }) => {
      const preview = await traits.preview(workspaceId, body)
      const customers = masked(
        actor,
        preview.sample.map(({ customer }) => customer),
      )
      const sample = preview.sample.map((one, index) => ({
        ...one,
        customer: customers[index] ?? one.customer,
      }))
      return { ...preview, sample }
    }),
    route(computedTraitsApi.get, ({ workspaceId, params }) => traits.get(workspaceId, params.key)),
    route(computedTraitsApi.uses, ({ workspaceId, params }) => traits.uses(workspaceId, params.key)),
    route(computedTraitsApi.update, ({ actor, params, body }) => traits.update(actor, params.key, body)),
    route(computedTraitsApi.fill, ({ actor, params, body }) => traits.fill(actor, params.key, body.action)),
    route(computedTraitsApi.remove, ({ actor, params }) => traits.remove(actor, params.key)),
  ]
}
