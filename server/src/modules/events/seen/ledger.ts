import { createBreather } from '../../../platform/breather'
import type { Database, Queryable } from '../../../platform/postgres'
import {
  addToFilter,
  bucketBits,
  bucketOf,
  filterOf,
  holds,
  keyBytes,
  mayHold,
  mergedBuckets,
  packKeys,
  type Run,
} from './run'
import {
  deleteBuckets,
  deleteRuns,
  deleteStrayBuckets,
  findBuckets,
  insertBuckets,
  insertRun,
  listRuns,
  readKeys,
  saveFilter,
} from './store'

/** So many runs of one level become one of the next. */
const fanIn = 16
/** Larger runs stay as they are: merging them would take seconds. */
const mergedKeysMax = 131_072
/** Bytes of keys in one statement of a merge: batches wait meanwhile. */
const bytesPerWrite = 256 * 1024
/** With so many new runs batches wait for merging: every question goes through all of them. */
const newRunsMax = 4 * fanIn

/** A key that a run may hold, by its filter. */
interface Doubtful {
  readonly key: string
  readonly offset: number
  readonly runId: number
  readonly bucket: number
}

export type SeenLedger = ReturnType<typeof createSeenLedger>

/**
 * Which messages have counted, so that each counts once. A log-structured merge tree in rows of the database: a batch writes
 * its keys as one sorted run, runs are merged into larger ones, and a Bloom filter of each in memory (two bytes a key) answers
 * nearly every question without asking the database. One writer; whoever else wrote, `load` reads what there is anew.
 */
