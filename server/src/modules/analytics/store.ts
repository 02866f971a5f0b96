import type { Facts } from '../../platform/clickhouse'
import type { Period, Step } from './period'

export interface Span {
  readonly newestAt: string
  readonly oldestAt: string
  readonly events: number
}

/** When the workspace's own events begin and end. */
export async function span(facts: Facts, workspaceId: string): Promise<Span | null> {
  const [row] = await facts.query<Span>(
    `SELECT max(time) AS newestAt,
            min(time) AS oldestAt,
            count()   AS events
     FROM events
     WHERE workspace_id = {workspaceId:UUID} AND source != 'rapport' AND type IN ('track', 'page', 'screen')`,
    { workspaceId },
  )
  return row && row.events > 0 ? row : null
}

export interface OrderSums {
  readonly start: string
  readonly revenueMinor: number
  readonly refundsMinor: number
  readonly orders: number
}

/** What was ordered and refunded in each step of a period. Steps without either are absent. */
export function orderSums(
  facts: Facts,
  workspaceId: string,
  period: Period,
  step: Step,
  timezone: string,
): Promise<OrderSums[]> {
  return facts.query<OrderSums>(
    `SELECT toString(${startOf[step]})                  AS start,
            sumIf(value_minor, name = 'Order Completed') AS revenueMinor,
            sumIf(value_minor, name = 'Order Refunded')  AS refundsMinor,
            countIf(name = 'Order Completed')            AS orders
     FROM events
     WHERE workspace_id = {workspaceId:UUID}
       AND name IN ('Order Completed', 'Order Refunded')
       AND type = 'track'
       AND time >= {startsAt:DateTime64(3)}
       AND time <  {endsAt:DateTime64(3)}
     GROUP BY start`,
    { workspaceId, timezone, ...momentsOf(period) },
  )
}

export interface BuyerCounts {
  readonly buyers: number
  readonly returning: number
  readonly newCustomers: number
}

/** Who ordered in a period: how many, for how many of them it was not the only order so far, and how many are new. */
export async function buyerCounts(facts: Facts, workspaceId: string, period: Period): Promise<BuyerCounts> {
  const [row] = await facts.query<BuyerCounts>(
    `SELECT countIf(inPeriod > 0)                                                                    AS buyers,
            countIf(inPeriod > 0 AND orders > 1)                                                     AS returning,
            countIf(firstAt >= {startsAt:DateTime64(3)} AND firstAt < {endsAt:DateTime64(3)})        AS newCustomers
     FROM (${ordersByProfile})`,
    { workspaceId, ...momentsOf(period) },
  )
  return row ?? { buyers: 0, returning: 0, newCustomers: 0 }
}

export interface StepCount {
  readonly start: string
  readonly people: number
}

/** People whose first order ever falls into each step of a period. */
export function newCustomersByStep(
  facts: Facts,
  workspaceId: string,
  period: Period,
  step: Step,
  timezone: string,
): Promise<StepCount[]> {
  return facts.query<StepCount>(
    `SELECT toString(${startOf[step].replace('time', 'firstAt')}) AS start,
            count()                                               AS people
     FROM (${ordersByProfile})
     WHERE firstAt >= {startsAt:DateTime64(3)}
     GROUP BY start`,
    { workspaceId, timezone, ...momentsOf(period) },
  )
}

/** People who did something themselves in each step of a period. */
export function activeByStep(
  facts: Facts,
  workspaceId: string,
  period: Period,
  step: Step,
  timezone: string,
): Promise<StepCount[]> {
  return facts.query<StepCount>(
    `SELECT start, uniqExact(profile) AS people
     FROM (
       SELECT start, ${profileOfNode} AS profile
       FROM (
         SELECT DISTINCT toString(${startOf[step]}) AS start, profile_id AS node
         FROM events
         WHERE ${ownActivity}
       ) AS seen
       ${joinAliases}
     )
     GROUP BY start`,
    { workspaceId, timezone, ...momentsOf(period) },
  )
}

/** People who did something themselves in a period. */
export async function activeCount(facts: Facts, workspaceId: string, period: Period): Promise<number> {
  const [row] = await facts.query<{ people: number }>(
    `SELECT uniqExact(${profileOfNode}) AS people
     FROM (SELECT DISTINCT profile_id AS node FROM events WHERE ${ownActivity}) AS seen
     ${joinAliases}`,
    { workspaceId, ...momentsOf(period) },
  )
  return row?.people ?? 0
}

/** How many live profiles stand in each lifecycle stage; those without one have an empty stage. */
export function lifecycleCounts(
  facts: Facts,
  workspaceId: string,
): Promise<{ stage: string; customers: number }[]> {
  return facts.query(
    `SELECT toString(traits.lifecycle_stage) AS stage,
            count()                          AS customers
     FROM profiles FINAL
     WHERE workspace_id = {workspaceId:UUID}
     GROUP BY stage
     ORDER BY customers DESC`,
    { workspaceId },
  )
}

/** The first day of the step that a moment falls into, in the zone. */
const startOf: Readonly<Record<Step, string>> = {
  day: 'toDate(time, {timezone:String})',
  week: 'toStartOfWeek(time, 1, {timezone:String})',
  month: 'toStartOfMonth(time, {timezone:String})',
}

const ownActivity = `workspace_id = {workspaceId:UUID}
  AND type IN ('track', 'page', 'screen')
  AND source != 'rapport'
  AND time >= {startsAt:DateTime64(3)}
  AND time <  {endsAt:DateTime64(3)}`

// Only merged nodes have an alias, so the right side of the join is small and the left was thinned out first.
const joinAliases = `LEFT JOIN (
    SELECT node_id, profile_id FROM profile_aliases FINAL WHERE workspace_id = {workspaceId:UUID}
  ) AS alias ON alias.node_id = seen.node`

const profileOfNode = `if(alias.profile_id = toUUID('00000000-0000-0000-0000-000000000000'), seen.node, alias.profile_id)`

/** Each buyer's first order, orders until the period's end, and orders within it. */
const ordersByProfile = `
  SELECT ${profileOfNode}   AS profile,
         min(seen.firstAt)  AS firstAt,
         sum(seen.orders)   AS orders,
         sum(seen.inPeriod) AS inPeriod
  FROM (
    SELECT profile_id                                 AS node,
           min(time)                                  AS firstAt,
           count()                                    AS orders,
           countIf(time >= {startsAt:DateTime64(3)})  AS inPeriod
    FROM events
    WHERE workspace_id = {workspaceId:UUID}
      AND name = 'Order Completed'
      AND type = 'track'
      AND time < {endsAt:DateTime64(3)}
    GROUP BY node
  ) AS seen
  ${joinAliases}
  GROUP BY profile`

function momentsOf({ startsAt, endsAt }: Period): { startsAt: string; endsAt: string } {
  return { startsAt: clickHouseMoment(startsAt), endsAt: clickHouseMoment(endsAt) }
}

/** Without the Z: a DateTime64 parameter takes ISO text without a zone, read in the column's zone, UTC. */
function clickHouseMoment(moment: Date): string {
  return moment.toISOString().replace('T', ' ').replace('Z', '')
}
