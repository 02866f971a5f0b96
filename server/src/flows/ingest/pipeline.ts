import { createSeenLedger, isRefused } from '../../modules/events'
import { findDue, forgetDue } from '../../modules/profiles'
import { anything, computedTraits } from '../../modules/segments'
import { createBreather } from '../../platform/breather'
import type { Facts } from '../../platform/clickhouse'
import type { Clock } from '../../platform/clock'
import type { Journal } from '../../platform/journal'
import type { Log } from '../../platform/log'
import type { Database } from '../../platform/postgres'
import { applyStep, refusedByStore } from './apply'
import { Batch, type EventPlace } from './batch'
import { applyCommand } from './commands'
import { type ContextDeps, createContexts, type IngestSettings } from './contexts'
import { createFlights } from './flights'
import { createReading, type Entry, type Gathered, type Prepared } from './reading'
import type { Place } from './step'
import { takeBack, takeBackAfter } from './take-back'
import { isAboutData } from './troubles'
import { WorkingSet } from './working-set'
import { type Shown, showTouched, tryRecords, writeFacts, writeRecords } from './write'

/** Batches that are written while the next is applied: one its facts, one its records. */
const flightsMax = 2
const sweepEveryMs = 30_000
const sweepMax = 2_000
/** Entries kept behind the reader for looking at, then forgotten. */
const trimEveryEntries = 2_000
/** After so many failures at one place the message at fault is looked for and put aside. */
const failuresMax = 3
const readerName = 'ingest'

export interface PipelineDeps {
  readonly db: Database
  readonly facts: Facts
  readonly journal: Journal
  readonly settingsOf: (workspaceId: string) => Promise<IngestSettings>
  readonly planOf?: ContextDeps['planOf']
  readonly now: Clock
  readonly log: Log
  /** How much of the journal a batch takes; tests take less, so that there are many. */
  readonly batchBytes?: number
  /** Called after a batch is committed that changed what segments watch for. */
  readonly onTouched?: () => void
  /** Called when everything up to a position has been processed. */
  readonly onMoved: (position: number) => void
}

/** Entries that are being looked up; null where that has to wait for all that came before. */
interface Coming {
  readonly gathered: Gathered
  readonly prepared: Promise<Prepared> | null
}

/**
 * The pipeline from the journal to profiles and facts. One reader, micro-batches of whole entries in journal order:
 * dedupe → shape → identity → traits → ClickHouse → one PostgreSQL transaction that also moves the reader. Everything
 * derives from the journal and from what is committed, never from where a batch begins or ends, so a crash anywhere
 * replays from the last position and changes nothing twice. While a batch is written, the next one is applied, and the one
 * after that is read and looked up.
 */
