import type { CustomerRow, TimelineItem } from '@rapport/contract'
import { type Facts, jsonPath, jsonText } from '../../platform/clickhouse'
import type { Database } from '../../platform/postgres'
import type { Json } from '../events'
import type { Traits } from './profile'

/** Sort keys of the customer list: an expression that is a number, larger first. */
const sortKeys = {
  last_seen: 'toFloat64(toUnixTimestamp64Milli(last_seen_at))',
  first_seen: 'toFloat64(toUnixTimestamp64Milli(first_seen_at))',
  revenue: 'toFloat64OrZero(toString(traits.revenue))',
  orders: 'toFloat64OrZero(toString(traits.orders))',
  last_order:
    "toFloat64(toUnixTimestamp64Milli(parseDateTime64BestEffortOrZero(ifNull(toString(traits.last_order_at), ''), 3, 'UTC')))",
} as const
export type CustomerSort = keyof typeof sortKeys

export interface TraitFilter {
  readonly trait: string
  readonly value: string
}

export interface CustomerQuery {
  readonly filters: readonly TraitFilter[]
  readonly sort: CustomerSort
  readonly after?: { readonly key: number; readonly id: string }
  /** Only these, as found by a search. */
  readonly ids?: readonly string[]
  readonly limit: number
}

export interface CustomerHit {
  readonly id: string
  readonly firstSeenAt: string
  readonly lastSeenAt: string
  readonly sortKey: number
  readonly traits: Readonly<Record<string, unknown>>
}

/** One page of customers from ClickHouse's copy, sorted, with one row too many when there are more. */
export function listCustomers(
  facts: Facts,
  workspaceId: string,
  query: CustomerQuery,
): Promise<CustomerHit[]> {
  const { where, params } = conditions(query.filters)
  return facts.query<CustomerHit>(
    `SELECT profile_id AS id, first_seen_at AS firstSeenAt, last_seen_at AS lastSeenAt, traits, ${sortKeys[query.sort]} AS sortKey
     FROM profiles FINAL
     WHERE workspace_id = {workspaceId:UUID}
       ${where}
       ${query.ids ? 'AND profile_id IN {ids:Array(UUID)}' : ''}
       ${query.after ? 'AND (sortKey, profile_id) < ({key:Float64}, {id:UUID})' : ''}
     ORDER BY sortKey DESC, profile_id DESC
     LIMIT {limit:UInt32}`,
    {
      workspaceId,
      ...params,
      ids: query.ids ?? [],
      key: query.after?.key ?? 0,
      id: query.after?.id ?? workspaceId,
      limit: query.limit,
    },
  )
}

export async function countCustomers(
  facts: Facts,
  workspaceId: string,
  filters: readonly TraitFilter[],
): Promise<{ total: number; matching: number }> {
  const { where, params } = conditions(filters)
  const [row] = await facts.query<{ total: number; matching: number }>(
    `SELECT count() AS total, countIf(1 ${where}) AS matching
     FROM profiles FINAL WHERE workspace_id = {workspaceId:UUID}`,
    { workspaceId, ...params },
  )
  return row ?? { total: 0, matching: 0 }
}

/**
 * Ids of customers whose name or any identifier begins with the text, or whose phone number with one of the prefixes;
 * the newest first.
 */
export async function searchCustomers(
  db: Database,
  workspaceId: string,
  text: string,
  phones: readonly string[],
  limit: number,
): Promise<string[]> {
  const prefix = `${text.toLowerCase().replace(/[\\%_]/g, '\\$&')}%`
  const rows = await db.query<{ id: string }>(
    `SELECT id FROM (
       (SELECT profile_id AS id, last_seen_at FROM profiles
        WHERE workspace_id = $1 AND merged_into IS NULL AND lower(name) LIKE $2 LIMIT $4)
       UNION
       (SELECT p.profile_id AS id, p.last_seen_at FROM identifiers AS i
        JOIN profiles AS p ON p.workspace_id = i.workspace_id AND p.profile_id = i.profile_id
        WHERE i.workspace_id = $1 AND i.kind <> 'anonymous_id' AND lower(i.value) LIKE $2 LIMIT $4)
       UNION
       (SELECT p.profile_id AS id, p.last_seen_at FROM identifiers AS i
        JOIN profiles AS p ON p.workspace_id = i.workspace_id AND p.profile_id = i.profile_id
        WHERE i.workspace_id = $1 AND i.kind = 'anonymous_id' AND i.value = $5)
       UNION
       (SELECT p.profile_id AS id, p.last_seen_at FROM identifiers AS i
        JOIN profiles AS p ON p.workspace_id = i.workspace_id AND p.profile_id = i.profile_id
        WHERE i.workspace_id = $1 AND i.kind = 'phone' AND i.value LIKE ANY ($6::text[]) LIMIT $4)
       UNION
       (SELECT coalesce(merged_into, profile_id) AS id, last_seen_at FROM profiles
        WHERE workspace_id = $1 AND profile_id::text = $3)
     ) AS hits
     ORDER BY last_seen_at DESC LIMIT $4`,
    [workspaceId, prefix, text.toLowerCase(), limit, text, phones.map((phone) => `${phone}%`)],
  )
  return rows.map((row) => row.id)
}

export interface TimelineQuery {
  readonly names?: readonly string[]
  readonly since?: string
  readonly until?: string
  readonly before?: { readonly at: string; readonly id: string }
  readonly limit: number
}

