import { z } from 'zod'
import { endpoint, idParams, pageOf, pageQuery } from './endpoint'
import { settableTraits, traitDefinitionSchema, type traitTypes, traitValueSchema } from './profiles'

const moment = z.iso.datetime()
const tag = 'companies'

/** A company, or people who live together. */
export const companyKinds = ['company', 'household'] as const
export type CompanyKind = (typeof companyKinds)[number]

/**
 * What is worked out from the members of a company or household, in the order in which it is shown. Rules ask for it as
 * `company.revenue`. Amounts are minor units of the workspace's currency.
 */
export const companyRollups = {
  members: 'number',
  /** Seen since the beginning of the day 30 days ago. */
  active_members: 'number',
  orders: 'number',
  revenue: 'money',
  first_order_at: 'moment',
  last_order_at: 'moment',
  last_seen_at: 'moment',
} as const satisfies Record<string, (typeof traitTypes)[number]>
export type CompanyRollup = keyof typeof companyRollups

/** Members count as active who were seen in so many days. */
export const activeDays = 30

/** Traits of companies and households in rules: `company.industry`, `household.revenue`. */
export function companyPath(path: string): { readonly kind: CompanyKind; readonly trait: string } | null {
  const dot = path.indexOf('.')
  const kind = companyKinds.find((each) => each === path.slice(0, dot))
  return kind && dot > 0 ? { kind, trait: path.slice(dot + 1) } : null
}

export const companyLimits = {
  /** Members given when one is made by hand. */
  firstMembersMax: 50,
  /** Companies and households shown of one customer. */
  ofCustomerMax: 100,
  /** People proposed as one household; more at one address are an office or a dormitory. */
  householdMembersMax: 8,
  /** Proposals shown at once. */
  suggestionsMax: 50,
} as const

const figuresSchema = z.object({
  members: z.number().int(),
  active_members: z.number().int(),
  orders: z.number().int(),
  revenue: z.number().int(),
  first_order_at: moment.nullable(),
  last_order_at: moment.nullable(),
  last_seen_at: moment.nullable(),
})
export type CompanyFigures = z.infer<typeof figuresSchema>

export const companyRowSchema = z.object({
  id: z.uuid(),
  kind: z.enum(companyKinds),
  /** The sender's own id of the group. */
  groupId: z.string(),
  name: z.string(),
  figures: figuresSchema,
})
export type CompanyRow = z.infer<typeof companyRowSchema>

export const companySchema = companyRowSchema.extend({
  firstSeenAt: moment,
  traits: z.record(z.string(), traitValueSchema),
})
export type Company = z.infer<typeof companySchema>

export const companyMemberSchema = z.object({
  /** The customer. */
  id: z.uuid(),
  name: z.string(),
  joinedAt: moment.nullable(),
  lastSeenAt: moment,
  orders: z.number().int(),
  revenue: z.number().int(),
})
export type CompanyMember = z.infer<typeof companyMemberSchema>

export const householdReasons = ['address', 'phone'] as const

/** People who may live together: the same address and family name, or the same phone number kept apart. */
export const householdSuggestionSchema = z.object({
  id: z.uuid(),
  reason: z.enum(householdReasons),
  /** What they share; hidden from those who may not see personal data. */
  shared: z.string(),
  /** A name for the household. */
  name: z.string(),
  members: z.array(z.object({ id: z.uuid(), name: z.string() })),
})
export type HouseholdSuggestion = z.infer<typeof householdSuggestionSchema>

const name = z.string().trim().min(1).max(200)
const kind = z.enum(companyKinds)
const memberParams = z.object({ id: z.uuid(), customerId: z.uuid() })