export function createSeenLedger(db: Database) {
  let runs: readonly Run[] = []
  let nextId = 1
  /** Questions under way: they may be about runs that are merged meanwhile. */
  const asking = new Set<Promise<unknown>>()
  /** Merging goes on beside the batches; what it fails with is told to the next one that comes when it is over. */
  let merging: Promise<void> = Promise.resolve()
  let isMerging = false

  async function load(): Promise<void> {
    await merging.catch(() => undefined)
    merging = Promise.resolve()
    const kept = new Map(runs.map((run) => [run.runId, run]))
    const stored = await listRuns(
      db,
      runs.filter(({ keys, bits }) => bits > 0 || keys).map(({ runId }) => runId),
    )
    const loaded: Run[] = []
    for (const row of stored) {
      const known = kept.get(row.runId)
      loaded.push(known ?? (await complete(row)))
    }
    runs = loaded
    nextId = Math.max(0, ...loaded.map(({ runId }) => runId)) + 1
    await deleteStrayBuckets(db)
  }

  async function complete(row: Omit<Run, 'filter' | 'keys'> & { filter: Uint8Array | null }): Promise<Run> {
    const keys = row.bits === 0 ? await readKeys(db, row.runId) : null
    if (row.filter) return { ...row, filter: row.filter, keys }
    const filter = filterOf(row.count)
    addToFilter(filter, keys ?? (await readKeys(db, row.runId)))
    await saveFilter(db, row.runId, filter)
    return { ...row, filter, keys }
  }

  /** Begins to merge, unless that goes on. */
  function mergeBeside(): void {
    if (isMerging) return
    isMerging = true
    merging = mergeAll().finally(() => {
      isMerging = false
    })
    merging.catch(() => undefined)
  }

  async function mergeAll(): Promise<void> {
    for (let due = runsToMerge(); due; due = runsToMerge()) await merge(due, due[0].level + 1)
  }

  /** The oldest runs of the lowest level that has enough of them. */
  function runsToMerge(): readonly [Run, ...Run[]] | null {
    for (let level = 0; ; level += 1) {
      const atLevel = runs.filter((run) => run.level === level)
      const [first, ...rest] = atLevel.filter(({ count }) => count <= mergedKeysMax).slice(0, fanIn)
      if (first && rest.length === fanIn - 1) return [first, ...rest]
      if (!runs.some((run) => run.level > level)) return null
    }
  }

  /** Makes one run of several. Cut short, it leaves buckets that no run names. */
  async function merge(old: readonly Run[], level: number): Promise<void> {
    const count = old.reduce((sum, run) => sum + run.count, 0)
    const sources: Uint8Array[] = []
    for (const run of old) sources.push(run.keys ?? (await readKeys(db, run.runId)))
    const runId = nextId
    nextId += 1
    const bits = bucketBits(count)
    const filter = filterOf(count)
    const breather = createBreather()
    let pending: { bucket: number; keys: Uint8Array }[] = []
    let bytes = 0
    for (const bucket of mergedBuckets(sources, bits)) {
      addToFilter(filter, bucket.keys)
      pending.push(bucket)
      bytes += bucket.keys.length
      if (breather.isDue()) await breather.rest()
      if (bytes < bytesPerWrite) continue
      await insertBuckets(db, runId, pending)
      pending = []
      bytes = 0
    }
    const keys = bits === 0 ? (pending[0]?.keys ?? null) : null
    const merged: Run = { runId, level, count, bits, filter, keys }
    const oldIds = old.map((run) => run.runId)
    await db.transaction(async (tx) => {
      await insertBuckets(tx, runId, pending)
      await insertRun(tx, merged)
      await deleteRuns(tx, oldIds)
    })
    runs = [...runs.filter((run) => !old.includes(run)), merged]
    await Promise.allSettled(asking)
    for (const runId of oldIds) await deleteBuckets(db, runId)
  }

  async function bucketsOf(doubtful: readonly Doubtful[]): Promise<ReadonlyMap<string, Uint8Array>> {
    const buckets = findBuckets(db, doubtful)
    asking.add(buckets)
    try {
      return await buckets
    } finally {
      asking.delete(buckets)
    }
  }

  return {
    load,

    /** Which of these keys have counted. */
    async among(keys: readonly string[]): Promise<Set<string>> {
      const bytes = Buffer.from(keys.join('').replaceAll('-', ''), 'hex')
      const found = new Set<string>()
      const doubtful: Doubtful[] = []
      for (const [index, key] of keys.entries()) {
        const offset = index * keyBytes
        for (const run of runs) {
          if (!mayHold(run.filter, bytes, offset)) continue
          if (!run.keys)
            doubtful.push({ key, offset, runId: run.runId, bucket: bucketOf(bytes, offset, run.bits) })
          else if (holds(run.keys, bytes, offset)) found.add(key)
        }
      }
      if (doubtful.length === 0) return found
      const buckets = await bucketsOf(doubtful)
      for (const { key, offset, runId, bucket } of doubtful) {
        const there = buckets.get(`${runId} ${bucket}`)
        if (there && holds(there, bytes, offset)) found.add(key)
      }
      return found
    },

    /** Writes the keys of a batch in the caller's transaction; `add` makes them known when that is committed. */
    async write(tx: Queryable, keys: readonly string[]): Promise<Run | null> {
      if (keys.length === 0) return null
      const packed = packKeys(keys)
      const count = packed.length / keyBytes
      const filter = filterOf(count)
      addToFilter(filter, packed)
      const run: Run = { runId: nextId, level: 0, count, bits: 0, filter, keys: packed }
      nextId += 1
      await Promise.all([insertRun(tx, run), insertBuckets(tx, run.runId, [{ bucket: 0, keys: packed }])])
      return run
    },

    /** Makes a run known that is committed, and sees to it that those of which there are enough are merged. */
    async add(run: Run | null): Promise<void> {
      if (!run) return
      runs = [...runs, run]
      const newRuns = runs.filter(({ level }) => level === 0).length
      if (!isMerging || newRuns > newRunsMax) await merging
      mergeBeside()
    },

    /** Waits until nothing is merged any more. */
    async rest(): Promise<void> {
      await merging.catch(() => undefined) // told to the batch that follows
    },
  }
}
