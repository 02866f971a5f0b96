import { normalQuantile, varianceOf } from '@rapport/stats'
import type { Facts } from '../../../platform/clickhouse'

export interface Outlook {
  readonly workspaceId: string
  readonly windowDays: number
  /** Some of the audience: how they spent lately stands for how all will. */
  readonly profileIds: readonly string[]
  readonly treated: number
  readonly holdout: number
}

/**
 * The smallest revenue over all treated people that would be found four times of five, going by what people spent in
 * as many days before now; null when nobody spent anything or an arm is empty.
 */
export async function smallestDetectable(facts: Facts, outlook: Outlook, now: Date): Promise<number | null> {
  const { profileIds, treated, holdout } = outlook
  if (profileIds.length < 2 || treated === 0 || holdout === 0) return null
  const [row] = await facts.query<{ sum: number; sumSquares: number }>(
    `SELECT sum(spent) AS sum, sum(spent * spent) AS sumSquares
     FROM (
       SELECT if(empty(alias.profile_id), node.node_id, alias.profile_id) AS owner_id, sum(node.spent) AS spent
       FROM (
         SELECT profile_id AS node_id, sum(toFloat64(value_minor)) AS spent
         FROM events
         WHERE workspace_id = {workspaceId:UUID} AND name = 'Order Completed' AND type = 'track'
           AND time >= fromUnixTimestamp64Milli({nowMs:Int64}, 'UTC') - toIntervalDay({windowDays:UInt32})
           AND time < fromUnixTimestamp64Milli({nowMs:Int64}, 'UTC')
         GROUP BY node_id
       ) AS node
       LEFT ANY JOIN (
         SELECT node_id, profile_id FROM profile_aliases FINAL WHERE workspace_id = {workspaceId:UUID}
       ) AS alias ON alias.node_id = node.node_id
       GROUP BY owner_id
     )
     WHERE owner_id IN {profileIds:Array(UUID)}`,
    { ...outlook, nowMs: now.getTime() },
  )
  const variance = varianceOf({
    kind: 'mean',
    n: profileIds.length,
    sum: row?.sum ?? 0,
    sumSquares: row?.sumSquares ?? 0,
  })
  if (variance === 0) return null
  const standardError = Math.sqrt(variance / treated + variance / holdout)
  return standardError * (normalQuantile(0.975) + normalQuantile(0.8)) * treated
}