export function createPipeline(deps: PipelineDeps) {
  const { db, facts, journal, now, log } = deps
  const set = new WorkingSet(db)
  const contexts = createContexts(deps)
  const flights = createFlights(flightsMax)
  const seen = createSeenLedger(db)
  const reading = createReading({ ...deps, seen, set, contextOf: contexts.of, underWay: flights.keys })
  /** Everything up to here is committed. */
  let position = 0
  /** Everything up to here is applied in memory. */
  let applied = 0
  /** The end of the batch that was last begun. */
  let attempted = 0
  /** What comes after the batch at hand, being read while that is applied. */
  let next: Promise<Coming | null> | null = null
  /** Events past the position that an attempt which was cut short has written. */
  let ahead: ReadonlySet<string> = new Set()
  let isSound = false
  let failures = { position: -1, count: 0 }
  /** Up to here messages are taken one by one: something among them cannot be written. */
  let carefulUntil = -1
  let nextSweepMs = 0
  let trimmedAt = 0

  /** After a start or any failure: nothing in memory is trusted, and events written ahead of the position are noted. */
  async function recover(): Promise<void> {
    set.clear()
    contexts.clear()
    position = await journal.positionOf(readerName)
    applied = position
    await seen.load()
    const rows = await facts.query<{ position: number; index: number }>(
      `SELECT journal_position AS position, journal_index AS index
       FROM events -- every workspace_id: this is the reader's own recovery
       WHERE journal_position > {position:UInt64}`,
      { position },
    )
    ahead = new Set(rows.map((row) => rowKey(row.position, row.index)))
    isSound = true
    deps.onMoved(position)
  }

  /** Does one piece of work; false when there is none. After an error the next call starts from what is committed. */
  async function step(): Promise<boolean> {
    try {
      if (!isSound) await recover()
      const hasSwept = await sweep()
      return (await processNext()) || hasSwept
    } catch (error) {
      await giveUp(error)
      throw error
    }
  }

  async function giveUp(error: unknown): Promise<void> {
    isSound = false
    const failedTo = await abandon()
    const count = isAboutData(error) ? (failures.position === position ? failures.count : 0) + 1 : 0
    failures = { position, count }
    if (count >= failuresMax) carefulUntil = failedTo ?? attempted
  }

  /** Waits until nothing is under way any more; the end of the first batch that did not land. */
  async function abandon(): Promise<number | null> {
    await forgetNext()
    return flights.abandon()
  }

  /** What was looked up is not applied any more: it is read again. */
  async function forgetNext(): Promise<void> {
    const coming = await next?.catch(() => null)
    next = null
    await coming?.prepared?.catch(() => undefined)
  }

  /**
   * Waits until nothing is under way. What was looked up meanwhile does not know what has landed since, which is among the
   * flights no more: it is looked up again.
   */
  async function allLanded(): Promise<void> {
    await forgetNext()
    await flights.allLanded()
  }

  async function processNext(): Promise<boolean> {
    const coming = (await next) ?? (await lookAhead(applied))
    next = null
    if (!coming) return flights.landed()
    const { gathered, prepared } = coming
    attempted = gathered.to
    if (applied < carefulUntil) await processCarefully(gathered.entries[0])
    else if (!prepared || set.isFull) await processAlone(gathered, prepared)
    else {
      next = lookAhead(gathered.to)
      next.catch(() => undefined) // told when its turn comes
      await processTogether(gathered, await prepared)
    }
    return true
  }

  /** Reads what follows a position and begins to look it up. */
  async function lookAhead(after: number): Promise<Coming | null> {
    const gathered = await reading.gather(after)
    if (!gathered) return null
    if (gathered.isCommand || after < carefulUntil) return { gathered, prepared: null }
    const prepared = prepare(gathered.entries)
    prepared.catch(() => undefined) // told when its turn comes
    return { gathered, prepared }
  }

  const prepare = async (entries: readonly Entry[]): Promise<Prepared> =>
    reading.prepare(await reading.placesOf(entries))

  async function processTogether(gathered: Gathered, prepared: Prepared): Promise<void> {
    const batch = new Batch()
    await apply(prepared, batch)
    await launch(batch, gathered.to)
  }

  /**
   * A command asks the stores about all that came before, and what comes after asks them what it did. When memory follows
   * too many merges, it begins anew.
   */
  async function processAlone(gathered: Gathered, prepared: Promise<unknown> | null): Promise<void> {
    await prepared
    await allLanded()
    if (set.isFull) set.clear()
    await processTogether(gathered, await prepare(gathered.entries))
    await flights.allLanded()
  }

  /** One message after the other; the one that the stores refuse goes to quarantine, and its neighbours go on. */
  async function processCarefully(entry: Entry): Promise<void> {
    await allLanded()
    for (const place of await reading.placesOf([entry])) {
      const batch = await tryAlone(place)
      const shown = await show(batch)
      const run = await db.transaction(async (tx) => {
        await writeRecords(tx, batch, shown)
        return seen.write(tx, batch.seen)
      })
      await seen.add(run)
    }
    await launch(new Batch(), entry.position)
    await flights.allLanded()
  }

  /** What one message writes to PostgreSQL, after its facts are written; when it cannot be, its quarantine. */
  async function tryAlone(place: Place): Promise<Batch> {
    const batch = new Batch()
    try {
      await apply(await reading.prepare([place]), batch)
      const shown = await show(batch)
      await tryRecords(db, batch, shown)
      await writeAhead(batch, shown)
      return batch
    } catch (error) {
      if (!isAboutData(error)) throw error
      log.error({ err: error, position: place.position, index: place.index }, 'a message is put aside')
      contexts.clear()
      await takeBack(facts, batch, set, contexts.thresholdsOf)
      await takeBackAfter(facts, place, set, contexts.thresholdsOf, now())
      ahead = new Set()
      const refused = refusedByStore(place, error)
      for (const { profile } of batch.touched.values()) refused.mention(profile, anything) // as if it had not been
      return refused
    }
  }

  /** Applies messages in order. What has counted before is counted as repeated and nothing else. */
  async function apply({ places, steps }: Prepared, batch: Batch): Promise<void> {
    const breather = createBreather()
    await set.load(steps)
    const counted = new Set<string>()
    for (const [index, { key, workspaceId, receivedAt, source }] of places.entries()) {
      if (breather.isDue()) await breather.rest()
      const step = steps[index]
      if (!step || counted.has(key) || flights.carry(key)) {
        batch.count(workspaceId, receivedAt, source, 'dropped', 'repeated')
        continue
      }
      const hasCounted =
        !isRefused(step.item) && step.item.type === 'command'
          ? await applyCommand(step, step.item, batch, { db, facts, set })
          : applyStep(step, set, batch)
      if (!hasCounted) continue
      counted.add(key)
      batch.seen.push(key)
    }
  }

  const show = (batch: Batch) => showTouched(batch, contexts.thresholdsOf)

  function writeAhead(batch: Batch, shown: readonly Shown[]): Promise<void> {
    const isThere = ({ position: at, index }: EventPlace) => ahead.size > 0 && ahead.has(rowKey(at, index))
    return writeFacts(facts, batch, shown, isThere)
  }

  /** Sends a batch on its way: facts, then records and the position in one transaction. */
  async function launch(batch: Batch, to: number): Promise<void> {
    const from = applied
    const shown = await show(batch)
    applied = to
    await flights.launch(
      { to, keys: new Set(batch.seen) },
      () => writeAhead(batch, shown),
      async () => {
        const run = await db.transaction(async (tx) => {
          const [counted] = await Promise.all([
            seen.write(tx, batch.seen),
            writeRecords(tx, batch, shown),
            to === from ? null : journal.advance(tx, readerName, from, to),
          ])
          return counted
        })
        for (const { profile, stored } of shown) set.settle(profile, stored)
        await landed(batch, to)
        await seen.add(run)
      },
    )
  }

  async function landed(batch: Batch, to: number): Promise<void> {
    position = to
    if (ahead.size > 0) ahead = new Set([...ahead].filter((key) => Number(key.split(' ')[0]) > to))
    if (batch.hasTouches) deps.onTouched?.()
    deps.onMoved(position)
    if (position - trimmedAt < trimEveryEntries) return
    trimmedAt = position
    await journal.trim(position - trimEveryEntries)
  }

  /** Profiles whose computed traits time alone has changed are presented again. */
  async function sweep(): Promise<boolean> {
    const at = now()
    if (at.getTime() < nextSweepMs) return false
    await allLanded()
    const due = await findDue(db, at, sweepMax)
    if (due.length < sweepMax) nextSweepMs = at.getTime() + sweepEveryMs
    if (due.length === 0) return false
    for (const workspaceId of new Set(due.map((one) => one.workspaceId))) {
      if (!(await contexts.of(workspaceId))) await forgetDue(db, workspaceId)
    }
    await set.load(due.map(({ workspaceId, profileId }) => ({ workspaceId, identifiers: [], profileId })))
    const batch = new Batch()
    for (const { workspaceId, profileId } of due) {
      const profile = set.known(workspaceId, profileId)
      const context = profile && (await contexts.of(workspaceId))
      if (!context) continue
      batch.touch(profile, at.getTime())
      if (context.mentions.has(computedTraits)) batch.mention(profile, computedTraits)
    }
    await launch(batch, applied)
    await flights.allLanded()
    return true
  }

  return {
    step,
    /** Waits until nothing is being written any more; what was lost is read again by the next step. */
    async rest(): Promise<void> {
      if ((await abandon()) !== null) isSound = false
      await seen.rest()
    },
    position: () => position,
    /** What is believed of a workspace is asked again before the next batch. */
    forget: contexts.forget,
    sweepSoon(): void {
      nextSweepMs = 0
    },
  }
}

function rowKey(position: number, index: number): string {
  return `${position} ${index}`
}
