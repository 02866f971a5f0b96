import type { Database, Queryable } from '../postgres'
import {
  countWithin,
  type EntryStore,
  entryOf,
  type JournalEntry,
  type NewEntry,
  type NewStoredEntry,
} from './entry'
import { createTail } from './tail'

export interface Journal {
  /**
   * Appends one entry. Resolves with its position when it is on disk. A reader that follows is handed the items themselves
   * when they are given away, which says that they are JSON as it would come back and that nobody else has a hand on them.
   */
  append(entry: NewEntry, options?: { readonly isGivenAway?: boolean }): Promise<number>
  /** Entries after `position` in order, up to about `bytesMax` of their text (at least one). */
  read(after: number, bytesMax: number): Promise<JournalEntry[]>
  /** Calls back after every group of appends; returns the way to stop. */
  onAppend(listener: () => void): () => void
  /** Where `reader` is, as of a transaction if one is given. A new reader starts at the beginning. */
  positionOf(reader: string, tx?: Queryable): Promise<number>
  /** Moves a reader on, in the caller's transaction; throws when another process moved it meanwhile. */
  advance(tx: Queryable, reader: string, from: number, to: number): Promise<void>
  /** The newest position. */
  head(): Promise<number>
  /** Entries up to `position` may be forgotten. */
  trim(position: number): Promise<void>
  /** Copies what of it is not in the database into a folder, for a backup; says the newest position of that. */
  copyTo(directory: string): Promise<number>
  /** Lets go of the store; nothing may be under way. */
  close(): Promise<void>
}

/** Entries that wait for a commit form one group, up to this much text. */
const groupBytesMax = 8 * 1024 * 1024

interface Waiting {
  readonly stored: NewStoredEntry
  /** The entry as a reader gets it from memory. */
  readonly at: (position: number) => JournalEntry
  readonly resolve: (position: number) => void
  readonly reject: (error: unknown) => void
}

/** The durable log: appends that arrive while one commit runs share the next one (group commit). */
export function createJournal(db: Database, store: EntryStore): Journal {
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
        const positions = await store.append(group.map(({ stored }) => stored))
        if (store.isOwn) hold(group, positions)
        for (const [index, { resolve }] of group.entries()) resolve(positions[index] ?? 0)
        for (const listener of listeners) listener()
      } catch (error) {
        for (const { reject } of group) reject(error)
      }
    }
    isCommitting = false
  }

  function takeGroup(): Waiting[] {
    const sizes = waiting.map(({ stored }) => stored.body.length)
    return waiting.splice(0, countWithin(sizes, groupBytesMax))
  }

  function hold(group: readonly Waiting[], positions: readonly number[]): void {
    tail.add(
      group.map(({ at }, index) => at(positions[index] ?? 0)),
      group.map(({ stored }) => stored.body.length),
    )
  }

  async function read(after: number, bytesMax: number): Promise<JournalEntry[]> {
    const held = tail.read(after, bytesMax)
    if (held) return held
    const head = store.isOwn ? await store.head() : Number.NaN
    const stored = await store.read(after, bytesMax)
    tail.followed((stored.at(-1)?.position ?? after) >= head)
    return stored.map(entryOf)
  }

  return {
    append: ({ items, ...entry }, { isGivenAway = false } = {}) =>
      new Promise((resolve, reject) => {
        const stored = { ...entry, body: JSON.stringify(items) }
        const at = (position: number): JournalEntry =>
          isGivenAway ? { ...entry, items, position } : entryOf({ ...stored, position })
        waiting.push({ stored, at, resolve, reject })
        void commitGroups()
      }),
    read,
    onAppend: (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    positionOf: async (reader, tx = db) => {
      const [row] = await tx.query<{ position: number }>(
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
    head: store.head,
    trim: store.trim,
    copyTo: store.copyTo,
    close: store.close,
  }
}
