import { DateTime } from 'luxon'
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
import { Agenda, type Due } from './agenda'
import { createAsking } from './asking'
import { findPassing } from './edge-sql'
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
/** How far ahead moments are read. */
const aheadMs = 60_000
const shortAheadMs = 1_000
const dayMs = 86_400_000
/** That nothing happened is written down so often. */
const sweptEveryMs = 60_000
const retryStaleMs = 60_000
/** Stands for everybody. */
const everybody = '*' as const

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
  let agenda = new Agenda(now().getTime())
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
    agenda = new Agenda(ledger.sweptTo().getTime())
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
    agenda = new Agenda(ledger.sweptTo().getTime()) // its places have moved
    await saveStale(db, workspaceId, broken.segmentId, broken.problem, now())
  }

  async function setTraitAside(key: string, problem: string): Promise<void> {
    brokenTraits = [...brokenTraits, { key, problem }]
    if (followed) followed = withoutTrait(followed, key)
    agenda = new Agenda(ledger.sweptTo().getTime()) // its places have moved
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
  async function answerTouches({ byMention, byShared, segments, traits, edges }: Followed): Promise<boolean> {
    const touches = await listTouches(db, workspaceId, crowdMin)
    const last = touches.at(-1)
    if (!last) return false
    const ids = [...new Set(touches.map(({ profileId }) => profileId))]
    if (touches.length === crowdMin) {
      const atMs = now().getTime()
      await recheck(segments.keys(), 'change')
      await keeper.answer(ids, traits, atMs)
      await keeper.again(traitsAt([...byShared.values()].flat())) // companions were perhaps not touched themselves
      await commit([], { upTo: last.seq })
      agenda = new Agenda(atMs) // moments of what came in lie ahead too
      return true
    }
    const seqs = touches.map(({ seq }) => seq)
    const places = new Set(
      touches.flatMap(({ mentions }) => mentions.flatMap((mention) => byMention.get(mention) ?? [])),
    )
    const atMs = now().getTime()
    await keeper.answer(ids, traitsAt(places), atMs)
    const shared = await companionsOf(touches, byShared, ids)
    if (shared.ids === everybody) {
      await recheck(shared.places, 'change')
      await keeper.again(traitsAt(shared.places))
    } else await keeper.answer(shared.ids, traitsAt(shared.places), atMs)
    const changes =
      places.size === 0 ? [] : await asking.changesFor(ids, segmentsAt(places), { atMs, cause: 'change' })
    if (shared.ids !== everybody)
      changes.push(
        ...(await asking.changesFor(shared.ids, segmentsAt(shared.places), { atMs, cause: 'change' })),
      )
    await commit(changes, { seqs })
    if (places.size > 0 && edges.length > 0) {
      const others = shared.ids === everybody ? null : shared.ids
      const nodeIds = others && (await membership.nodesOf(workspaceId, [...ids, ...others])).nodeIds
      await lookAhead(atMs, agenda.horizonMs, nodeIds ?? undefined)
    }
    return true
  }

  /**
   * Those besides the touched ones who share a company or household with somebody who was, or with a company that was,
   * and the segments to ask of them; everybody, where these are a crowd.
   */
  async function companionsOf(
    touches: readonly StoredTouch[],
    byShared: Followed['byShared'],
    touched: readonly string[],
  ): Promise<{ readonly ids: readonly string[] | typeof everybody; readonly places: ReadonlySet<number> }> {
    const sharing = touches.filter(({ mentions }) => mentions.some((mention) => byShared.has(mention)))
    if (sharing.length === 0) return { ids: [], places: new Set() }
    const places = new Set(
      sharing.flatMap(({ mentions }) => mentions.flatMap((mention) => byShared.get(mention) ?? [])),
    )
    const asked = [...new Set(sharing.map(({ profileId }) => profileId))]
    const { nodeIds, ownerOf } = await membership.nodesOf(workspaceId, asked)
    const found = await membership.companionsOf(workspaceId, nodeIds, crowdMin)
    if (found.length === crowdMin) return { ids: everybody, places }
    const known = new Set(touched.flatMap((id) => [id, ownerOf.get(id) ?? id]))
    const owners = (await membership.nodesOf(workspaceId, found)).owners
    return { ids: owners.filter((id) => !known.has(id)), places }
  }

  /**
   * Notes whom moments pass for in (from, to]: of everybody, or of some people. Where too many do, what has passed already
   * is one moment for everybody, and what lies ahead is read in shorter stretches.
   */
  async function lookAhead(fromMs: number, toMs: number, nodeIds?: readonly string[]): Promise<void> {
    const { edges = [], byEdge = [] } = followed ?? {}
    if (edges.length === 0 || toMs <= fromMs) return
    const query = { workspaceId, timezone, edges, fromMs, toMs, nodeIds, limit: crowdMin }
    const passing = await findPassing(facts, query)
    if (passing.length < crowdMin) {
      agenda.add(passing.map(({ nodeId, atMs, edge }) => ({ atMs, nodeId, places: byEdge[edge] ?? [] })))
    } else if (toMs - fromMs <= shortAheadMs || toMs <= now().getTime()) {
      agenda.add([{ atMs: toMs, nodeId: everybody, places: byEdge.flat() }])
    } else {
      const nowMs = now().getTime()
      const middleMs = fromMs < nowMs ? nowMs : Math.floor((fromMs + toMs) / 2)
      await lookAhead(fromMs, middleMs, nodeIds)
      await lookAhead(middleMs, toMs, nodeIds)
    }
  }

  /** Reads on in time before what is known of it runs out. */
  async function readOn(): Promise<void> {
    const nowMs = now().getTime()
    if (agenda.horizonMs > nowMs + shortAheadMs) return
    const from = agenda.horizonMs
    const to = nowMs + aheadMs
    await lookAhead(from, to)
    for (const atMs of midnightsIn(from, to, timezone))
      agenda.add([{ atMs, nodeId: everybody, places: followed?.atMidnight ?? [] }])
    agenda.horizonMs = to
  }

  /** Answers the moments that have passed; false when none has. */
  async function answerTime(): Promise<boolean> {
    await readOn()
    const at = now()
    const due = agenda.take(at.getTime())
    const general = due.filter(({ nodeId }) => nodeId === everybody)
    if (general.length > 0) {
      await recheck(placesOf(general), 'time')
      await keeper.again(traitsAt(placesOf(general)))
    }
    const changes = await changesOf(
      due.filter(({ nodeId }) => nodeId !== everybody),
      at,
    )
    const isLong = at.getTime() - ledger.sweptTo().getTime() > sweptEveryMs
    if (changes.length > 0 || isLong) await commit(changes, { sweptTo: at })
    return due.length > 0
  }

  /** What the moments that passed for some people change; each at the latest that passed for them. */
  async function changesOf(due: readonly Due[], at: Date): Promise<MemberChange[]> {
    if (due.length === 0) return []
    const { ownerOf } = await membership.nodesOf(workspaceId, [...new Set(due.map(({ nodeId }) => nodeId))])
    const atByOwner = new Map(due.map(({ nodeId, atMs }) => [ownerOf.get(nodeId) ?? nodeId, atMs]))
    await keeper.answer([...atByOwner.keys()], traitsAt(placesOf(due)), at.getTime())
    return asking.changesFor([...atByOwner.keys()], segmentsAt(placesOf(due)), {
      atMs: at.getTime(),
      cause: 'time',
      atOf: (owner) => atByOwner.get(owner),
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
        const hasMoved = await answerTime()
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
    nextMs: () => agenda.nextMs,
  }
}

function placesOf(dues: readonly Due[]): Set<number> {
  return new Set(dues.flatMap(({ places }) => places))
}

/** Beginnings of days in (from, to]; of many that passed unseen the last two are enough, everybody is asked as of now. */
function midnightsIn(fromMs: number, toMs: number, timezone: string): number[] {
  const found: number[] = []
  const first = DateTime.fromMillis(Math.max(fromMs, toMs - 2 * dayMs), { zone: timezone })
  for (let day = first.startOf('day').plus({ days: 1 }); day.toMillis() <= toMs; day = day.plus({ days: 1 }))
    found.push(day.toMillis())
  return found
}
