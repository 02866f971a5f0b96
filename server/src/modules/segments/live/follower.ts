import type { Facts } from '../../../platform/clickhouse'
import type { Clock } from '../../../platform/clock'
import type { Log } from '../../../platform/log'
import type { Database } from '../../../platform/postgres'
import type { RecordMessages } from '../../events'
import type { RuleSettings } from '../deps'
import type { RuleContext } from '../rule/moments'
import { findSegments, listStoredRules } from '../store'
import { type FollowedTrait, type FollowedTraits, followedTraitsOf } from '../traits/followed'
import { createTraitKeeper } from '../traits/keeper'
import { listTraits, saveTraitProblem } from '../traits/store'
import type { Due } from './agenda'
import { createAhead, everybody } from './ahead'
import { type AskedPerson, placesByMentions, questionsOf } from './asked'
import { createAsking } from './asking'
import { type BrokenSegment, type Followed, followedOf, without, withoutTrait } from './followed'
import { type Answered, createLedger } from './ledger'
import { type ChangeCause, createMembership, type FollowedRule, type MemberChange } from './membership'
import {
  deleteFollowing,
  type Following,
  listFollowing,
  listTouches,
  type StoredTouch,
  saveFollowing,
  saveStale,
} from './store'
import type { Mention } from './watch'

export interface FollowerDeps {
  readonly db: Database
  readonly facts: Facts
  readonly now: Clock
  readonly log: Log
  readonly settingsOf: (workspaceId: string) => Promise<Pick<RuleSettings, 'timezone' | 'consentRule'>>
  readonly record: RecordMessages
  /** Resolves when the pipeline knows what is mentioned now and has processed all that came before. */
  readonly learnt: (workspaceId: string) => Promise<void>
  /** Resolves when the pipeline has processed the journal up to a position. */
  readonly reached: (position: number) => Promise<void>
  /** So many people at once, and everybody is asked in one pass instead. */
  readonly crowdMin?: number
}

const usualCrowdMin = 20_000
/** Entries and exits written in one step. */
const changesMax = 20_000
/** That nothing happened is written down so often. */
const sweptEveryMs = 60_000
const retryStaleMs = 60_000

export type Follower = ReturnType<typeof createFollower>

/**
 * Keeps the members of a workspace's segments: asks the rules that a change mentions for the people it touched, and those
 * that a passing moment may turn for the people it passes for. A step is decided, then written down together with the
 * touches it answers, then told: cut short anywhere, it is told again under the same ids.
 */
