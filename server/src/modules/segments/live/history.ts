import type { MembershipChange, SegmentSize } from '@rapport/contract'
import { DateTime } from 'luxon'
import type { Facts } from '../../../platform/clickhouse'
import type { ChangeCause } from './membership'

/** One entry or exit as it is listed. */
export interface ListedChange extends Omit<MembershipChange, 'name' | 'at'> {
  /** Milliseconds. */
  readonly atMs: number
  readonly step: number
}

/** What people did and what time did. */
const isTold = `cause IN ('change', 'time')`

/** What was: sizes by day, entries and exits, members of another moment. */
export function createHistory(facts: Facts) {
  return {
    /** One row a day of the workspace's calendar, from the day that following began or `days` ago to today. */
    async sizes(
      workspaceId: string,
      segmentId: string,
      { days, timezone, now, since }: { days: number; timezone: string; now: Date; since: Date },
    ): Promise<SegmentSize[]> {
      const rows = await facts.query<{ day: string; net: number; entered: number; exited: number }>(
        `SELECT toString(toDate(at, {timezone:String})) AS day,
                sum(if(is_in = 1, 1, -1)) AS net,
                countIf(is_in = 1 AND ${isTold}) AS entered,
                countIf(is_in = 0 AND ${isTold}) AS exited
         FROM segment_changes FINAL
         WHERE workspace_id = {workspaceId:UUID} AND segment_id = {segmentId:UUID}
         GROUP BY day ORDER BY day`,
        { workspaceId, segmentId, timezone },
      )
      return eachDay(rows, days, timezone, now, since)
    },

    async changes(
      workspaceId: string,
      segmentId: string,
      page: {
        readonly before: readonly [step: number, profileId: string] | null
        readonly limit: number
        readonly which: 'told' | 'all'
      },
    ): Promise<ListedChange[]> {
      const [step, profileId] = page.before ?? []
      const rows = await facts.query<{
        profile_id: string
        step: number
        is_in: number
        ms: number
        cause: ChangeCause
      }>(
        `SELECT profile_id, step, is_in, toUnixTimestamp64Milli(at) AS ms, cause
         FROM segment_changes FINAL
         WHERE workspace_id = {workspaceId:UUID} AND segment_id = {segmentId:UUID}
           ${page.which === 'told' ? `AND ${isTold}` : ''}
           ${page.before ? 'AND (step, profile_id) < ({step:UInt64}, {profileId:UUID})' : ''}
         ORDER BY step DESC, profile_id DESC LIMIT {limit:UInt32}`,
        { workspaceId, segmentId, limit: page.limit, ...(page.before && { step, profileId }) },
      )
      return rows.map((row) => ({
        profileId: row.profile_id,
        step: row.step,
        isIn: row.is_in === 1,
        atMs: row.ms,
        cause: row.cause,
      }))
    },

    /** Members at a moment, behind `after` in ClickHouse's order of ids. */
    async membersAt(
      workspaceId: string,
      segmentId: string,
      at: Date,
      { after, limit }: { readonly after: string | null; readonly limit: number },
    ): Promise<string[]> {
      const rows = await facts.query<{ profile_id: string }>(
        `SELECT profile_id FROM segment_changes
         WHERE workspace_id = {workspaceId:UUID} AND segment_id = {segmentId:UUID}
           AND at <= fromUnixTimestamp64Milli({atMs:Int64}, 'UTC')
           ${after ? 'AND profile_id > {after:UUID}' : ''}
         GROUP BY profile_id HAVING argMax(is_in, step) = 1
         ORDER BY profile_id LIMIT {limit:UInt32}`,
        { workspaceId, segmentId, atMs: at.getTime(), limit, ...(after && { after }) },
      )
      return rows.map((row) => row.profile_id)
    },
  }
}

function eachDay(
  rows: readonly { day: string; net: number; entered: number; exited: number }[],
  days: number,
  timezone: string,
  now: Date,
  since: Date,
): SegmentSize[] {
  const today = DateTime.fromJSDate(now, { zone: timezone }).startOf('day')
  const begin = DateTime.fromJSDate(since, { zone: timezone }).startOf('day')
  const first = DateTime.max(begin, today.minus({ days: days - 1 }))
  const byDay = new Map(rows.map((row) => [row.day, row]))
  const firstDay = first.toISODate() ?? ''
  let people = rows.filter(({ day }) => day < firstDay).reduce((sum, { net }) => sum + net, 0)
  const sizes: SegmentSize[] = []
  for (let day = first; day <= today; day = day.plus({ days: 1 })) {
    const iso = day.toISODate() ?? ''
    const { net = 0, entered = 0, exited = 0 } = byDay.get(iso) ?? {}
    people += net
    sizes.push({ day: iso, people, entered, exited })
  }
  return sizes
}
