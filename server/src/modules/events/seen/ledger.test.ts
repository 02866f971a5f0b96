import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { bothDatabases, type OpenDatabase } from '../../../../../test/harness/open-engines'
import { deriveId } from '../../../kernel/id'
import type { Database } from '../../../platform/postgres'
import { createSeenLedger, type SeenLedger } from './ledger'
import { addToFilter, bucketBits, bucketOf, filterOf, holds, keyBytes, mayHold, packKeys } from './run'

const keysOf = (name: string, count: number): string[] =>
  Array.from({ length: count }, (_, index) => deriveId(name, String(index)))

describe('a run', () => {
  it('holds its keys and no others, sorted', () => {
    const keys = keysOf('in', 5_000)
    const packed = packKeys(keys)
    const hex = Buffer.from(packed).toString('hex').match(/.{32}/g)
    expect(hex).toEqual(keys.map((key) => key.replaceAll('-', '')).sort())
    const [own, others] = [packKeys(keys), packKeys(keysOf('out', 5_000))]
    const all = (bytes: Uint8Array) => Array.from({ length: bytes.length / keyBytes }, (_, n) => n * keyBytes)
    expect(all(own).every((offset) => holds(packed, own, offset))).toBe(true)
    expect(all(others).some((offset) => holds(packed, others, offset))).toBe(false)
  })

  it('has a filter that denies none of its keys, and takes few others for its own', () => {
    const [own, others] = [packKeys(keysOf('in', 10_000)), packKeys(keysOf('out', 100_000))]
    const filter = filterOf(10_000)
    addToFilter(filter, own)
    let wrong = 0
    for (let offset = 0; offset < own.length; offset += keyBytes)
      if (!mayHold(filter, own, offset)) wrong += 1
    expect(wrong).toBe(0)
    for (let offset = 0; offset < others.length; offset += keyBytes)
      if (mayHold(filter, others, offset)) wrong += 1
    expect(wrong).toBeLessThan(150) // 57 are expected
    expect(wrong).toBeGreaterThan(5)
  })

  it('lies in buckets of some dozen keys by their first bits, in order', () => {
    expect(bucketBits(4_096)).toBe(0)
    const bits = bucketBits(100_000)
    expect(bits).toBe(11)
    const packed = packKeys(keysOf('in', 20_000))
    const buckets = Array.from({ length: 20_000 }, (_, n) => bucketOf(packed, n * keyBytes, bits))
    expect(buckets).toEqual([...buckets].sort((left, right) => left - right))
    expect(new Set(buckets).size).toBeGreaterThan(1_900)
  })
})