export function createFollower(deps: FollowerDeps, workspaceId: string) {
  const { db, facts, now, crowdMin = usualCrowdMin } = deps
  const membership = createMembership(facts)
  const ledger = createLedger({ ...deps, membership }, workspaceId)
  const asking = createAsking({ ...deps, membership, contextAt, setAside }, workspaceId)
  const keeper = createTraitKeeper({ ...deps, membership, contextAt, setAside: setTraitAside }, workspaceId)
  let followed: Followed | null = null
  let brokenTraits: FollowedTraits['broken'] = []
  let timezone = 'UTC'
  let consentRule: RuleSettings['consentRule'] = 'granted'
  const ahead = createAhead(
    { ...deps, crowdMin, membership, followed: () => followed, timezone: () => timezone },
    workspaceId,
  )
  /** Counts what was said to have changed; what was begun with an earlier count is begun again. */
  let revision = 0
  let begunWith = -1
  let begunMs = 0

  function contextAt(atMs: number): RuleContext {
    return { now: new Date(atMs), timezone, consentRule, segments: followed?.rules }
  }

  const segmentsAt = (places: Iterable<number>) =>
    [...new Set(places)].flatMap((place) => followed?.segments[place] ?? [])

  /** Places behind those of the segments are of traits. */
  function traitsAt(places: Iterable<number>): FollowedTrait[] {
    const { segments = [], traits = [] } = followed ?? {}
    return [...new Set(places)].flatMap((place) => traits[place - segments.length] ?? [])
  }

  async function load(): Promise<Followed> {
    const settings = await deps.settingsOf(workspaceId)
    timezone = settings.timezone
    consentRule = settings.consentRule
    const rows = await listStoredRules(db, workspaceId)
    const find = (ids: readonly string[]) => findSegments(db, workspaceId, ids)
    const traitRows = await listTraits(db, workspaceId)
    const traits = await followedTraitsOf(traitRows, settings, find)
    keeper.noteKeys(traitRows)
    brokenTraits = traits.broken
    followed = await followedOf(rows, settings, find, traits)
    return followed
  }

  /** After a start, a failure or a change of segments: what was decided is told, then new meanings are worked out. */
  async function begin(): Promise<void> {
    const startedWith = revision
    await ledger.resume()
    const { segments, broken } = await load()
    const known = new Map(
      (await listFollowing(db, workspaceId)).map((following) => [following.segmentId, following]),
    )
    const wanted = new Set([...segments, ...broken].map(({ segmentId }) => segmentId))
    await deleteFollowing(
      db,
      workspaceId,
      [...known.keys()].filter((id) => !wanted.has(id)),
    )
    for (const { segmentId, problem } of broken) await saveStale(db, workspaceId, segmentId, problem, now())
    const fresh = segments.filter(({ segmentId, meaning }) => {
      const following = known.get(segmentId)
      return following?.meaning !== meaning || following.state === 'stale'
    })
    if (fresh.length > 0) {
      await deps.learnt(workspaceId)
      const isNew = ({ segmentId }: FollowedRule) => (known.get(segmentId)?.meaning ?? '') === ''
      await settle(fresh.filter(isNew), 'start', known)
      await settle(
        fresh.filter((segment) => !isNew(segment)),
        'rule',
        known,
      )
    }
    await beginTraits()
    ahead.reset(ledger.sweptTo().getTime())
    begunWith = startedWith
    begunMs = now().getTime()
  }

  /** What was told before, perhaps by another process, has been processed before values are compared with what profiles hold. */
  async function beginTraits(): Promise<void> {
    const rows = await listTraits(db, workspaceId)
    if (rows.length === 0) return
    await deps.learnt(workspaceId)
    await keeper.begin(rows, followed?.traits ?? [], brokenTraits)
  }

  async function settle(
    fresh: Followed['segments'],
    cause: ChangeCause,
    known: ReadonlyMap<string, Following>,
  ): Promise<void> {
    if (fresh.length === 0) return
    const at = now()
    const how = { step: ledger.nextStep(), cause }
    const answered = await asking.answerable(fresh, (rules) =>
      membership.settle(workspaceId, rules, contextAt(at.getTime()), how),
    )
    await ledger.settled((tx) =>
      saveFollowing(
        tx,
        workspaceId,
        answered.map(({ segmentId, meaning }) => ({
          segmentId,
          meaning,
          state: 'live',
          problem: null,
          since: known.get(segmentId)?.since ?? at,
        })),
      ),
    )
  }

  async function setAside(broken: BrokenSegment): Promise<void> {
    if (followed) followed = without(followed, [broken])
    ahead.reset(ledger.sweptTo().getTime()) // its places have moved
    await saveStale(db, workspaceId, broken.segmentId, broken.problem, now())
  }

  async function setTraitAside(key: string, problem: string): Promise<void> {
    brokenTraits = [...brokenTraits, { key, problem }]
    if (followed) followed = withoutTrait(followed, key)
    ahead.reset(ledger.sweptTo().getTime()) // its places have moved
    await saveTraitProblem(db, workspaceId, key, problem)
  }

  /** Everybody at once: after many changes, at midnight, and when too much falls due. */
  async function recheck(places: Iterable<number>, cause: ChangeCause): Promise<void> {
    const segments = segmentsAt(places)
    if (segments.length === 0) return
    const atMs = now().getTime()
    for (let isMore = true; isMore; ) {
      isMore = false
      const found: Omit<MemberChange, 'atMs' | 'cause'>[] = []
      await asking.answerable(segments, async (rules) => {
        const some = await membership.differences(workspaceId, rules, contextAt(atMs), changesMax)
        found.push(...some)
        isMore ||= some.length === changesMax
      })
      const exits = found.filter(({ isIn }) => !isIn).map(({ profileId }) => profileId)
      const gone = exits.length > 0 ? (await membership.nodesOf(workspaceId, exits)).ownerOf : new Map()
      await commit(
        found.map((one) => ({ ...one, atMs, cause: gone.has(one.profileId) ? 'merge' : cause })),
        {},
      )
    }
  }

  const commit = (changes: readonly MemberChange[], answered: Answered): Promise<void> =>
    ledger.commit(changes, nameOf, answered)

  const nameOf = (segmentId: string): string =>
    followed?.segments.find((segment) => segment.segmentId === segmentId)?.name ?? ''

  /** Answers what changed in people; false when nothing did. */
  async function answerTouches(known: Followed): Promise<boolean> {
    const { byMention, byShared, segments, traits } = known
    const touches = await listTouches(db, workspaceId, crowdMin)
    const last = touches.at(-1)
    if (!last) return false
    const atMs = now().getTime()
    const ids = [...new Set(touches.map(({ profileId }) => profileId))]
    if (touches.length === crowdMin) {
      await recheck(segments.keys(), 'change')
      await keeper.answer(ids, traits, atMs)
      await keeper.again(traitsAt([...byShared.values()].flat())) // companions were perhaps not touched themselves
      await commit([], { upTo: last.seq })
      ahead.reset(ledger.sweptTo().getTime()) // moments of what came in lie ahead too
      return true
    }
    const placesOf = placesByMentions(byMention)
    const asked = touches.map(({ profileId, mentions }): AskedPerson => [profileId, placesOf(mentions)])
    const lists = new Set(asked.map(([, places]) => places))
    await keeper.answer(ids, traitsAt([...lists].flat()), atMs)
    const shared = await companionsOf(touches, byShared)
    const areAll = shared.ids === everybody
    if (areAll) {
      await recheck(shared.places, 'change')
      await keeper.again(traitsAt(shared.places))
    } else await keeper.answer(shared.ids, traitsAt(shared.places), atMs)
    const companions = areAll ? [] : [...shared.ids].map((id): AskedPerson => [id, shared.places])
    const questions = questionsOf([...asked, ...companions])
    const changes = await asking.changesFor(questions, segments, { atMs, cause: 'change' })
    await commit(changes, { seqs: touches.map(({ seq }) => seq) })
    if (areAll) ahead.reset(ledger.sweptTo().getTime())
    else if (known === followed) ahead.note(questions, atMs)
    return true
  }

  /**
   * Those who share a company or household with somebody who was touched, or with a company that was, and what to ask of
   * them; everybody, where these are a crowd.
   */
  async function companionsOf(
    touches: readonly StoredTouch[],
    byShared: Followed['byShared'],
  ): Promise<{ readonly ids: readonly string[] | typeof everybody; readonly places: readonly number[] }> {
    const sharing = touches.filter(({ mentions }) => mentions.some((mention) => byShared.has(mention)))
    if (sharing.length === 0) return { ids: [], places: [] }
    const placesOf = placesByMentions(byShared)
    const places = [...new Set(sharing.flatMap(({ mentions }) => placesOf(mentions)))]
    const asked = [...new Set(sharing.map(({ profileId }) => profileId))]
    const { nodeIds } = await membership.nodesOf(workspaceId, asked)
    const found = await membership.companionsOf(workspaceId, nodeIds, crowdMin)
    if (found.length === crowdMin) return { ids: everybody, places }
    return { ids: found, places }
  }

  /** Answers the moments that have passed; false when none has. */
  async function answerTime(how: { readonly hasTime: boolean }): Promise<boolean> {
    await ahead.readOn(how)
    const at = now()
    const due = ahead.take(at.getTime())
    const segments = followed?.segments ?? []
    const general = due.filter(({ nodeId }) => nodeId === everybody)
    if (general.length > 0) {
      await recheck(placesOf(general), 'time')
      await keeper.again(traitsAt(placesOf(general)))
    }
    const changes = await changesOf(
      due.filter(({ nodeId }) => nodeId !== everybody),
      segments,
      at,
    )
    const sweptTo = ahead.knownTo(at)
    const isLong = sweptTo.getTime() - ledger.sweptTo().getTime() > sweptEveryMs
    if (changes.length > 0 || isLong) await commit(changes, { sweptTo })
    return due.length > 0
  }

  /** What the moments that passed for some people change; each at the latest that passed for them. */
  async function changesOf(
    due: readonly Due[],
    segments: readonly FollowedRule[],
    at: Date,
  ): Promise<MemberChange[]> {
    if (due.length === 0) return []
    const latest = new Map(due.map(({ nodeId, atMs }) => [nodeId, atMs]))
    await keeper.answer([...latest.keys()], traitsAt(placesOf(due)), at.getTime())
    const questions = questionsOf(due.map(({ nodeId, places }) => [nodeId, places]))
    return asking.changesFor(questions, segments, {
      atMs: at.getTime(),
      cause: 'time',
      atOf: (nodeId) => latest.get(nodeId),
    })
  }

  /** What stands aside is tried again now and then: the trouble may have passed. */
  const isStaleLong = (): boolean =>
    (followed?.broken.length ?? 0) + brokenTraits.length > 0 && now().getTime() - begunMs > retryStaleMs

  return {
    /** What is to be noted when it changes. */
    mentions: async (): Promise<ReadonlySet<Mention>> =>
      new Set((followed ?? (await load())).byMention.keys()),
    /** The names of all own computed traits: nobody else sets them. */
    async ownTraits(): Promise<ReadonlySet<string>> {
      if (!followed) await load()
      return keeper.keys()
    },
    /** One piece of work; false when there is none. After an error it begins again from what is written down. */
    async step(): Promise<boolean> {
      try {
        if (begunWith !== revision || isStaleLong()) await begin()
        const hasAnswered = followed !== null && (await answerTouches(followed))
        const hasMoved = await answerTime({ hasTime: !hasAnswered })
        return (await keeper.fill(followed?.traits ?? [])) || hasMoved || hasAnswered
      } catch (error) {
        begunWith = -1
        throw error
      }
    },
    /** Segments or settings are others now. */
    changed(): void {
      revision += 1
    },
    nextMs: ahead.nextMs,
    /** Resolves when nothing is under way that began in a step. */
    settled: ahead.settled,
  }
}

function placesOf(dues: readonly Due[]): Set<number> {
  return new Set(dues.flatMap(({ places }) => places))
}
