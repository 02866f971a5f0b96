import type { LifecycleDays, Reorders } from '@rapport/contract'
import type { Facts } from '../../../platform/clickhouse'
import { ownerId, ownerJoin } from '../owner-sql'

/** Fewer say too little of how long buyers usually take. */
const gapsMin = 100
/** Only what was ordered since: habits change. */
const lookBackDays = 730
const daysMax = 3_650

export interface ReordersQuestion {
  readonly workspaceId: string
  readonly timezone: string
  readonly now: Date
}

/**
 * How long buyers take from one order to the next, over the last two years, in days of the workspace's calendar; several orders
 * of a day are one. Null while there are fewer than 100 such gaps. Who has not come back yet is not in it, so the true
 * times are somewhat longer.
 */
export async function reordersOf(facts: Facts, question: ReordersQuestion): Promise<Reorders | null> {
  const { workspaceId, timezone, now } = question
  const [row] = await facts.query<{ gaps: number; days: number[] }>(
    `SELECT toUInt32(count()) AS gaps, quantilesExact(0.5, 0.8, 0.95)(gap) AS days
     FROM (
       SELECT arrayJoin(arrayPopFront(arrayDifference(arraySort(groupUniqArrayArray(node.days))))) AS gap
       FROM (
         SELECT profile_id AS node_id, groupUniqArray(toInt32(toDate32(toTimeZone(time, {timezone:String})))) AS days
         FROM events
         WHERE workspace_id = {workspaceId:UUID} AND name = 'Order Completed' AND type = 'track'
           AND time > fromUnixTimestamp64Milli({nowMs:Int64}, 'UTC') - INTERVAL ${lookBackDays} DAY
           AND time <= fromUnixTimestamp64Milli({nowMs:Int64}, 'UTC')
         GROUP BY node_id
       ) AS node
       ${ownerJoin}
       GROUP BY ${ownerId})`,
    { workspaceId, timezone, nowMs: now.getTime() },
  )
  const [median = 0, fourInFive = 0, most = 0] = row?.days ?? []
  if (!row || row.gaps < gapsMin) return null
  return { gaps: row.gaps, median, fourInFive, most, suggested: stagesFrom({ median, fourInFive, most }) }
}

/**
 * Stages from how long buyers take: new for as long as half of them take, active until four in five, at risk until 95 in a hundred
 * would have come back, dormant for as long again.
 */
export function stagesFrom(gaps: Pick<Reorders, 'median' | 'fourInFive' | 'most'>): LifecycleDays {
  const within = (days: number, least: number, most: number) =>
    Math.min(most, Math.max(least, Math.ceil(days)))
  const activeDays = within(gaps.fourInFive, 1, daysMax - 2)
  const atRiskDays = within(gaps.most, activeDays + 1, daysMax - 1)
  return {
    newDays: within(gaps.median, 1, activeDays),
    activeDays,
    atRiskDays,
    dormantDays: within(2 * atRiskDays, atRiskDays + 1, daysMax),
  }
}