/** What happened to a person, newest first: the events of all nodes that are this person today. */
export async function listTimeline(
  facts: Facts,
  workspaceId: string,
  nodes: readonly string[],
  query: TimelineQuery,
): Promise<TimelineItem[]> {
  const rows = await facts.query<Omit<TimelineItem, 'context'> & { readonly context: string }>(
    `SELECT message_id AS id, time AS at, type, name, source, value_minor AS valueMinor, currency, properties, context
     FROM events
     WHERE workspace_id = {workspaceId:UUID} AND profile_id IN {nodes:Array(UUID)}
       ${query.names ? 'AND name IN {names:Array(String)}' : ''}
       ${query.since ? 'AND time >= parseDateTime64BestEffort({since:String}, 3)' : ''}
       ${query.until ? 'AND time < parseDateTime64BestEffort({until:String}, 3)' : ''}
       ${query.before ? 'AND (time, message_id) < (parseDateTime64BestEffort({at:String}, 3), {id:String})' : ''}
     ORDER BY time DESC, message_id DESC
     LIMIT {limit:UInt32}`,
    {
      workspaceId,
      nodes,
      names: query.names ?? [],
      since: query.since ?? '',
      until: query.until ?? '',
      at: query.before?.at ?? '',
      id: query.before?.id ?? '',
      limit: query.limit,
    },
  )
  return rows.map((row) => ({ ...row, context: row.context === '' ? {} : JSON.parse(row.context) }))
}

export function countEvents(
  facts: Facts,
  workspaceId: string,
  nodes: readonly string[],
): Promise<{ name: string; type: string; count: number; lastAt: string }[]> {
  return facts.query(
    `SELECT name, any(type) AS type, count() AS count, max(time) AS lastAt
     FROM events WHERE workspace_id = {workspaceId:UUID} AND profile_id IN {nodes:Array(UUID)}
     GROUP BY name ORDER BY lastAt DESC LIMIT 500`,
    { workspaceId, nodes },
  )
}

export function listTraitChanges(
  facts: Facts,
  workspaceId: string,
  nodes: readonly string[],
  trait: string | undefined,
): Promise<{ trait: string; at: string; value: string; source: string }[]> {
  return facts.query(
    `SELECT trait, at, value, source FROM trait_changes FINAL
     WHERE workspace_id = {workspaceId:UUID} AND profile_id IN {nodes:Array(UUID)} ${trait ? 'AND trait = {trait:String}' : ''}
     ORDER BY at DESC, journal_position DESC LIMIT 1000`,
    { workspaceId, nodes, trait: trait ?? '' },
  )
}

/**
 * The newest value of each trait that messages gave to these nodes, whichever profile they belong to now. What an enricher
 * derived is left out.
 */
export async function traitsToldOf(
  facts: Facts,
  workspaceId: string,
  nodes: readonly string[],
): Promise<Traits> {
  const rows = await facts.query<{ trait: string; newest: string; told: string; teller: string }>(
    `SELECT trait, max(at) AS newest, argMax(value, (at, journal_position)) AS told,
            argMax(source, (at, journal_position)) AS teller
     FROM trait_changes
     WHERE workspace_id = {workspaceId:UUID} AND profile_id IN {nodes:Array(UUID)} AND NOT startsWith(source, 'enricher:')
     GROUP BY trait`,
    { workspaceId, nodes },
  )
  return Object.fromEntries(
    rows.map(({ trait, newest, told, teller }) => [
      trait,
      { value: JSON.parse(told) as Json, source: teller, at: new Date(newest).toISOString() },
    ]),
  )
}

/** Trait names in use, with the types of their values. */
export function listTraitPaths(
  facts: Facts,
  workspaceId: string,
): Promise<{ name: string; types: string[] }[]> {
  return facts.query(
    `SELECT path.1 AS name, path.2 AS types
     FROM (SELECT arrayJoin(distinctJSONPathsAndTypes(traits)) AS path FROM profiles WHERE workspace_id = {workspaceId:UUID})
     ORDER BY name LIMIT 1000`,
    { workspaceId },
  )
}

/** The most frequent values of a trait; of a list, those of its elements. */
export function topTraitValues(
  facts: Facts,
  workspaceId: string,
  trait: string,
): Promise<{ value: string; count: number }[]> {
  return facts.query(
    `SELECT arrayJoin(if(startsWith(dynamicType(${jsonPath('traits', trait)}), 'Array'),
                         arrayMap(one -> ifNull(one, ''), ${jsonPath('traits', trait)}.:\`Array(Nullable(String))\`),
                         [${jsonText('traits', trait)}])) AS value,
            count() AS count
     FROM profiles FINAL WHERE workspace_id = {workspaceId:UUID} AND value != ''
     GROUP BY value ORDER BY count DESC, value LIMIT 50`,
    { workspaceId },
  )
}

function conditions(filters: readonly TraitFilter[]): { where: string; params: Record<string, string> } {
  const parts = filters.map(
    ({ trait }, index) => `AND ${jsonText('traits', trait)} = {filter${index}:String}`,
  )
  return {
    where: parts.join(' '),
    params: Object.fromEntries(filters.map(({ value }, index) => [`filter${index}`, value])),
  }
}

/** A list row with the traits asked for. */
export function presentRow(hit: CustomerHit, columns: readonly string[], name: string): CustomerRow {
  const traits = Object.fromEntries(
    columns.flatMap((column) => (hit.traits[column] === undefined ? [] : [[column, hit.traits[column]]])),
  )
  return { id: hit.id, name, firstSeenAt: hit.firstSeenAt, lastSeenAt: hit.lastSeenAt, traits }
}
