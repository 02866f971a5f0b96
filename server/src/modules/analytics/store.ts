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

/** A period and the one before it, asked for together: one pass over the events answers both. */
export interface Periods {
  readonly current: Period
  readonly before: Period
  readonly step: Step
  readonly timezone: string
}

export interface OrderSums {
  readonly isCurrent: boolean
  readonly start: string
  readonly revenueMinor: number
  readonly refundsMinor: number
  readonly orders: number
}

/** What was ordered and refunded in each step of both periods. Steps without either are absent. */
export function orderSums(facts: Facts, workspaceId: string, periods: Periods): Promise<OrderSums[]> {
  return facts.query<OrderSums>(
    `SELECT time >= {startsAt:DateTime64(3)}             AS isCurrent,
            toString(${startOf(periods.step, 'time')})           AS start,
            sumIf(value_minor, name = 'Order Completed') AS revenueMinor,
            sumIf(value_minor, name = 'Order Refunded')  AS refundsMinor,
            countIf(name = 'Order Completed')            AS orders
     FROM events
     WHERE workspace_id = {workspaceId:UUID}
       AND name IN ('Order Completed', 'Order Refunded')
       AND type = 'track'
       AND time >= {beforeStartsAt:DateTime64(3)}
       AND time <  {endsAt:DateTime64(3)}
     GROUP BY isCurrent, start`,
    { workspaceId, ...paramsOf(periods) },
  )
}

export interface BuyerCounts {
  readonly buyers: number
  readonly returning: number
  readonly newCustomers: number
}

export interface Buyers {
  readonly current: BuyerCounts
  readonly before: BuyerCounts
  /** New customers of the current period by step; steps without any are absent. */
  readonly newBySteps: readonly StepCount[]
}

/** Who ordered in each period: how many, for how many it was not the only order so far, how many are new. */
export async function buyerCounts(facts: Facts, workspaceId: string, periods: Periods): Promise<Buyers> {
  const [row] = await facts.query<
    Record<'buyers' | 'returning' | 'fresh' | 'buyersBefore' | 'returningBefore' | 'freshBefore', number> & {
      steps: Record<string, number>
    }
  >(
    `SELECT countIf(inCurrent > 0)                                             AS buyers,
            countIf(inCurrent > 0 AND orders > 1)                              AS returning,
            countIf(isFresh)                                                   AS fresh,
            countIf(inBefore > 0)                                              AS buyersBefore,
            countIf(inBefore > 0 AND ordersBefore > 1)                         AS returningBefore,
            countIf(firstAt >= {beforeStartsAt:DateTime64(3)} AND NOT isFresh) AS freshBefore,
            sumMapIf(map(toString(${startOf(periods.step, 'firstAt')}), 1), isFresh) AS steps
     FROM (SELECT *, firstAt >= {startsAt:DateTime64(3)} AS isFresh FROM (${ordersByProfile}))`,
    { workspaceId, ...paramsOf(periods) },
  )
  return {
    current: { buyers: row?.buyers ?? 0, returning: row?.returning ?? 0, newCustomers: row?.fresh ?? 0 },
    before: {
      buyers: row?.buyersBefore ?? 0,
      returning: row?.returningBefore ?? 0,
      newCustomers: row?.freshBefore ?? 0,
    },
    newBySteps: Object.entries(row?.steps ?? {}).map(([start, people]) => ({ start, people })),
  }
}

export interface StepCount {
  readonly start: string
  readonly people: number
}

export interface Active {
  readonly current: number
  readonly before: number
  /** Of the current period; steps without anybody are absent. */
  readonly bySteps: readonly StepCount[]
}

/** People who did something themselves: in each period, and in each step of the current one. */
export async function activeCounts(facts: Facts, workspaceId: string, periods: Periods): Promise<Active> {
  const rows = await facts.query<{ isCurrent: boolean; start: string; isWhole: number; people: number }>(
    `SELECT isCurrent, start, grouping(start) AS isWhole, uniqExact(profile) AS people
     FROM (
       SELECT isCurrent, start, ${profileOfNode} AS profile
       FROM (
         SELECT DISTINCT time >= {startsAt:DateTime64(3)} AS isCurrent,
                         toString(${startOf(periods.step, 'time')}) AS start,
                         profile_id                         AS node
         FROM events
         WHERE workspace_id = {workspaceId:UUID}
           AND type IN ('track', 'page', 'screen')
           AND source != 'rapport'
           AND time >= {beforeStartsAt:DateTime64(3)}
           AND time <  {endsAt:DateTime64(3)}
       ) AS seen
       ${joinAliases}
     )
     GROUP BY GROUPING SETS ((isCurrent, start), (isCurrent))`,
    { workspaceId, ...paramsOf(periods) },
  )
  const whole = (isCurrent: boolean) =>
    rows.find((row) => Number(row.isWhole) === 1 && Boolean(row.isCurrent) === isCurrent)?.people ?? 0
  return {
    current: whole(true),
    before: whole(false),
    bySteps: rows.filter((row) => Number(row.isWhole) === 0 && Boolean(row.isCurrent)),
  }
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
function startOf(step: Step, moment: 'time' | 'firstAt'): string {
  if (step === 'day') return `toDate(${moment}, {timezone:String})`
  return step === 'week'
    ? `toStartOfWeek(${moment}, 1, {timezone:String})`
    : `toStartOfMonth(${moment}, {timezone:String})`
}

// Only merged nodes have an alias, so the right side of the join is small and the left was thinned out first.
const joinAliases = `LEFT JOIN (
    SELECT node_id, profile_id FROM profile_aliases FINAL WHERE workspace_id = {workspaceId:UUID}
  ) AS alias ON alias.node_id = seen.node`

const profileOfNode = `if(alias.profile_id = toUUID('00000000-0000-0000-0000-000000000000'), seen.node, alias.profile_id)`

/** Each buyer's first order, and orders until the end of either period and within it. */
const ordersByProfile = `
  SELECT ${profileOfNode}       AS profile,
         min(seen.firstAt)      AS firstAt,
         sum(seen.orders)       AS orders,
         sum(seen.ordersBefore) AS ordersBefore,
         sum(seen.inCurrent)    AS inCurrent,
         sum(seen.inBefore)     AS inBefore
  FROM (
    SELECT profile_id                                                                          AS node,
           min(time)                                                                           AS firstAt,
           count()                                                                             AS orders,
           countIf(time < {startsAt:DateTime64(3)})                                            AS ordersBefore,
           countIf(time >= {startsAt:DateTime64(3)})                                           AS inCurrent,
           countIf(time >= {beforeStartsAt:DateTime64(3)} AND time < {startsAt:DateTime64(3)}) AS inBefore
    FROM events
    WHERE workspace_id = {workspaceId:UUID}
      AND name = 'Order Completed'
      AND type = 'track'
      AND time < {endsAt:DateTime64(3)}
    GROUP BY node
  ) AS seen
  ${joinAliases}
  GROUP BY profile`

/** The period before ends where the current one starts, so three moments bound both. */
function paramsOf({ current, before, timezone }: Periods): Record<string, string> {
  return {
    timezone,
    beforeStartsAt: clickHouseMoment(before.startsAt),
    startsAt: clickHouseMoment(current.startsAt),
    endsAt: clickHouseMoment(current.endsAt),
  }
}

/** Without the Z: a DateTime64 parameter takes ISO text without a zone, read in the column's zone, UTC. */
function clickHouseMoment(moment: Date): string {
  return moment.toISOString().replace('T', ' ').replace('Z', '')
}
