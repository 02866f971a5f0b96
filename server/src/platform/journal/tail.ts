import { countWithin, type JournalEntry } from './entry'

/** So much text of the newest entries stays in memory, so that a reader that keeps up never asks the store. */
const tailBytesMax = 12 * 1024 * 1024

/**
 * The newest entries, in order and without gaps, for one reader that follows: what it has left behind is let go. When it
 * falls behind itself, nothing is held until it has caught up: what is held would be gone again before it comes to it.
 */
export function createTail() {
  let entries: JournalEntry[] = []
  let sizes: number[] = []
  let bytes = 0
  let isFollowed = true

  /** Forgets the first ones. */
  function drop(count: number): void {
    for (const size of sizes.slice(0, count)) bytes -= size
    entries = entries.slice(count)
    sizes = sizes.slice(count)
  }

  return {
    add(added: readonly JournalEntry[], addedSizes: readonly number[]): void {
      if (!isFollowed) return
      entries.push(...added)
      sizes.push(...addedSizes)
      for (const size of addedSizes) bytes += size
      if (bytes <= tailBytesMax) return
      let [count, over] = [0, bytes - tailBytesMax]
      while (over > 0 && count < entries.length - 1) over -= sizes[count++] ?? 0
      drop(count)
    },
    /** What follows `after`, and forgets what does not; null when what comes right after it is not held. */
    read(after: number, bytesMax: number): JournalEntry[] | null {
      const first = entries[0]
      if (!first || first.position > after + 1) return null
      const start = entries.findIndex(({ position }) => position > after)
      drop(start < 0 ? entries.length : start)
      return entries.slice(0, countWithin(sizes, bytesMax))
    },
    /** The reader was given entries from the store; whether they were all there are. */
    followed(isAtHead: boolean): void {
      if (!isAtHead) drop(entries.length)
      isFollowed = isAtHead
    },
  }
}
