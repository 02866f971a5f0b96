import type {
  MembershipChange,
  MembershipReason,
  Rule,
  RuleMoment,
  RuleSentence,
  SegmentFollowing,
  SegmentMember,
  SegmentSize,
} from '@rapport/contract'
import { Failure, found } from '../../../kernel/failure'
import { decodeCursor, type Page, pageOf } from '../../../kernel/page'
import type { Facts } from '../../../platform/clickhouse'
import type { Database } from '../../../platform/postgres'
import { endOf, type RuleContext } from '../rule/moments'
import { loadSegmentRules } from '../rule/segments'
import { trace } from '../rule/trace'
import { findSegments } from '../store'
import { explain } from './explain'
import { createHistory } from './history'
import { createMembership } from './membership'
import { factsOf } from './person'
import { type Following, findFollowing } from './store'

export interface InspectionDeps {
  readonly db: Database
  readonly facts: Facts
  /** What rules are asked and put into words with. */
  readonly settingsAt: (workspaceId: string) => Promise<{
    readonly context: RuleContext
    readonly words: (rule: Rule) => RuleSentence
  }>
  /** People as lists show them, in the order of the ids. */
  readonly present: (workspaceId: string, ids: readonly string[]) => Promise<SegmentMember[]>
}

interface PageQuery {
  readonly cursor?: string
  readonly limit: number
}

/** Looks back at a segment's members, and into the reasons why somebody is one. */
export function createInspection({ db, facts, settingsAt, present }: InspectionDeps) {
  const history = createHistory(facts)
  const membership = createMembership(facts)

  async function ruleOf(workspaceId: string, segmentId: string): Promise<Rule> {
    const [row] = await findSegments(db, workspaceId, [segmentId])
    return found(row, 'segment', segmentId).rule
  }

  async function followed(workspaceId: string, segmentId: string): Promise<Following | null> {
    await ruleOf(workspaceId, segmentId)
    return findFollowing(db, workspaceId, segmentId)
  }

  return {
    async following(workspaceId: string, segmentId: string): Promise<SegmentFollowing> {
      const row = await followed(workspaceId, segmentId)
      if (!row) return { state: 'starting', problem: null, since: null }
      return { state: row.state, problem: row.problem, since: row.since.toISOString() }
    },

    async sizes(
      workspaceId: string,
      segmentId: string,
      days: number,
    ): Promise<{ timezone: string; items: SegmentSize[] }> {
      const { context } = await settingsAt(workspaceId)
      const { timezone, now } = context
      const row = await followed(workspaceId, segmentId)
      const query = row && { days, timezone, now, since: row.since }
      return { timezone, items: query ? await history.sizes(workspaceId, segmentId, query) : [] }
    },

    async changes(
      workspaceId: string,
      segmentId: string,
      query: PageQuery & { readonly which: 'told' | 'all' },
    ): Promise<Page<MembershipChange>> {
      await ruleOf(workspaceId, segmentId)
      const [step, profileId] = decodeCursor(query.cursor, 'whole', 'uuid')
      const rows = await history.changes(workspaceId, segmentId, {
        before: profileId === undefined ? null : [step, profileId],
        limit: query.limit + 1,
        which: query.which,
      })
      const page = pageOf(rows, query.limit, (last) => [last.step, last.profileId])
      const ids = [...new Set(page.items.map((change) => change.profileId))]
      const names = new Map((await present(workspaceId, ids)).map(({ id, name }) => [id, name]))
      const items = page.items.map(({ step: _, atMs, ...rest }) => ({
        ...rest,
        at: new Date(atMs).toISOString(),
        name: names.get(rest.profileId) ?? '',
      }))
      return { ...page, items }
    },

    /** Who was a member at a moment, or at the end of a day, since the segment is followed. */
    async membersAt(
      workspaceId: string,
      segmentId: string,
      then: RuleMoment,
      query: PageQuery,
    ): Promise<Page<SegmentMember>> {
      const row = await followed(workspaceId, segmentId)
      const { timezone, now } = (await settingsAt(workspaceId)).context
      const at = new Date(Math.min(endOf(then, timezone) - (then.includes('T') ? 0 : 1), now.getTime()))
      if (!row || at < row.since) throw notFollowedThen(row?.since ?? null)
      const [after] = decodeCursor(query.cursor, 'uuid')
      const ids = await history.membersAt(workspaceId, segmentId, at, {
        after: after ?? null,
        limit: query.limit + 1,
      })
      const page = pageOf(ids, query.limit, (last) => [last])
      return { ...page, items: await present(workspaceId, page.items) }
    },

    /** Why somebody, known by any of their nodes, is in a segment or is not, as of now. */
    async why(
      workspaceId: string,
      segmentId: string,
      profileId: string,
      seesPersonal: boolean,
    ): Promise<MembershipReason> {
      const rule = await ruleOf(workspaceId, segmentId)
      const { context, words } = await settingsAt(workspaceId)
      const segments = await loadSegmentRules([rule], (ids) => findSegments(db, workspaceId, ids))
      const nodes = await membership.nodesOf(workspaceId, [profileId])
      const [owner = profileId] = nodes.profileIds
      found((await present(workspaceId, [owner]))[0], 'customer', profileId)
      const evaluatedAt = context.now.toISOString()
      const person = await factsOf(facts, workspaceId, { profileId: owner, nodeIds: nodes.nodeIds }, rule, {
        ...context,
        segments,
      })
      if (!person) {
        const kept = await membership.of(workspaceId, [owner])
        return { isIn: kept.get(owner)?.has(segmentId) ?? false, evaluatedAt, explanation: null }
      }
      const told = trace(rule, person, { ...context, segments })
      return { isIn: told.holds, evaluatedAt, explanation: explain(told, { words, seesPersonal }) }
    },
  }
}

function notFollowedThen(since: Date | null): Failure {
  return new Failure(
    'unprocessable',
    'the members of that moment are not known: the segment was not followed yet',
    {
      code: 'not_followed_then',
      since: since?.toISOString() ?? null,
    },
  )
}
