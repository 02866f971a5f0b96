/** What was accepted together: the messages of one request, in order. */
export interface JournalEntry {
  readonly position: number
  readonly workspaceId: string
  readonly source: string
  readonly receivedAt: Date
  /** JSON values; what they are is the business of who writes and who reads. Nobody changes them. */
  readonly items: readonly unknown[]
}

export type NewEntry = Omit<JournalEntry, 'position'>

/** An entry as it is stored: its items as JSON text. */
export interface StoredEntry extends Omit<JournalEntry, 'items'> {
  readonly body: string
}

export type NewStoredEntry = Omit<StoredEntry, 'position'>

/** A stored entry as it is read: its text is parsed when somebody asks for the items. */
export function entryOf({ body, ...entry }: StoredEntry): JournalEntry {
  let items: readonly unknown[] | null = null
  return {
    ...entry,
    get items() {
      items ??= JSON.parse(body) as unknown[]
      return items
    },
  }
}

/** Where entries lie. Positions grow, and no position is given twice, whatever is lost. */
export interface EntryStore {
  /** Appends entries in order. Resolves with their positions when all are on disk; rejects when none may count. */
  append(entries: readonly NewStoredEntry[]): Promise<number[]>
  /** Entries after `position` in order, up to about `bytesMax` of text (at least one). */
  read(after: number, bytesMax: number): Promise<StoredEntry[]>
  /** The newest position; 0 when there never was one. */
  head(): Promise<number>
  /** Entries up to `position` are not needed any more. */
  trim(position: number): Promise<void>
  /** Copies what is not in the database into a folder, as of one moment, and says the newest position of it. */
  copyTo(directory: string): Promise<number>
  /** Whether nobody else appends: what was appended here is all there is. */
  readonly isOwn: boolean
  close(): Promise<void>
}

/** How many of the leading sizes fit into the limit; at least one. */
export function countWithin(sizes: readonly number[], limit: number): number {
  let total = 0
  for (const [index, size] of sizes.entries()) {
    total += size
    if (total > limit && index > 0) return index
  }
  return sizes.length
}
