import type { Facts } from '../../../platform/clickhouse'
import type { Log } from '../../../platform/log'
import type { Nodes } from '../nodes'
import type { RuleContext } from '../rule/moments'
import { someAnswersSql } from '../rule/some-answers'
import { type People, peopleByPlace, placesIn, portionsOf, type Question } from './asked'
import type { BrokenSegment } from './followed'
import type { ChangeCause, FollowedRule, MemberChange, Membership } from './membership'
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
    asked: readonly AskedSegment[],
    nodes: Nodes,
    atMs: number,
  ): Promise<Map<string, readonly number[]>> {
    if (asked.length === 0) return new Map()
    const rules = asked.map(({ rule }) => rule)
    const nodesOf = (place: number) => asked[place]?.people.nodeIds ?? []
    const { text, params, placeOf } = someAnswersSql(workspaceId, rules, contextAt(atMs), {
      ...nodes,
      nodesOf,
    })
    const rows = await facts.query<{ profile_id: string; holds: number[] }>(text, params)
    return new Map(
      rows.map(({ profile_id, holds }) => [profile_id, placeOf.map((place) => holds[place] ?? 0)]),
    )
  }

  /** Of at most so many people as one statement takes. */
  async function someChanges(questions: readonly Question[], segments: readonly FollowedRule[], how: Asked) {
    const { atMs, cause, atOf } = how
    const ids = [...new Set(questions.flatMap((question) => question.ids))]
    const nodes = await membership.nodesOf(workspaceId, ids)
    const peopleAt = peopleByPlace(questions, nodes)
    const asked = [...placesIn(questions)].flatMap((place): AskedSegment[] => {
      const segment = segments[place]
      return segment ? [{ ...segment, people: peopleAt(place) }] : []
    })
    const gone = ids.filter((id) => nodes.ownerOf.has(id))
    const keptSoon = membership.of(workspaceId, [...nodes.profileIds, ...gone])
    const holdsSoon = answersOf(asked, nodes, atMs)
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
    const atOfOwner = new Map<string, number>()
    for (const id of ids) {
      const owner = nodes.ownerOf.get(id) ?? id
      const before = atOfOwner.get(owner) ?? Number.NEGATIVE_INFINITY
      atOfOwner.set(owner, Math.max(before, atOf?.(id) ?? atMs))
    }
    await answerable(asked, async (some) => {
      const holds = await (some === asked ? holdsSoon : answersOf(some, nodes, atMs))
      for (const [index, { segmentId, people }] of some.entries()) {
        for (const profileId of people.profileIds) {
          const isIn = holds.get(profileId)?.[index] === 1
          if (isIn !== (kept.get(profileId)?.has(segmentId) ?? false))
            changes.push({ profileId, segmentId, isIn, atMs: atOfOwner.get(profileId) ?? atMs, cause })
        }
      }
    })
    return changes
  }

  return {
    /** Asks rules together, or each alone where that fails; those that fail stand aside. */
    answerable,

    /** What is to be changed in the kept members of segments for the people of questions, which name segments by their place. */
    async changesFor(
      questions: readonly Question[],
      segments: readonly FollowedRule[],
      how: Asked,
    ): Promise<MemberChange[]> {
      const changes: MemberChange[] = []
      for (const some of portionsOf(questions, peopleMax))
        changes.push(...(await someChanges(some, segments, how)))
      return changes
    },
  }
}

/** A segment with the people of whom it is asked. */
interface AskedSegment extends FollowedRule {
  readonly people: People
}

export interface Asked {
  /** The moment that the rules are asked at. */
  readonly atMs: number
  readonly cause: ChangeCause
  /** When it was for one person, where that is known better: by the id that the person was asked by. */
  readonly atOf?: (id: string) => number | undefined
}
