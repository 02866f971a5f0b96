import { deflateRawSync, inflateRawSync } from 'node:zlib'
import type { Database, Queryable } from '../postgres'

export interface JournalEntry {
  readonly position: number
  readonly workspaceId: string
  readonly source: string
  readonly receivedAt: Date
  /** JSON text: what is inside is the business of who writes and who reads. */
  readonly body: string
}

export type NewEntry = Omit<JournalEntry, 'position'>

export interface Journal {
  /** Appends one entry. Resolves with its position when it is on disk. */
  append(entry: NewEntry): Promise<number>
  /** Entries after `position` in order, up to about `bytesMax` of bodies (at least one). */
  read(after: number, bytesMax: number): Promise<JournalEntry[]>
  /** Calls back after every group of appends; returns the way to stop. */
  onAppend(listener: () => void): () => void
  /** Where `reader` is. A new reader starts at the beginning. */
  positionOf(reader: string): Promise<number>
  /** Moves a reader on, in the caller's transaction; throws when another process moved it meanwhile. */
  advance(tx: Queryable, reader: string, from: number, to: number): Promise<void>
  /** The newest position. */
  head(): Promise<number>
  /** Forgets entries up to `position`. Returns how many. */
  trim(position: number): Promise<number>
}

/** Entries that wait for a commit form one group, up to this many bytes of bodies. */
const groupBytesMax = 8 * 1024 * 1024
/** The newest entries stay in memory, so that a reader that keeps up never asks the database. */
const tailBytesMax = 32 * 1024 * 1024
const appendLock = 7_310_002

interface Waiting {
  readonly entry: NewEntry
  readonly resolve: (position: number) => void
  readonly reject: (error: unknown) => void
}

/**
 * The durable log as a table: appends that arrive while one commit runs share the next one (group commit).
 * An advisory lock keeps positions in commit order when several processes append.
 */
export function createJournal(db: Database): Journal {
  const listeners = new Set<() => void>()
  const tail = createTail()
  const waiting: Waiting[] = []
  let isCommitting = false

  async function commitGroups(): Promise<void> {
    if (isCommitting) return
    isCommitting = true
    while (waiting.length > 0) {
      const group = takeGroup()
      try {
        const positions = await insertGroup(
          db,
          group.map(({ entry }) => entry),
        )
        if (db.engine === 'embedded')
          tail.add(group.map(({ entry }, index) => ({ ...entry, position: positions[index] ?? 0 })))
        for (const [index, { resolve }] of group.entries()) resolve(positions[index] ?? 0)
        for (const listener of listeners) listener()
      } catch (error) {
        for (const { reject } of group) reject(error)
      }
    }
    isCommitting = false
  }

  function takeGroup(): Waiting[] {
    const count = countWithin(
      waiting.map(({ entry }) => entry.body.length),
      groupBytesMax,
    )
    return waiting.splice(0, count)
  }

  return {
    append: (entry) =>
      new Promise((resolve, reject) => {
        waiting.push({ entry, resolve, reject })
        void commitGroups()
      }),
    read: async (after, bytesMax) => tail.read(after, bytesMax) ?? readEntries(db, after, bytesMax),
    onAppend: (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    positionOf: async (reader) => {
      const [row] = await db.query<{ position: number }>(
        'SELECT position FROM journal_readers WHERE name = $1',
        [reader],
      )
      return row?.position ?? 0
    },
    advance: async (tx, reader, from, to) => {
      const moved = await tx.query(
        `INSERT INTO journal_readers AS r (name, position) VALUES ($1, $3)
         ON CONFLICT (name) DO UPDATE SET position = $3 WHERE r.position = $2
         RETURNING position`,
        [reader, from, to],
      )
      if (moved.length === 0)
        throw new Error(`another process moved the journal reader ${reader} past ${from}`)
    },
    head: async () => {
      const [row] = await db.query<{ head: number | null }>('SELECT max(position) AS head FROM journal')
      return row?.head ?? 0
    },
    trim: async (position) => {
      const gone = await db.query<{ count: number }>(
        `WITH gone AS (DELETE FROM journal WHERE position <= $1 RETURNING 1) SELECT count(*) AS count FROM gone`,
        [position],
      )
      return gone[0]?.count ?? 0
    },
  }
}

async function insertGroup(db: Database, entries: readonly NewEntry[]): Promise<number[]> {
  const insert = (on: Queryable) =>
    on.query<{ position: number }>(
      `INSERT INTO journal (workspace_id, source, received_at, body)
       SELECT * FROM unnest($1::uuid[], $2::text[], $3::timestamptz[], $4::text[])
       RETURNING position`,
      [
        entries.map((entry) => entry.workspaceId),
        entries.map((entry) => entry.source),
        entries.map((entry) => entry.receivedAt.toISOString()),
        entries.map((entry) => packBody(entry.body)),
      ],
    )
  if (db.engine === 'embedded') return (await insert(db)).map((row) => row.position)
  return db.transaction(async (tx) => {
    await tx.query('SELECT pg_advisory_xact_lock($1)', [appendLock])
    return (await insert(tx)).map((row) => row.position)
  })
}

async function readEntries(db: Database, after: number, bytesMax: number): Promise<JournalEntry[]> {
  const rows = await db.query<{
    position: number
    workspaceId: string
    source: string
    receivedAt: Date
    body: string
  }>(
    `SELECT position, workspace_id AS "workspaceId", source, received_at AS "receivedAt", body
     FROM (SELECT *, sum(octet_length(body)) OVER (ORDER BY position) - octet_length(body) AS before
           FROM (SELECT * FROM journal WHERE position > $1 ORDER BY position LIMIT 200) AS next) AS sized
     WHERE before < $2
     ORDER BY position`,
    [after, bytesMax],
  )
  return rows.map((row) => ({ ...row, body: unpackBody(row.body) }))
}

/** Level 1: JSON shrinks to a fifth at several hundred MB/s. */
function packBody(body: string): string {
  return deflateRawSync(body, { level: 1 }).toString('base64')
}

function unpackBody(packed: string): string {
  return inflateRawSync(Buffer.from(packed, 'base64')).toString('utf8')
}

/** The newest entries, in order and without gaps. */
function createTail() {
  let entries: JournalEntry[] = []
  let bytes = 0
  return {
    add(added: readonly JournalEntry[]): void {
      entries.push(...added)
      for (const entry of added) bytes += entry.body.length
      let dropped = 0
      while (bytes > tailBytesMax && dropped < entries.length - 1)
        bytes -= entries[dropped++]?.body.length ?? 0
      if (dropped > 0) entries = entries.slice(dropped)
    },
    /** Null when what comes right after `after` is not held. */
    read(after: number, bytesMax: number): JournalEntry[] | null {
      const first = entries[0]
      if (!first || first.position > after + 1) return null
      const start = lowerBound(entries, after + 1)
      const next = entries.slice(start)
      return next.slice(
        0,
        countWithin(
          next.map((entry) => entry.body.length),
          bytesMax,
        ),
      )
    },
  }
}

/** How many of the leading sizes fit into the limit; at least one. */
function countWithin(sizes: readonly number[], limit: number): number {
  let total = 0
  for (const [index, size] of sizes.entries()) {
    total += size
    if (total > limit && index > 0) return index
  }
  return sizes.length
}

function lowerBound(entries: readonly JournalEntry[], position: number): number {
  let low = 0
  let high = entries.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((entries[middle]?.position ?? 0) < position) low = middle + 1
    else high = middle
  }
  return low
}
