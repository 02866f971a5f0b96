import type { Facts } from '../../../platform/clickhouse'
import type { Log } from '../../../platform/log'
import { answersSql } from '../rule/compile'
import type { RuleContext } from '../rule/moments'
import type { BrokenSegment } from './followed'
import type { ChangeCause, FollowedRule, MemberChange, Membership, Nodes } from './membership'
import { askTogether } from './together'

/** People looked at in one statement. */
const peopleMax = 1_000

export interface AskingDeps {
  readonly facts: Facts
  readonly log: Log
  readonly membership: Membership
  readonly contextAt: (atMs: number) => RuleContext
  /** Called with a segment that cannot be asked. */
  readonly setAside: (broken: BrokenSegment) => Promise<void>
}

/** Asks rules about people and says what has changed against the members that are kept. */
export function createAsking(
  { facts, log, membership, contextAt, setAside }: AskingDeps,
  workspaceId: string,
) {
  const answerable = <R extends FollowedRule>(
    rules: readonly R[],
    ask: (rules: readonly R[]) => Promise<void>,
  ): Promise<readonly R[]> =>
    askTogether(rules, ask, {
      facts,
      log,
      workspaceId,
      setAside: ({ segmentId }, problem) => setAside({ segmentId, problem }),
    })

  async function answersOf(
    segments: readonly FollowedRule[],
    { owners, nodeIds }: Nodes,
    atMs: number,
  ): Promise<Map<string, readonly number[]>> {
    if (segments.length === 0) return new Map()
    const rules = segments.map(({ rule }) => rule)
    const { text, params } = answersSql(workspaceId, rules, contextAt(atMs), {
      only: { profileIds: owners, nodeIds },
    })
    const rows = await facts.query<{ profile_id: string; holds: number[] }>(text, params)
    return new Map(rows.map((row) => [row.profile_id, row.holds]))
  }

  /** Of at most so many people as one statement takes. */
  async function someChanges(ids: readonly string[], segments: readonly FollowedRule[], how: Asked) {
    const { atMs, cause, atOf } = how
    const nodes = await membership.nodesOf(workspaceId, ids)
    const gone = ids.filter((id) => nodes.ownerOf.has(id))
    const keptSoon = membership.of(workspaceId, [...nodes.owners, ...gone])
    const holdsSoon = answersOf(segments, nodes, atMs)
    holdsSoon.catch(() => undefined) // it is asked again below, rule by rule
    const kept = await keptSoon
    const changes: MemberChange[] = gone.flatMap((profileId) =>
      [...(kept.get(profileId) ?? [])].map((segmentId) => ({
        profileId,
        segmentId,
        isIn: false,
        atMs,
        cause: 'merge' as const,
      })),
    )
    await answerable(segments, async (some) => {
      const holds = await (some === segments ? holdsSoon : answersOf(some, nodes, atMs))
      for (const profileId of nodes.owners) {
        for (const [index, { segmentId }] of some.entries()) {
          const isIn = holds.get(profileId)?.[index] === 1
          if (isIn !== (kept.get(profileId)?.has(segmentId) ?? false))
            changes.push({ profileId, segmentId, isIn, atMs: atOf?.(profileId) ?? atMs, cause })
        }
      }
    })
    return changes
  }

  return {
    /** Asks rules together, or each alone where that fails; those that fail stand aside. */
    answerable,

    /** What is to be changed in the kept members of some segments for some people, known by any of their nodes. */
    async changesFor(
      ids: readonly string[],
      segments: readonly FollowedRule[],
      how: Asked,
    ): Promise<MemberChange[]> {
      const changes: MemberChange[] = []
      for (let from = 0; from < ids.length; from += peopleMax)
        changes.push(...(await someChanges(ids.slice(from, from + peopleMax), segments, how)))
      return changes
    },
  }
}

export interface Asked {
  /** The moment that the rules are asked at. */
  readonly atMs: number
  readonly cause: ChangeCause
  /** When it was for one person, where that is known better. */
  readonly atOf?: (profileId: string) => number | undefined
}
