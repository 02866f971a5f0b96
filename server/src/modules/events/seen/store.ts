import { type Database, packed, type Queryable } from '../../../platform/postgres'
import type { Bucket, Run } from './run'

export interface RunRow extends Omit<Run, 'filter' | 'keys'> {
  /** Null where it was not asked for, or has yet to be made. */
  readonly filter: Uint8Array | null
}

/** A value of bytes by itself goes and comes as text in base 64: the drivers take their own form apart letter by letter. */
const base64 = (bytes: Uint8Array): string =>
  Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('base64')
const bytesOf = (text: string): Uint8Array => Buffer.from(text, 'base64')

/** All runs; with their filters but for those that are known. */
export async function listRuns(db: Database, known: readonly number[]): Promise<RunRow[]> {
  const rows = await db.query<Omit<RunRow, 'filter'> & { filter: string | null }>(
    `SELECT run_id AS "runId", level, count, bits,
       CASE WHEN run_id <> ALL ($1::bigint[]) THEN encode(filter, 'base64') END AS filter
     FROM seen_runs ORDER BY run_id`,
    [known],
  )
  return rows.map((row) => ({ ...row, filter: row.filter === null ? null : bytesOf(row.filter) }))
}

export async function insertRun(tx: Queryable, { runId, level, count, bits, filter }: Run): Promise<void> {
  await tx.query(
    `INSERT INTO seen_runs (run_id, level, count, bits, filter) VALUES ($1, $2, $3, $4, decode($5, 'base64'))`,
    [runId, level, count, bits, base64(filter)],
  )
}

export async function saveFilter(db: Queryable, runId: number, filter: Uint8Array): Promise<void> {
  await db.query(`UPDATE seen_runs SET filter = decode($2, 'base64') WHERE run_id = $1`, [
    runId,
    base64(filter),
  ])
}

export async function insertBuckets(tx: Queryable, runId: number, buckets: readonly Bucket[]): Promise<void> {
  if (buckets.length === 0) return
  await tx.query(
    `INSERT INTO seen_buckets (run_id, bucket, keys)
     SELECT $1, bucket, keys FROM unnest($2::int[], $3::bytea[]) AS b (bucket, keys)`,
    [runId, packed.int(buckets.map(({ bucket }) => bucket)), packed.bytea(buckets.map(({ keys }) => keys))],
  )
}

/** All keys of a run, in order. */
export async function readKeys(db: Queryable, runId: number): Promise<Uint8Array> {
  const rows = await db.query<{ keys: string }>(
    `SELECT encode(keys, 'base64') AS keys FROM seen_buckets WHERE run_id = $1 ORDER BY bucket`,
    [runId],
  )
  return Buffer.concat(rows.map(({ keys }) => bytesOf(keys)))
}

/** Buckets of several runs, by run and bucket with a blank between. */
export async function findBuckets(
  db: Queryable,
  wanted: readonly { readonly runId: number; readonly bucket: number }[],
): Promise<Map<string, Uint8Array>> {
  const each = new Map(wanted.map((one) => [`${one.runId} ${one.bucket}`, one]))
  const rows = await db.query<{ runId: number; bucket: number; keys: string }>(
    `SELECT b.run_id AS "runId", b.bucket, encode(b.keys, 'base64') AS keys
     FROM unnest($1::bigint[], $2::int[]) AS w (run_id, bucket)
     CROSS JOIN LATERAL (
       SELECT * FROM seen_buckets AS b WHERE b.run_id = w.run_id AND b.bucket = w.bucket LIMIT 1
     ) AS b`,
    [
      packed.bigint([...each.values()].map((one) => one.runId)),
      packed.int([...each.values()].map((one) => one.bucket)),
    ],
  )
  return new Map(rows.map(({ runId, bucket, keys }) => [`${runId} ${bucket}`, bytesOf(keys)]))
}

export async function deleteRuns(tx: Queryable, runIds: readonly number[]): Promise<void> {
  await tx.query('DELETE FROM seen_runs WHERE run_id = ANY ($1::bigint[])', [runIds])
}

export async function deleteBuckets(db: Queryable, runId: number): Promise<void> {
  await db.query('DELETE FROM seen_buckets WHERE run_id = $1', [runId])
}

/** Deletes what a merge that was cut short has left. */
export async function deleteStrayBuckets(db: Queryable): Promise<void> {
  await db.query(
    'DELETE FROM seen_buckets AS b WHERE NOT EXISTS (SELECT FROM seen_runs AS r WHERE r.run_id = b.run_id)',
  )
}
