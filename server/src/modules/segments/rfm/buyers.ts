import type { Facts } from '../../../platform/clickhouse'
import { ownerId, ownerJoin } from '../owner-sql'

/** What is asked of the orders: up to the end of a day, in the workspace's time zone. */
export interface BuyersQuestion {
  readonly workspaceId: string
  /** The analysis date, 2026-03-01. */
  readonly asOf: string
  /** The first moment that no longer counts. */
  readonly before: Date
  readonly timezone: string
  readonly netOfRefunds: boolean
}

/** A buyer's figures, and the scores that the profile has now. */
export interface BuyerRow {
  readonly profileId: string
  readonly recencyDays: number
  readonly frequency: number
  readonly monetaryMinor: number
  readonly known: {
    readonly rfm_recency: number | null
    readonly rfm_frequency: number | null
    readonly rfm_monetary: number | null
    readonly rfm_segment: string | null
    readonly rfm_class: string | null
  }
}

/** Orders by identity node, then by the profile that the node belongs to today. */
const buyers = `
  SELECT ${ownerId}                                                   AS owner_id,
         max(node.last_order)                                         AS last_order,
         sum(node.orders)                                             AS frequency,
         sum(node.revenue) - {refunds:UInt8} * sum(node.refunded)     AS monetary
  FROM (
    SELECT profile_id                                        AS node_id,
           maxIf(time, name = 'Order Completed')             AS last_order,
           countIf(name = 'Order Completed')                 AS orders,
           sumIf(value_minor, name = 'Order Completed')      AS revenue,
           sumIf(value_minor, name = 'Order Refunded')       AS refunded
    FROM events
    WHERE workspace_id = {workspaceId:UUID}
      AND name IN ('Order Completed', 'Order Refunded')
      AND type = 'track'
      AND time < fromUnixTimestamp64Milli({beforeMs:Int64}, 'UTC')
    GROUP BY node_id
  ) AS node
  ${ownerJoin}
  GROUP BY owner_id
  HAVING frequency > 0`

const recency = `dateDiff('day', toDate32(toTimeZone(buyer.last_order, {timezone:String})), toDate32({asOf:String}))`

const paramsOf = ({ workspaceId, asOf, before, timezone, netOfRefunds }: BuyersQuestion) => ({
  workspaceId,
  asOf,
  beforeMs: before.getTime(),
  timezone,
  refunds: netOfRefunds ? 1 : 0,
})

/** All buyers' figures, a column each, to draw cut points from. */
export async function readFigures(facts: Facts, question: BuyersQuestion) {
  const [row] = await facts.query<{ recency: number[]; frequency: number[]; monetary: number[] }>(
    `SELECT groupArray(${recency}) AS recency, groupArray(buyer.frequency) AS frequency, groupArray(buyer.monetary) AS monetary
     FROM (${buyers}) AS buyer
     WHERE buyer.owner_id IN (SELECT profile_id FROM profiles FINAL WHERE workspace_id = {workspaceId:UUID})`,
    paramsOf(question),
  )
  return {
    recencyDays: row?.recency ?? [],
    frequency: row?.frequency ?? [],
    monetaryMinor: row?.monetary ?? [],
  }
}

/** One of several parts of the people: buyers with their figures, and those who have scores but no orders (any more). */
export async function readBuyers(
  facts: Facts,
  question: BuyersQuestion,
  part: { readonly index: number; readonly count: number },
): Promise<BuyerRow[]> {
  return facts.query<BuyerRow>(
    `SELECT person.profile_id AS profileId,
            if(buyer.frequency > 0, ${recency}, 0) AS recencyDays,
            buyer.frequency                        AS frequency,
            buyer.monetary                         AS monetaryMinor,
            person.known                           AS known
     FROM (
       SELECT profile_id,
              CAST(tuple(traits.rfm_recency.:Int64, traits.rfm_frequency.:Int64, traits.rfm_monetary.:Int64,
                         traits.rfm_segment.:String, traits.rfm_class.:String),
                   'Tuple(rfm_recency Nullable(Int64), rfm_frequency Nullable(Int64), rfm_monetary Nullable(Int64),
                          rfm_segment Nullable(String), rfm_class Nullable(String))') AS known
       FROM profiles FINAL
       WHERE workspace_id = {workspaceId:UUID} AND cityHash64(profile_id) % {parts:UInt32} = {part:UInt32}
     ) AS person
     LEFT ANY JOIN (${buyers}) AS buyer ON buyer.owner_id = person.profile_id
     WHERE buyer.frequency > 0 OR isNotNull(person.known.rfm_segment)`,
    { ...paramsOf(question), parts: part.count, part: part.index },
  )
}

/** The moment of the last order before another; null when there is none. */
export async function lastOrderAt(facts: Facts, workspaceId: string, before: Date): Promise<Date | null> {
  const [row] = await facts.query<{ orders: number; last: string }>(
    `SELECT count() AS orders, max(time) AS last FROM events
     WHERE workspace_id = {workspaceId:UUID} AND name = 'Order Completed' AND type = 'track'
       AND time < fromUnixTimestamp64Milli({beforeMs:Int64}, 'UTC')`,
    { workspaceId, beforeMs: before.getTime() },
  )
  return row && row.orders > 0 ? new Date(row.last) : null
}
