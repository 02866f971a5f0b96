import type { Database } from '../postgres'
import type { StoredEntry } from './entry'
import { type FileStore, openFileStore } from './files'
import { createJournal, type Journal } from './journal'
import { tableStore } from './table'

const moveBytesMax = 8 * 1024 * 1024

/**
 * The journal beside a database: rows of a server, which several processes may share; files of our own in `directory`
 * beside the embedded engine, whose one connection is busy with a batch when entries come in.
 */
export async function openJournal(at: { db: Database; directory: string }): Promise<Journal> {
  const { db, directory } = at
  if (db.engine === 'server') return createJournal(db, tableStore(db))
  const store = await openFileStore(directory, { floor: await processedIn(db) })
  await moveRows(db, store)
  return createJournal(db, store)
}

/** Up to here entries have been processed: no position up to here may be given again, whatever became of the files. */
async function processedIn(db: Database): Promise<number> {
  const [row] = await db.query<{ position: number | null }>(
    'SELECT max(position) AS position FROM journal_readers',
  )
  return row?.position ?? 0
}

/**
 * Takes over what an earlier version wrote as rows and nobody has processed, under the same positions. Killed half way,
 * it goes on where the files end.
 */
async function moveRows(db: Database, store: FileStore): Promise<void> {
  const rows = tableStore(db)
  for (;;) {
    const entries = await rows.read(await store.head(), moveBytesMax)
    if (entries.length === 0) break
    for (const run of runsOf(entries)) await store.appendAt(run[0].position, run)
  }
  if ((await rows.head()) > 0) await rows.trim(Number.MAX_SAFE_INTEGER)
}

/** Entries in stretches without a gap between positions. */
function runsOf(entries: readonly StoredEntry[]): [StoredEntry, ...StoredEntry[]][] {
  const runs: [StoredEntry, ...StoredEntry[]][] = []
  for (const entry of entries) {
    const run = runs.at(-1)
    if (run && run[0].position + run.length === entry.position) run.push(entry)
    else runs.push([entry])
  }
  return runs
}
