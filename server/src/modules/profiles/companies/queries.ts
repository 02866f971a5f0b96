import { type CompanyFigures, type CompanyKind, type CompanyRollup, companyRollups } from '@rapport/contract'
import type { Facts } from '../../../platform/clickhouse'
import { ownersSql, rollupsSql } from './rollups'

const workspace = 'workspace_id = {workspaceId:UUID}'
const sinceSql = "fromUnixTimestamp64Milli({sinceMs:Int64}, 'UTC')"
const rollupNames = Object.keys(companyRollups) as CompanyRollup[]

export const noFigures: CompanyFigures = {
  members: 0,
  active_members: 0,
  orders: 0,
  revenue: 0,
  first_order_at: null,
  last_order_at: null,
  last_seen_at: null,
}

/** What a list can be sorted by besides the name: figures, larger first. */
const sortFigures = {
  revenue: { figure: 'revenue', key: 'toString(toFloat64(revenue))' },
  members: { figure: 'members', key: 'toString(toFloat64(members))' },
  last_seen: { figure: 'last_seen_at', key: "ifNull(last_seen_at, '')" },
} as const
export type CompanySort = keyof typeof sortFigures | 'name'

export interface CompanyHit {
  readonly id: string
  readonly groupId: string
  readonly name: string
  readonly sortKey: string
}

export interface CompanyListQuery {
  readonly kind: CompanyKind
  readonly search?: string
  readonly sort: CompanySort
  readonly after?: { readonly key: string; readonly id: string }
  readonly limit: number
}

/** One page of companies or households; only a sort by a figure works it out for all of them. */
export function listCompanies(
  facts: Facts,
  workspaceId: string,
  query: CompanyListQuery,
  since: Date,
): Promise<CompanyHit[]> {
  const where = [
    workspace,
    'kind = {kind:String}',
    ...(query.search
      ? ['(positionCaseInsensitiveUTF8(name, {search:String}) > 0 OR group_id = {search:String})']
      : []),
  ].join(' AND ')
  const params = {
    workspaceId,
    kind: query.kind,
    search: query.search ?? '',
    sinceMs: since.getTime(),
    key: query.after?.key ?? '',
    id: query.after?.id ?? workspaceId,
    limit: query.limit,
  }
  const companies = `SELECT company_id, group_id, name FROM companies FINAL WHERE ${where}`
  if (query.sort === 'name') {
    return facts.query<CompanyHit>(
      `SELECT company_id AS id, group_id AS groupId, name, lowerUTF8(name) AS sortKey FROM (${companies})
       ${query.after ? 'WHERE (sortKey, id) > ({key:String}, {id:UUID})' : ''}
       ORDER BY sortKey, id LIMIT {limit:UInt32}`,
      params,
    )
  }
  const { figure } = sortFigures[query.sort]
  const scope = {
    workspace,
    companies: `company_id IN (SELECT company_id FROM (${companies}))`,
    areFew: false,
    since: sinceSql,
  }
  const key = figure === 'last_seen_at' ? `ifNull(${figure}, '')` : figure
  const after = figure === 'last_seen_at' ? '{key:String}' : 'toInt64({key:String})'
  return facts.query<CompanyHit>(
    `SELECT company.company_id AS id, group_id AS groupId, name, toString(${key}) AS sortKey
     FROM (${companies}) AS company
     LEFT ANY JOIN (${rollupsSql([figure], scope)}) AS rolled ON rolled.company_id = company.company_id
     ${query.after ? `WHERE (${key}, id) < (${after}, {id:UUID})` : ''}
     ORDER BY ${key} DESC, id DESC LIMIT {limit:UInt32}`,
    params,
  )
}

/** All figures of some companies. */
export async function figuresOf(
  facts: Facts,
  workspaceId: string,
  ids: readonly string[],
  since: Date,
): Promise<Map<string, CompanyFigures>> {
  if (ids.length === 0) return new Map()
  const scope = {
    workspace,
    companies: 'company_id IN {ids:Array(UUID)}',
    areFew: true,
    since: sinceSql,
  }
  const rows = await facts.query<CompanyFigures & { company_id: string }>(rollupsSql(rollupNames, scope), {
    workspaceId,
    ids,
    sinceMs: since.getTime(),
  })
  return new Map(rows.map(({ company_id, ...figures }) => [company_id, figures]))
}

const membersOf = `SELECT DISTINCT owner_id FROM (${ownersSql(workspace, 'company_id = {companyId:UUID}')})`