export const companiesApi = {
  list: endpoint({
    method: 'GET',
    path: '/companies',
    tag,
    access: 'customers:read',
    summary: 'Companies or households with what their members add up to',
    query: pageQuery.extend({
      kind: kind.default('company'),
      /** A part of the name, or the sender's own id. */
      search: z.string().trim().max(200).optional(),
      sort: z.enum(['name', 'revenue', 'members', 'last_seen']).default('name'),
    }),
    response: pageOf(companyRowSchema),
  }),
  create: endpoint({
    method: 'POST',
    path: '/companies',
    tag,
    access: 'customers:write',
    summary: 'Makes a company or a household by hand',
    body: z.object({
      kind,
      name,
      /** Left out, one is made up. */
      groupId: z.string().trim().min(1).max(200).optional(),
      memberIds: z.array(z.uuid()).max(companyLimits.firstMembersMax).default([]),
    }),
    response: companySchema,
    status: 201,
    idempotent: true,
  }),
  traits: endpoint({
    method: 'GET',
    path: '/companies/traits',
    tag,
    access: 'customers:read',
    summary: 'Traits of companies and households, by the names that rules ask for',
    response: z.object({ items: z.array(traitDefinitionSchema) }),
  }),
  get: endpoint({
    method: 'GET',
    path: '/companies/:id',
    tag,
    access: 'customers:read',
    summary: 'One company or household: traits with source and time, and figures of its members',
    params: idParams,
    response: companySchema,
  }),
  setTraits: endpoint({
    method: 'PATCH',
    path: '/companies/:id/traits',
    tag,
    access: 'customers:write',
    summary: 'Sets traits by hand; null takes one away. What is worked out from members is refused.',
    params: idParams,
    body: z.object({ traits: settableTraits }),
    response: companySchema,
    idempotent: true,
  }),
  members: endpoint({
    method: 'GET',
    path: '/companies/:id/members',
    tag,
    access: 'customers:read',
    summary: 'Members, who spent most first',
    params: idParams,
    query: pageQuery,
    response: pageOf(companyMemberSchema),
  }),
  addMember: endpoint({
    method: 'PUT',
    path: '/companies/:id/members/:customerId',
    tag,
    access: 'customers:write',
    summary: 'A customer joins',
    params: memberParams,
    response: companySchema,
  }),
  removeMember: endpoint({
    method: 'DELETE',
    path: '/companies/:id/members/:customerId',
    tag,
    access: 'customers:write',
    summary: 'A customer leaves',
    params: memberParams,
    response: companySchema,
  }),
  timeline: endpoint({
    method: 'GET',
    path: '/companies/:id/timeline',
    tag,
    access: 'customers:read',
    summary: 'What its members did, newest first',
    params: idParams,
    query: pageQuery,
    response: pageOf(
      z.object({
        id: z.string(),
        at: moment,
        type: z.string(),
        name: z.string(),
        valueMinor: z.number().int(),
        customerId: z.uuid(),
        customerName: z.string(),
      }),
    ),
  }),
  ofCustomer: endpoint({
    method: 'GET',
    path: '/customers/:id/companies',
    tag,
    access: 'customers:read',
    summary: 'Companies and households of a customer',
    params: idParams,
    response: z.object({
      items: z.array(z.object({ id: z.uuid(), kind, name: z.string(), joinedAt: moment })),
    }),
  }),
  suggestions: endpoint({
    method: 'GET',
    path: '/households/suggestions',
    tag,
    access: 'customers:read',
    summary: 'People who may live together and are in no household together yet',
    response: z.object({ items: z.array(householdSuggestionSchema) }),
  }),
  acceptSuggestion: endpoint({
    method: 'POST',
    path: '/households/suggestions/:id/accept',
    tag,
    access: 'customers:write',
    summary: 'Makes a household of a suggestion; nobody is merged',
    params: idParams,
    response: companySchema,
    status: 201,
    idempotent: true,
  }),
  refuseSuggestion: endpoint({
    method: 'POST',
    path: '/households/suggestions/:id/refuse',
    tag,
    access: 'customers:write',
    summary: 'Says that a suggestion is no household: it is not made again',
    params: idParams,
    status: 204,
  }),
}
