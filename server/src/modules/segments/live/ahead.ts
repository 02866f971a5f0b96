import { DateTime } from 'luxon'
import type { Facts } from '../../../platform/clickhouse'
import type { Clock } from '../../../platform/clock'
import { Agenda, type Due } from './agenda'
import { type People, peopleByPlace, placesIn, type Question } from './asked'
import { findPassing } from './edge-sql'
import type { Followed } from './followed'
import type { Membership } from './membership'

/** How far ahead moments are read, and how long before the end of what is known it is read on. */
const aheadMs = 60_000
const earlyMs = 10_000
const shortAheadMs = 1_000
/** The moments of people who were touched are looked up together, this long after the first of them at the latest. */
const gatherMs = 500
const dayMs = 86_400_000

/** Stands for everybody in place of an identity node. */
export const everybody = '*' as const

export interface AheadDeps {
  readonly facts: Facts
  readonly now: Clock
  readonly membership: Membership
  readonly followed: () => Pick<Followed, 'edges' | 'byEdge' | 'atMidnight'> | null
  readonly timezone: () => string
  /** So many moments at once, and everybody is asked in one pass instead. */
  readonly crowdMin: number
}

type Edges = Pick<Followed, 'edges' | 'byEdge'>

/** A stretch of time that is read for everybody while other things go on. */
interface Reading {
  readonly toMs: number
  readonly done: Promise<void>
}

/**
 * The moments that lie shortly ahead. Those of everybody are read a minute at a time, before they are needed and beside other
 * work; those of people who are touched in between are looked up soon after. Nothing of it is written down: it is read again
 * from the moment up to which members are known to be right.
 */
export function createAhead(deps: AheadDeps, workspaceId: string) {
  const { facts, now, membership, crowdMin } = deps
  let agenda = new Agenda(now().getTime())
  let reading: Reading | null = null
  /** Every reading that was begun, also those that nobody waits for any more. */
  let begun: Promise<void> = Promise.resolve()
  let touched: Question[] = []
  /** When the first of them was asked. */
  let touchedFromMs = Number.POSITIVE_INFINITY

  /**
   * Notes whom moments pass for in (from, to]: of everybody, or of some people. Where too many do, what has passed already
   * is one moment for everybody, and what lies ahead is read in shorter stretches.
   */
  async function look(
    into: Agenda,
    { edges, byEdge }: Edges,
    [fromMs, toMs]: readonly [number, number],
    nodesOf?: (edge: number) => readonly string[],
  ): Promise<void> {
    if (edges.length === 0 || toMs <= fromMs) return
    const query = { workspaceId, timezone: deps.timezone(), edges, fromMs, toMs, nodesOf, limit: crowdMin }
    const passing = await findPassing(facts, query)
    const nowMs = now().getTime()
    if (passing.length < crowdMin) {
      into.add(passing.map(({ nodeId, atMs, edge }) => ({ atMs, nodeId, places: byEdge[edge] ?? [] })))
    } else if (toMs - fromMs <= shortAheadMs || toMs <= nowMs) {
      into.add([{ atMs: toMs, nodeId: everybody, places: byEdge.flat() }])
    } else {
      const middleMs = fromMs < nowMs ? nowMs : Math.floor((fromMs + toMs) / 2)
      await look(into, { edges, byEdge }, [fromMs, middleMs], nodesOf)
      await look(into, { edges, byEdge }, [middleMs, toMs], nodesOf)
    }
  }

  async function readStretch(into: Agenda, fromMs: number, toMs: number): Promise<void> {
    const { edges = [], byEdge = [], atMidnight = [] } = deps.followed() ?? {}
    await look(into, { edges, byEdge }, [fromMs, toMs])
    for (const atMs of midnightsIn(fromMs, toMs, deps.timezone()))
      into.add([{ atMs, nodeId: everybody, places: atMidnight }])
    into.horizonMs = toMs
  }

  function beginReading(): Reading {
    const toMs = now().getTime() + aheadMs
    const done = readStretch(agenda, agenda.horizonMs, toMs)
    begun = Promise.allSettled([begun, done]).then(() => undefined) // an error is told to whoever waits for it
    return { toMs, done }
  }

  const endsWithin = (ms: number): boolean => agenda.horizonMs <= now().getTime() + ms

  async function lookAtTouched(): Promise<void> {
    const [asked, fromMs] = [touched, touchedFromMs]
    touched = []
    const { edges = [], byEdge = [] } = deps.followed() ?? {}
    const places = placesIn(asked)
    if (byEdge.some((some) => some.some((place) => places.has(place)))) {
      const nodes = await membership.nodesOf(workspaceId, [...new Set(asked.flatMap(({ ids }) => ids))])
      const people = peopleByPlace(asked, nodes)
      const toMs = Math.max(agenda.horizonMs, reading?.toMs ?? 0)
      await look(agenda, { edges, byEdge }, [fromMs, toMs], (edge) => nodesOfAny(byEdge[edge] ?? [], people))
    }
    touchedFromMs = Number.POSITIVE_INFINITY
  }

  return {
    /** Begins anew: nothing is known from a moment on. */
    reset(fromMs: number): void {
      agenda = new Agenda(fromMs)
      reading = null
      touched = []
      touchedFromMs = Number.POSITIVE_INFINITY
    },

    /** Notes people who were asked at a moment: their moments are looked up soon. */
    note(questions: readonly Question[], atMs: number): void {
      if (questions.length === 0) return
      touchedFromMs = Math.min(touchedFromMs, atMs)
      touched.push(...questions)
    },

    /** Reads on in time before what is known runs out, and looks up whom it noted where that has waited, or has not to wait. */
    async readOn({ hasTime }: { readonly hasTime: boolean }): Promise<void> {
      if (touched.length > 0 && (hasTime || now().getTime() - touchedFromMs >= gatherMs))
        await lookAtTouched()
      while (endsWithin(earlyMs)) {
        if (!reading || agenda.horizonMs === reading.toMs) reading = beginReading()
        if (!endsWithin(shortAheadMs)) return
        await reading.done
      }
    },

    /** Takes out what is due. */
    take: (nowMs: number): Due[] => agenda.take(nowMs),

    /** Up to when every moment has been taken out, once those are that were due at one. */
    knownTo: (at: Date): Date => new Date(Math.min(at.getTime(), touchedFromMs, agenda.horizonMs)),

    nextMs: () => agenda.nextMs,

    /** Resolves when nothing is being read. */
    settled: (): Promise<void> => begun,
  }
}

function nodesOfAny(places: readonly number[], people: (place: number) => People): readonly string[] {
  return [...new Set([...new Set(places.map(people))].flatMap(({ nodeIds }) => nodeIds))]
}

/** Beginnings of days in (from, to]; of many that passed unseen the last two are enough, everybody is asked as of now. */
function midnightsIn(fromMs: number, toMs: number, timezone: string): number[] {
  const found: number[] = []
  const first = DateTime.fromMillis(Math.max(fromMs, toMs - 2 * dayMs), { zone: timezone })
  for (let day = first.startOf('day').plus({ days: 1 }); day.toMillis() <= toMs; day = day.plus({ days: 1 }))
    found.push(day.toMillis())
  return found
}
