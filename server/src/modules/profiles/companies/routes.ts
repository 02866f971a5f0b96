import { type Company, companiesApi } from '@rapport/contract'
import { type Actor, type Route, route } from '../../../platform/http'
import type { Json } from '../../events'
import type { Audit } from '../../teams'
import { maskedValue, maskTraits } from '../traits/known'
import type { Companies } from './index'

/** Every route about companies and households. Names of people leave only to those who may see them. */
export function companyRoutes(companies: Companies, audit: Pick<Audit, 'record'>): Route[] {
  const note = async (actor: Actor, action: string, company: Company, after?: unknown): Promise<Company> => {
    await audit.record(actor, {
      action: `${company.kind}.${action}`,
      objectKind: company.kind,
      objectId: company.id,
      summary: company.name,
      after,
    })
    return masked(actor, company)
  }

  return [
    route(companiesApi.traits, ({ workspaceId }) => companies.traits(workspaceId)),
    route(companiesApi.list, async ({ actor, workspaceId, query }) => {
      const { items, nextCursor } = await companies.list(workspaceId, query)
      return { items: items.map((one) => ({ ...one, name: groupName(actor, one) })), nextCursor }
    }),
    route(companiesApi.create, async ({ actor, workspaceId, body }) =>
      note(actor, 'created', await companies.create(workspaceId, body, sourceOf(actor)), body),
    ),
    route(companiesApi.get, async ({ actor, workspaceId, params }) =>
      masked(actor, await companies.get(workspaceId, params.id)),
    ),
    route(companiesApi.setTraits, async ({ actor, workspaceId, params, body }) => {
      const traits = body.traits as Record<string, Json>
      const company = await companies.setTraits(workspaceId, params.id, traits, sourceOf(actor))
      return note(actor, 'traits_set', company, traits)
    }),
    route(companiesApi.members, async ({ actor, workspaceId, params, query }) => {
      const { items, nextCursor } = await companies.members(workspaceId, params.id, query)
      return { items: items.map((one) => ({ ...one, name: shownName(actor, one.name) })), nextCursor }
    }),
    route(companiesApi.addMember, async ({ actor, workspaceId, params }) =>
      note(actor, 'member_added', await companies.addMember(workspaceId, params, sourceOf(actor)), {
        customerId: params.customerId,
      }),
    ),
    route(companiesApi.removeMember, async ({ actor, workspaceId, params }) =>
      note(actor, 'member_removed', await companies.removeMember(workspaceId, params, sourceOf(actor)), {
        customerId: params.customerId,
      }),
    ),
    route(companiesApi.timeline, async ({ actor, workspaceId, params, query }) => {
      const { items, nextCursor } = await companies.timeline(workspaceId, params.id, query)
      return {
        items: items.map((one) => ({ ...one, customerName: shownName(actor, one.customerName) })),
        nextCursor,
      }
    }),
    route(companiesApi.ofCustomer, async ({ actor, workspaceId, params }) => {
      const { items } = await companies.ofCustomer(workspaceId, params.id)
      return { items: items.map((one) => ({ ...one, name: groupName(actor, one) })) }
    }),
    route(companiesApi.suggestions, async ({ actor, workspaceId }) => {
      const { items } = await companies.suggestions(workspaceId)
      if (seesPersonal(actor)) return { items }
      return {
        items: items.map((one) => ({
          ...one,
          shared: maskedValue,
          name: maskedValue,
          members: one.members.map((member) => ({ ...member, name: shownName(actor, member.name) })),
        })),
      }
    }),
    route(companiesApi.acceptSuggestion, async ({ actor, workspaceId, params }) =>
      note(actor, 'created', await companies.accept(workspaceId, params.id, sourceOf(actor))),
    ),
    route(companiesApi.refuseSuggestion, async ({ actor, workspaceId, params }) => {
      const { members } = await companies.refuse(workspaceId, params.id, actor.name)
      await audit.record(actor, {
        action: 'household.refused',
        objectKind: 'household',
        objectId: params.id,
        summary: params.id,
        after: { customerIds: members.map(({ id }) => id) },
      })
    }),
  ]
}

const sourceOf = (actor: Actor): string => `${actor.kind}:${actor.name}`

const seesPersonal = (actor: Actor): boolean => actor.permissions.has('customers:personal')

const shownName = (actor: Actor, name: string): string => (seesPersonal(actor) ? name : name && maskedValue)

/** A household is called as its people are; what a company is called is no secret. */
const groupName = (actor: Actor, { kind, name }: Pick<Company, 'kind' | 'name'>): string =>
  kind === 'household' ? shownName(actor, name) : name

function masked(actor: Actor, company: Company): Company {
  if (company.kind === 'company' || seesPersonal(actor)) return company
  return {
    ...company,
    name: groupName(actor, company),
    traits: maskTraits(company.traits, (trait) => ({ ...trait, value: maskedValue })),
  }
}
