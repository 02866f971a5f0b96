import { type Customer, type CustomerRow, profilesApi } from '@rapport/contract'
import type { Actor, Route } from '../../platform/http'
import { route } from '../../platform/http'
import type { Json } from '../events'
import type { Audit } from '../teams'
import type { Profiles } from './face'
import { maskedValue, maskTraits, sensitivityOf } from './traits/known'

/** Routes about customers, but for downloads (flows/exports). Personal values leave only to those who may see them. */
export function profileRoutes(profiles: Profiles, audit: Audit): Route[] {
  const note = (actor: Actor, action: string, customer: Customer) =>
    audit.record(actor, {
      action,
      objectKind: 'customer',
      objectId: customer.id,
      summary: customer.id,
    })

  return [
    route(profilesApi.count, ({ workspaceId, query }) => profiles.count(workspaceId, query.where)),
    route(profilesApi.list, ({ actor, workspaceId, query }) =>
      maskedList(actor, profiles.list(workspaceId, query)),
    ),
    route(profilesApi.get, async ({ actor, workspaceId, params }) =>
      masked(actor, await profiles.get(workspaceId, params.id)),
    ),
    route(profilesApi.timeline, async ({ workspaceId, params, query }) => {
      const page = await profiles.timeline(workspaceId, params.id, query)
      return { ...page, items: [...page.items] }
    }),
    route(profilesApi.eventCounts, ({ workspaceId, params }) => profiles.eventCounts(workspaceId, params.id)),
    route(profilesApi.traitHistory, ({ workspaceId, params, query }) =>
      profiles.traitHistory(workspaceId, params.id, query.trait),
    ),
    route(profilesApi.setTraits, async ({ actor, workspaceId, params, body }) => {
      const customer = await profiles.setTraits(
        workspaceId,
        params.id,
        body.traits as Record<string, Json>,
        sourceOf(actor),
      )
      await note(actor, 'customer.traits_set', customer)
      return masked(actor, customer)
    }),
    route(profilesApi.merges, ({ workspaceId, params }) => profiles.merges(workspaceId, params.id)),
    route(profilesApi.merge, async ({ actor, workspaceId, params, body }) => {
      const customer = await profiles.merge(workspaceId, params.id, body.absorbedId, sourceOf(actor))
      await note(actor, 'customer.merged', customer)
      return masked(actor, customer)
    }),
    route(profilesApi.undoMerge, async ({ actor, workspaceId, params }) => {
      const customer = await profiles.undoMerge(workspaceId, params.id, sourceOf(actor))
      await note(actor, 'customer.merge_undone', customer)
      return masked(actor, customer)
    }),
    route(profilesApi.traits, ({ workspaceId }) => profiles.traits(workspaceId)),
    route(profilesApi.traitPresence, ({ workspaceId }) => profiles.traitPresence(workspaceId)),
    route(profilesApi.traitValues, ({ actor, workspaceId, params }) => {
      const isShown = sensitivityOf(params.name) === 'public' || maySeePersonal(actor)
      return isShown ? profiles.traitValues(workspaceId, params.name) : { items: [] }
    }),
  ]
}

const sourceOf = (actor: Actor): string => `${actor.kind}:${actor.name}`

const maySeePersonal = (actor: Actor): boolean => actor.permissions.has('customers:personal')

async function maskedList(
  actor: Actor,
  list: ReturnType<Profiles['list']>,
): Promise<{ items: CustomerRow[]; nextCursor: string | null }> {
  const { items, nextCursor } = await list
  if (maySeePersonal(actor)) return { items: [...items], nextCursor }
  return {
    items: items.map((row) => ({
      ...row,
      name: row.name && maskedValue,
      traits: maskTraits<unknown>(row.traits, () => maskedValue),
    })),
    nextCursor,
  }
}

function masked(actor: Actor, customer: Customer): Customer {
  if (maySeePersonal(actor)) return customer
  return {
    ...customer,
    name: customer.name && maskedValue,
    identifiers: customer.identifiers.map((identifier) => ({ ...identifier, value: maskedValue })),
    traits: maskTraits(customer.traits, (trait) => ({ ...trait, value: maskedValue })),
  }
}
