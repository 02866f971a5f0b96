import { activeDays, type CompanyRollup } from '@rapport/contract'
import { DateTime } from 'luxon'

/** From here on a member who was seen is active: whole days, so that the figure turns at midnight and not every second. */
export function activeSince(now: Date, timezone: string): Date {
  return DateTime.fromJSDate(now, { zone: timezone }).startOf('day').minus({ days: activeDays }).toJSDate()
}

/** What is read of a member's profile for a figure, and how the members' add up. Dates are ISO texts, whose order is that of time. */
const figures: Readonly<
  Record<CompanyRollup, { readonly reads: readonly string[]; readonly is: (since: string) => string }>
> = {
  members: { reads: [], is: () => 'toInt64(count())' },
  active_members: {
    reads: ['last_seen_at AS seen'],
    is: (since) => `toInt64(countIf(seen >= ${since}))`,
  },
  orders: {
    reads: ['ifNull(traits.orders.:`Int64`, 0) AS order_count'],
    is: () => 'sum(order_count)',
  },
  revenue: {
    reads: ['ifNull(traits.revenue.:`Int64`, 0) AS spent'],
    is: () => 'sum(spent)',
  },
  first_order_at: {
    reads: ["ifNull(traits.first_order_at.:`String`, '') AS first_ordered"],
    is: () => "nullIf(minIf(first_ordered, first_ordered != ''), '')",
  },
  last_order_at: {
    reads: ["ifNull(traits.last_order_at.:`String`, '') AS last_ordered"],
    is: () => "nullIf(max(last_ordered), '')",
  },
  last_seen_at: {
    reads: ['last_seen_at AS seen'],
    is: () => "toNullable(concat(replaceOne(toString(max(seen)), ' ', 'T'), 'Z'))",
  },
}

/** Where figures are asked: conditions in SQL. */
export interface RollupScope {
  /** On `workspace_id`. */
  readonly workspace: string
  /** On `company_id`; null for all companies and households. */
  readonly companies: string | null
  /** Whether these are few, so that the profiles of their members are looked up instead of all read. */
  readonly areFew: boolean
  /** The moment that active members were seen since. */
  readonly since: string
}

/**
 * Figures of companies and households as of now, a row for each that has a member: `company_id` and the names asked for.
 * They are added up where they are asked for: nothing is kept that could fall out of step with the members.
 */
export function rollupsSql(
  asked: readonly CompanyRollup[],
  { workspace, companies, areFew, since }: RollupScope,
): string {
  const reads = [...new Set(asked.flatMap((name) => figures[name].reads))]
  const belongings = ownersSql(workspace, companies)
  const only = areFew ? ` AND profile_id IN (SELECT owner_id FROM (${belongings}))` : ''
  return `SELECT belonging.company_id AS company_id${asked.map((name) => `, ${figures[name].is(since)} AS ${name}`).join('')}
FROM (${areFew ? `SELECT DISTINCT * FROM (${belongings})` : onceEach(belongings, workspace)}) AS belonging
INNER JOIN (
  SELECT ${['profile_id', ...reads].join(', ')} FROM profiles FINAL WHERE ${workspace}${only}
) AS person ON person.profile_id = belonging.owner_id
GROUP BY belonging.company_id`
}

/** Each person once in each company. Only who was merged can be there twice: to look for the same twice among all takes three times as long. */
function onceEach(belongings: string, workspace: string): string {
  const survivors = `SELECT profile_id FROM profile_aliases FINAL WHERE ${workspace}`
  return `SELECT company_id, owner_id FROM (${belongings}) WHERE owner_id NOT IN (${survivors})
UNION ALL
SELECT DISTINCT company_id, owner_id FROM (${belongings}) WHERE owner_id IN (${survivors})`
}

/** Memberships by the profile that the node is today: `company_id`, `owner_id`; twice where two nodes of one person belong. */
export function ownersSql(workspace: string, condition: string | null): string {
  return `SELECT member.company_id AS company_id,
       if(empty(alias.profile_id), member.node_id, alias.profile_id) AS owner_id
FROM (
  SELECT company_id, node_id FROM company_members FINAL WHERE ${workspace}${condition ? ` AND ${condition}` : ''}
) AS member
LEFT ANY JOIN (
  SELECT node_id, profile_id FROM profile_aliases FINAL WHERE ${workspace}
) AS alias ON alias.node_id = member.node_id`
}