export interface MemberHit {
  readonly id: string
  readonly lastSeenAt: string
  readonly orders: number
  readonly revenue: number
  readonly traits: Readonly<Record<string, unknown>>
}

/** Members, who spent most first. */
export function listCompanyMembers(
  facts: Facts,
  workspaceId: string,
  companyId: string,
  page: { readonly after?: { readonly revenue: number; readonly id: string }; readonly limit: number },
): Promise<MemberHit[]> {
  return facts.query<MemberHit>(
    `SELECT profile_id AS id, last_seen_at AS lastSeenAt, ifNull(traits.orders.:\`Int64\`, 0) AS orders,
            ifNull(traits.revenue.:\`Int64\`, 0) AS revenue, traits
     FROM profiles FINAL
     WHERE ${workspace} AND profile_id IN (${membersOf})
       ${page.after ? 'AND (revenue, profile_id) < ({revenue:Int64}, {id:UUID})' : ''}
     ORDER BY revenue DESC, profile_id DESC LIMIT {limit:UInt32}`,
    {
      workspaceId,
      companyId,
      revenue: page.after?.revenue ?? 0,
      id: page.after?.id ?? workspaceId,
      limit: page.limit,
    },
  )
}

export interface CompanyEvent {
  readonly id: string
  readonly at: string
  readonly type: string
  readonly name: string
  readonly valueMinor: number
  readonly customerId: string
}

/** What members did, on any of their nodes, newest first. */
export function listCompanyEvents(
  facts: Facts,
  workspaceId: string,
  companyId: string,
  page: { readonly before?: { readonly at: string; readonly id: string }; readonly limit: number },
): Promise<CompanyEvent[]> {
  const aliases = `SELECT node_id, profile_id FROM profile_aliases FINAL WHERE ${workspace} AND profile_id IN (${membersOf})`
  return facts.query<CompanyEvent>(
    `SELECT message_id AS id, time AS at, type, name, value_minor AS valueMinor,
            if(empty(alias.profile_id), event.profile_id, alias.profile_id) AS customerId
     FROM (
       SELECT message_id, time, type, name, value_minor, profile_id FROM events
       WHERE ${workspace}
         AND (profile_id IN (${membersOf}) OR profile_id IN (SELECT node_id FROM (${aliases})))
         ${page.before ? 'AND (time, message_id) < (parseDateTime64BestEffort({at:String}, 3), {id:String})' : ''}
       ORDER BY time DESC, message_id DESC LIMIT {limit:UInt32}
     ) AS event
     LEFT ANY JOIN (${aliases}) AS alias ON alias.node_id = event.profile_id
     ORDER BY at DESC, id DESC`,
    {
      workspaceId,
      companyId,
      at: page.before?.at ?? '',
      id: page.before?.id ?? '',
      limit: page.limit,
    },
  )
}

/** Names of customers are made of these. */
export async function traitsOfCustomers(
  facts: Facts,
  workspaceId: string,
  ids: readonly string[],
): Promise<Map<string, Readonly<Record<string, unknown>>>> {
  if (ids.length === 0) return new Map()
  const rows = await facts.query<{ id: string; traits: Record<string, unknown> }>(
    `SELECT profile_id AS id, traits FROM profiles FINAL WHERE ${workspace} AND profile_id IN {ids:Array(UUID)}`,
    { workspaceId, ids },
  )
  return new Map(rows.map((row) => [row.id, row.traits]))
}

/** Names of the given traits of companies and households, with the types of their values. */
export function listCompanyTraits(
  facts: Facts,
  workspaceId: string,
): Promise<{ kind: CompanyKind; name: string; types: string[] }[]> {
  return facts.query(
    `SELECT kind, path.1 AS name, path.2 AS types
     FROM (
       SELECT kind, arrayJoin(distinctJSONPathsAndTypes(traits)) AS path
       FROM companies WHERE ${workspace} GROUP BY kind
     )
     ORDER BY kind, name LIMIT 1000`,
    { workspaceId },
  )
}

/** The most frequent values of a given trait. */
export function topCompanyValues(
  facts: Facts,
  workspaceId: string,
  kind: CompanyKind,
  value: string,
): Promise<{ value: string; count: number }[]> {
  return facts.query(
    `SELECT ${value} AS value, count() AS count
     FROM companies FINAL WHERE ${workspace} AND kind = {kind:String} AND value != ''
     GROUP BY value ORDER BY count DESC, value LIMIT 50`,
    { workspaceId, kind },
  )
}
