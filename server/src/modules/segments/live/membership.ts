import type { Rule } from '@rapport/contract'
import type { Facts } from '../../../platform/clickhouse'
import { findNodes, type Nodes } from '../nodes'
import { answersSql } from '../rule/compile'
import type { RuleContext } from '../rule/moments'
import type { Params } from '../rule/params'

/**
 * Why somebody entered or left: the segment began to be followed, its rule was changed, something about the person
 * changed, time passed, or the person became part of another.
 */
export const changeCauses = ['start', 'rule', 'change', 'time', 'merge'] as const
export type ChangeCause = (typeof changeCauses)[number]

/** One entry into a segment, or one exit. */
export interface MemberChange {
  readonly profileId: string
  readonly segmentId: string
  readonly isIn: boolean
  /** Milliseconds. */
  readonly atMs: number
  readonly cause: ChangeCause
}

/** A segment with the rule it is followed by. */
export interface FollowedRule {
  readonly segmentId: string
  readonly rule: Rule
}

/** Who is in which segment, as ClickHouse keeps it. */
export function createMembership(facts: Facts) {
  return {
    async insert(workspaceId: string, step: number, changes: readonly MemberChange[]): Promise<void> {
      await facts.insert(
        'segment_changes',
        changes.map(({ profileId, segmentId, isIn, atMs, cause }) => ({
          workspace_id: workspaceId,
          profile_id: profileId,
          segment_id: segmentId,
          step,
          is_in: isIn ? 1 : 0,
          at: new Date(atMs).toISOString(),
          cause,
        })),
      )
    },

    /** The segments that some people are in, by profile. */
    async of(workspaceId: string, profileIds: readonly string[]): Promise<Map<string, Set<string>>> {
      const rows = await facts.query<{ profile_id: string; segments: string[] }>(
        `SELECT profile_id, groupArray(segment_id) AS segments
         FROM (
           SELECT profile_id, segment_id FROM segment_changes
           WHERE workspace_id = {workspaceId:UUID} AND profile_id IN {profileIds:Array(UUID)}
           GROUP BY profile_id, segment_id HAVING argMax(is_in, step) = 1
         ) GROUP BY profile_id`,
        { workspaceId, profileIds },
      )
      return new Map(rows.map((row) => [row.profile_id, new Set(row.segments)]))
    },

    /** Everybody for whom the rules and the kept members differ. */
    async differences(
      workspaceId: string,
      rules: readonly FollowedRule[],
      context: RuleContext,
      limit: number,
    ): Promise<{ profileId: string; segmentId: string; isIn: boolean }[]> {
      const { text, params } = differencesSql(workspaceId, rules, context)
      const rows = await facts.query<{ profile_id: string; segment_id: string; is_in: number }>(
        `SELECT profile_id, segment_id, is_in FROM (${text}) LIMIT {limit:UInt32}`,
        { ...params, limit },
      )
      return rows.map((row) => ({
        profileId: row.profile_id,
        segmentId: row.segment_id,
        isIn: row.is_in === 1,
      }))
    },

    /** Makes the kept members what the rules say, within ClickHouse. Again, it finds nothing to do. */
    async settle(
      workspaceId: string,
      rules: readonly FollowedRule[],
      context: RuleContext,
      { step, cause }: { readonly step: number; readonly cause: ChangeCause },
    ): Promise<void> {
      const { text, params } = differencesSql(workspaceId, rules, context)
      await facts.command(
        `INSERT INTO segment_changes (workspace_id, profile_id, segment_id, step, is_in, at, cause)
         SELECT {workspace:UUID}, profile_id, segment_id, {step:UInt64}, is_in,
                fromUnixTimestamp64Milli({atMs:Int64}, 'UTC'), {cause:String}
         FROM (${text})`,
        { ...params, workspace: workspaceId, step, cause, atMs: context.now.getTime() },
      )
    },

    nodesOf: (workspaceId: string, ids: readonly string[]): Promise<Nodes> =>
      findNodes(facts, workspaceId, ids),

    /**
     * Everybody, by identity node, in a company or household with some nodes, or in some companies: what is touched may be
     * either. `limit` of them at the most.
     */
    async companionsOf(workspaceId: string, ids: readonly string[], limit: number): Promise<string[]> {
      const rows = await facts.query<{ node_id: string }>(
        `SELECT DISTINCT node_id FROM company_members FINAL
         WHERE workspace_id = {workspaceId:UUID}
           AND company_id IN (
             SELECT arrayJoin({ids:Array(UUID)})
             UNION ALL
             SELECT company_id FROM company_members FINAL
             WHERE workspace_id = {workspaceId:UUID} AND node_id IN {ids:Array(UUID)})
         LIMIT {limit:UInt32}`,
        { workspaceId, ids, limit },
      )
      return rows.map((row) => row.node_id)
    },

    async eraseWorkspace(workspaceId: string): Promise<void> {
      await facts.command('DELETE FROM segment_changes WHERE workspace_id = {workspaceId:UUID}', {
        workspaceId,
      })
    },
  }
}

export type Membership = ReturnType<typeof createMembership>

/**
 * `profile_id`, `segment_id`, `is_in` of everybody whose membership is not what the rules say. All rules are answered in one
 * pass; whoever is no longer there is in nothing.
 */
function differencesSql(workspaceId: string, rules: readonly FollowedRule[], context: RuleContext) {
  const answers = answersSql(
    workspaceId,
    rules.map(({ rule }) => rule),
    context,
  )
  const params: Params['values'] = {
    ...answers.params,
    workspaceId,
    segments: rules.map(({ segmentId }) => segmentId),
  }
  const text = `
    SELECT profile_id, {segments:Array(UUID)}[place] AS segment_id, holds[place] AS is_in
    FROM (
      SELECT profile_id, holds,
             arrayJoin(arrayFilter(i -> holds[i] != toUInt8(has(members, {segments:Array(UUID)}[i])),
                                   range(1, ${rules.length + 1}))) AS place
      FROM (${answers.text}) AS answered
      FULL OUTER JOIN (
        SELECT profile_id, groupArray(segment_id) AS members
        FROM (
          SELECT profile_id, segment_id FROM segment_changes
          WHERE workspace_id = {workspaceId:UUID} AND segment_id IN {segments:Array(UUID)}
          GROUP BY profile_id, segment_id HAVING argMax(is_in, step) = 1
        ) GROUP BY profile_id
      ) AS kept USING (profile_id)
    )`
  return { text, params }
}