describe.each(bothDatabases)('the ledger of messages that have counted on $engine', ({ open }) => {
  let engines: OpenDatabase
  let db: Database
  beforeAll(async () => {
    engines = await open()
    db = engines.db
  })
  afterAll(() => engines.close())
  beforeEach(() => db.script('TRUNCATE seen_runs, seen_buckets'))

  const count = async (ledger: SeenLedger, keys: readonly string[]) =>
    ledger.add(await db.transaction((tx) => ledger.write(tx, keys)))

  it('knows what was written, in memory, after merging, and after a start', async () => {
    const ledger = createSeenLedger(db)
    await ledger.load()
    const written = keysOf('in', 9_000)
    for (let from = 0; from < written.length; from += 300)
      await count(ledger, written.slice(from, from + 300))
    const others = keysOf('out', 3_000)
    expect(await ledger.among([...others, ...written])).toEqual(new Set(written))
    await ledger.rest()
    expect(await ledger.among([...others, ...written])).toEqual(new Set(written))
    const fresh = createSeenLedger(db)
    await fresh.load()
    expect(await fresh.among([...others, ...written])).toEqual(new Set(written))
    expect(await db.query('SELECT run_id FROM seen_runs')).toHaveLength(15) // 300 batches: 256, 2 × 16 and 12
    const [stray] = await db.query<{ count: number }>(
      'SELECT count(*) AS count FROM seen_buckets WHERE run_id NOT IN (SELECT run_id FROM seen_runs)',
    )
    expect(stray?.count).toBe(0)
  })

  it('does not count what was written in a transaction that failed', async () => {
    const ledger = createSeenLedger(db)
    await ledger.load()
    const [lost, kept] = [keysOf('lost', 10), keysOf('kept', 10)]
    const failed = db.transaction(async (tx) => {
      await ledger.write(tx, lost)
      throw new Error('cut')
    })
    await expect(failed).rejects.toThrow('cut')
    await ledger.load()
    await count(ledger, kept)
    expect(await ledger.among([...lost, ...kept])).toEqual(new Set(kept))
  })

  it('answers while runs are merged, and tidies away a merge that was cut short', async () => {
    const ledger = createSeenLedger(db)
    await ledger.load()
    const written = keysOf('in', 40_000)
    const answers: Promise<Set<string>>[] = []
    for (let from = 0; from < written.length; from += 500) {
      const adding = count(ledger, written.slice(from, from + 500))
      answers.push(ledger.among(written.slice(0, from).slice(-2_000)))
      await adding
    }
    for (const [index, answer] of (await Promise.all(answers)).entries())
      expect(answer.size).toBe(Math.min(2_000, index * 500))
    await db.query(`INSERT INTO seen_buckets (run_id, bucket, keys) VALUES (100000, 0, '\\x00')`)
    await ledger.load()
    expect(await db.query('SELECT 1 AS stray FROM seen_buckets WHERE run_id = 100000')).toEqual([])
    expect((await ledger.among(written)).size).toBe(written.length)
  })

  it('holds up no batch while it merges', async () => {
    let release = (): void => undefined
    const released = new Promise<void>((resolve) => {
      release = resolve
    })
    const ledger = createSeenLedger({
      ...db,
      transaction: (work) => released.then(() => db.transaction(work)),
    })
    await ledger.load()
    for (let batch = 0; batch < 20; batch += 1) await count(ledger, keysOf(`batch ${batch}`, 10))
    const runs = async () => (await db.query('SELECT run_id FROM seen_runs')).length
    expect(await runs()).toBe(20)
    release()
    await ledger.rest()
    expect(await runs()).toBe(5)
    expect((await ledger.among(keysOf('batch 3', 12))).size).toBe(10)
  })

  it('says at the next batch that merging failed, and what had counted still counts', async () => {
    let isBroken = true
    const mergesOn: Database = {
      ...db,
      transaction: (work) =>
        isBroken ? Promise.reject(new Error('the disk is full')) : db.transaction(work),
    }
    const ledger = createSeenLedger(mergesOn)
    await ledger.load()
    const written = keysOf('in', 16 * 300 + 20)
    for (let from = 0; from < 16 * 300; from += 300) await count(ledger, written.slice(from, from + 300))
    await ledger.rest()
    await expect(count(ledger, written.slice(-20))).rejects.toThrow('the disk is full')
    isBroken = false
    await ledger.load()
    await count(ledger, keysOf('later', 10))
    await ledger.rest()
    expect(await ledger.among([...written, ...keysOf('out', 500)])).toEqual(new Set(written))
    expect((await db.query('SELECT run_id FROM seen_runs')).length).toBeLessThan(5)
  })

  it('takes over what counted before there were runs', async () => {
    const keys = keysOf('old', 6_000)
    await db.query(
      `INSERT INTO seen_buckets (run_id, bucket, keys)
       SELECT 0, bucket, string_agg(bytes, ''::bytea ORDER BY bytes)
       FROM (SELECT uuid_send(key) AS bytes, get_byte(uuid_send(key), 0) * 16 + get_byte(uuid_send(key), 1) / 16 AS bucket
             FROM unnest($1::uuid[]) AS old (key)) AS keys
       GROUP BY bucket`,
      [keys],
    )
    await db.query('INSERT INTO seen_runs (run_id, level, count, bits, filter) VALUES (0, 4, 6000, 12, NULL)')
    const ledger = createSeenLedger(db)
    await ledger.load()
    expect(await ledger.among([...keys, ...keysOf('new', 100)])).toEqual(new Set(keys))
  })
})
