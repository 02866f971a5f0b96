import type { ChannelReach, Rule, SegmentMember } from '@rapport/contract'
import type { Facts } from '../../platform/clickhouse'
import type { RuleSettings } from './deps'
import { type MemberRow, memberColumns, presentMember } from './member'
import { findNodes } from './nodes'
import { keyParts, listedAggregates, presentReach, reachAggregates, reachColumns } from './reach'
import { answersSql, audienceSql, countsSql } from './rule/compile'
import type { RuleContext } from './rule/moments'
import { loadSegmentRules, type StoredRule } from './rule/segments'

/** Ids fetched at once for other modules: 5 MB of text. */
export const membersPageMax = 100_000

export interface AudienceFigures {
  readonly people: number
  readonly everybody: number
  readonly value: { readonly buyers: number; readonly orders: number; readonly revenueMinor: number }
  readonly reach: ChannelReach[]
  readonly sampleIds: readonly string[]
}

/** The questions to ClickHouse about who is in a rule. Every one is a statement of its own. */
export function createAudiences(
  facts: Facts,
  findRules: (workspaceId: string, segmentIds: readonly string[]) => Promise<readonly StoredRule[]>,
) {
  /** The context with the rules of all segments that some rules lead to. */
  const withSegments = async (
    workspaceId: string,
    rules: readonly Rule[],
    context: RuleContext,
  ): Promise<RuleContext> => ({
    ...context,
    segments: await loadSegmentRules(rules, (ids) => findRules(workspaceId, ids)),
  })

  /** How many members one part of the suppression list takes out of reach. */
  async function listed(
    workspaceId: string,
    rule: Rule,
    context: RuleContext,
    consentRule: RuleSettings['consentRule'],
    keys: readonly string[],
  ): Promise<Record<string, unknown>> {
    const { text, params } = audienceSql(
      workspaceId,
      rule,
      await withSegments(workspaceId, [rule], context),
      {
        columns: (bound) => reachColumns(keys, bound),
      },
    )
    const aggregates = listedAggregates('email', consentRule).join(', ')
    const [row = {}] = await facts.query<Record<string, unknown>>(
      `SELECT ${aggregates} FROM (${text})`,
      params,
    )
    return row
  }

  return {
    /**
     * Exact size, value and reach, and some members picked by a hash: the same ones as long as they are in. A suppression
     * list that is too long for one statement is asked for in several.
     */
    async figures(
      workspaceId: string,
      rule: Rule,
      context: RuleContext,
      { consentRule }: RuleSettings,
      sample: number,
      suppressedKeys: readonly string[],
    ): Promise<AudienceFigures> {
      const [keys = [], ...moreKeys] = keyParts(suppressedKeys)
      const { text, params } = audienceSql(
        workspaceId,
        rule,
        await withSegments(workspaceId, [rule], context),
        {
          columns: (bound) => ({
            orders: memberColumns.orders,
            revenue: memberColumns.revenue,
            ...reachColumns(keys, bound),
          }),
        },
      )
      const [[row = {}], everybody, ...more] = await Promise.all([
        facts.query<Record<string, unknown>>(
          `SELECT count() AS people,
                  countIf(orders > 0) AS buyers, sum(orders) AS order_count, sum(revenue) AS revenue_minor,
                  ${reachAggregates(consentRule).join(',\n')},
                  arrayMap(one -> one.2, groupArraySorted(${Math.max(1, sample)})((cityHash64(profile_id), profile_id))) AS ids
           FROM (${text})`,
          params,
        ),
        countEverybody(facts, workspaceId),
        ...moreKeys.map((part) => listed(workspaceId, rule, context, consentRule, part)),
      ])
      return {
        people: Number(row.people ?? 0),
        everybody,
        value: {
          buyers: Number(row.buyers ?? 0),
          orders: Number(row.order_count ?? 0),
          revenueMinor: Number(row.revenue_minor ?? 0),
        },
        reach: presentReach(row, more),
        sampleIds: ((row.ids ?? []) as string[]).slice(0, sample),
      }
    },

    async count(workspaceId: string, rule: Rule, context: RuleContext): Promise<number> {
      const { text, params } = audienceSql(
        workspaceId,
        rule,
        await withSegments(workspaceId, [rule], context),
      )
      const [row] = await facts.query<{ people: number }>(`SELECT count() AS people FROM (${text})`, params)
      return row?.people ?? 0
    },

    /** The sizes of many rules, in their order, in one pass over the events they share. */
    async counts(workspaceId: string, rules: readonly Rule[], context: RuleContext): Promise<number[]> {
      if (rules.length === 0) return []
      const { text, params } = countsSql(workspaceId, rules, await withSegments(workspaceId, rules, context))
      const [row] = await facts.query<{ people: number[] }>(text, params)
      return rules.map((_, index) => row?.people[index] ?? 0)
    },

    /** Ids behind `after`, in ClickHouse's order of ids, which is stable; fewer than `limit` are the last. */
    async memberIds(
      workspaceId: string,
      rule: Rule,
      context: RuleContext,
      { after, limit }: { readonly after: string | null; readonly limit: number },
    ): Promise<string[]> {
      const { text, params } = audienceSql(
        workspaceId,
        rule,
        await withSegments(workspaceId, [rule], context),
        { after },
      )
      const rows = await facts.query<{ profile_id: string }>(
        `SELECT profile_id FROM (${text}) ORDER BY profile_id LIMIT {limit:UInt32}`,
        { ...params, limit: Math.min(limit, membersPageMax) },
      )
      return rows.map((row) => row.profile_id)
    },

    /** Members for people to read: who spent most comes first. */
    async members(
      workspaceId: string,
      rule: Rule,
      context: RuleContext,
      page: {
        readonly after: { readonly revenue: number; readonly id: string } | null
        readonly limit: number
      },
    ): Promise<SegmentMember[]> {
      const { text, params } = audienceSql(
        workspaceId,
        rule,
        await withSegments(workspaceId, [rule], context),
        { columns: () => memberColumns },
      )
      const rows = await facts.query<MemberRow>(
        `SELECT * FROM (${text})
         ${page.after ? 'WHERE (revenue, profile_id) < ({revenue:Int64}, {id:UUID})' : ''}
         ORDER BY revenue DESC, profile_id DESC LIMIT {limit:UInt32}`,
        {
          ...params,
          limit: page.limit,
          ...(page.after && { revenue: page.after.revenue, id: page.after.id }),
        },
      )
      return rows.map(presentMember)
    },

    /** Some profiles as lists show them, in the order of the ids. */
    async present(workspaceId: string, ids: readonly string[]): Promise<SegmentMember[]> {
      if (ids.length === 0) return []
      const columns = Object.entries(memberColumns).map(([name, sql]) => `${sql} AS ${name}`)
      const rows = await facts.query<MemberRow>(
        `SELECT profile_id, ${columns.join(', ')}
         FROM profiles FINAL
         WHERE workspace_id = {workspaceId:UUID} AND profile_id IN {ids:Array(UUID)}`,
        { workspaceId, ids },
      )
      const byId = new Map(rows.map((row) => [row.profile_id, row]))
      return ids.flatMap((id) => byId.get(id) ?? []).map(presentMember)
    },

    /** Which of the rules hold for one person, known by any of their nodes; in the order of the rules. */
    async answersFor(
      workspaceId: string,
      profileId: string,
      rules: readonly Rule[],
      context: RuleContext,
    ): Promise<boolean[]> {
      if (rules.length === 0) return []
      const only = await findNodes(facts, workspaceId, [profileId])
      const { text, params } = answersSql(
        workspaceId,
        rules,
        await withSegments(workspaceId, rules, context),
        { only },
      )
      const [row] = await facts.query<{ holds: number[] }>(text, params)
      return rules.map((_, index) => row?.holds[index] === 1)
    },
  }
}

/** How many people a workspace has. */
export async function countEverybody(facts: Facts, workspaceId: string): Promise<number> {
  const [row] = await facts.query<{ people: number }>(
    'SELECT count() AS people FROM profiles FINAL WHERE workspace_id = {workspaceId:UUID}',
    { workspaceId },
  )
  return row?.people ?? 0
}
