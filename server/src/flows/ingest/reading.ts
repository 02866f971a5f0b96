import { isRefused, type JournalItem, type SeenLedger } from '../../modules/events'
import { createBreather } from '../../platform/breather'
import type { Journal, JournalEntry } from '../../platform/journal'
import { keyOf } from './repeats'
import { type Place, prepareStep, type Step, type WorkspaceContext } from './step'
import type { WorkingSet } from './working-set'

/** One micro-batch takes about this much of the journal, and so many messages: more of them live too long in memory. */
const batchBytesMax = 2 * 1024 * 1024
const batchMessagesMax = 4_000
/**
 * After a batch of many messages the next is read a little later, unless it is full already: a hundred small parts cost
 * ClickHouse far more to merge than ten larger ones. A message that comes alone is read at once.
 */
const restMsPerMessage = 0.3
const restMsMax = 300

export interface ReadingDeps {
  readonly seen: SeenLedger
  readonly journal: Journal
  readonly set: WorkingSet
  readonly contextOf: (workspaceId: string) => Promise<WorkspaceContext | null>
  /** Keys of what is on its way into the stores at this moment. */
  readonly underWay: () => readonly ReadonlySet<string>[]
  /** How much of the journal a batch takes; tests take less, so that there are many. */
  readonly batchBytes?: number
}

export interface Entry {
  readonly position: number
  readonly items: readonly JournalItem[]
  readonly entry: JournalEntry
}

/** Whole entries in journal order. One with a command stands alone. */
export interface Gathered {
  readonly entries: readonly [Entry, ...Entry[]]
  readonly to: number
  readonly isCommand: boolean
}

/** Messages in order, each with its traits in canonical form; null for one that has counted before. */
export interface Prepared {
  readonly places: readonly Place[]
  readonly steps: readonly (Step | null)[]
}

/** Reads the journal ahead of what is being applied, and brings in what the stores know of it. */
export function createReading(deps: ReadingDeps) {
  const { seen, journal, set, batchBytes = batchBytesMax } = deps

  let restedUntil = 0

  /** The next piece of work after a position; null when there is none. */
  async function gather(after: number): Promise<Gathered | null> {
    let entries = batchOf(await journal.read(after, batchBytes))
    const restMs = restedUntil - performance.now()
    if (restMs > 0 && !(await isFull(entries))) {
      await new Promise((resolve) => setTimeout(resolve, restMs))
      entries = batchOf(await journal.read(after, batchBytes))
    }
    restedUntil = performance.now() + Math.min(restMsMax, messagesIn(entries) * restMsPerMessage)
    return cutAtCommand(entries)
  }

  /** Whether a batch holds as much as one may: there is more than it holds. Nothing is full, and not to be waited for. */
  async function isFull(entries: readonly Entry[]): Promise<boolean> {
    const last = entries.at(-1)
    return !last || messagesIn(entries) >= batchMessagesMax || last.position < (await journal.head())
  }

  async function placesOf(entries: readonly Entry[]): Promise<Place[]> {
    const known = new Map<string, WorkspaceContext | null>()
    for (const { entry } of entries) {
      if (!known.has(entry.workspaceId)) known.set(entry.workspaceId, await deps.contextOf(entry.workspaceId))
    }
    return entries.flatMap(({ entry, items }) => {
      const { workspaceId, source, receivedAt, position } = entry
      const received = receivedAt.toISOString()
      const context = known.get(workspaceId)
      if (!context) return []
      return items.map((item, index) => {
        const key = keyOf(workspaceId, item)
        return { workspaceId, source, receivedAt, received, position, index, item, key, context }
      })
    })
  }

  /**
   * Looks up who is meant and what has counted before, while batches before this one are still being applied or written:
   * what memory knows by then is newer than what is read here, and stays.
   */
  async function prepare(places: readonly Place[]): Promise<Prepared> {
    const breather = createBreather()
    const underWay = deps.underWay()
    const counted = await seen.among(places.map(({ key }) => key))
    const steps: (Step | null)[] = []
    for (const place of places) {
      if (breather.isDue()) await breather.rest()
      const isRepeat = counted.has(place.key) || underWay.some((keys) => keys.has(place.key))
      steps.push(isRepeat ? null : prepareStep(place, set))
    }
    await set.warm(steps)
    return { places, steps }
  }

  return { gather, placesOf, prepare }
}

/** The entries before the first command, or the command by itself. */
function cutAtCommand(entries: readonly Entry[]): Gathered | null {
  const command = entries.findIndex(hasCommand)
  const isCommand = command === 0
  const [first, ...rest] = command > 0 ? entries.slice(0, command) : isCommand ? entries.slice(0, 1) : entries
  if (!first) return null
  return { entries: [first, ...rest], to: rest.at(-1)?.position ?? first.position, isCommand }
}

const messagesIn = (entries: readonly Entry[]): number =>
  entries.reduce((sum, { items }) => sum + items.length, 0)

/** As many entries as make one batch, at least one. */
function batchOf(entries: readonly JournalEntry[]): Entry[] {
  const taken: Entry[] = []
  let messages = 0
  for (const entry of entries) {
    if (messages >= batchMessagesMax) break
    taken.push({ position: entry.position, items: entry.items as readonly JournalItem[], entry })
    messages += entry.items.length
  }
  return taken
}

function hasCommand({ items }: Entry): boolean {
  return items.some((item) => !isRefused(item) && item.type === 'command')
}
