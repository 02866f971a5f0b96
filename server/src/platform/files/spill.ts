import { createReadStream } from 'node:fs'
import { type FileHandle, mkdir, open, rm } from 'node:fs/promises'
import { join } from 'node:path'

/**
 * Lines divided over numbered files, so that what belongs together can be read together without all of it in memory
 * (the partitioning half of a Grace hash join). What lies in the folder from an earlier run is removed.
 */
export interface Spill {
  /** Adds a line (without a newline in it) to part `part`. Waits for the disk now and then. */
  add(part: number, line: string): Promise<void> | undefined
  /** Writes what waits and closes the files; after it come only reads. */
  finish(): Promise<void>
  /** The lines of one part in the order in which they were added. */
  lines(part: number): AsyncIterable<string>
  readonly parts: number
  remove(): Promise<void>
}

/** Text that waits in memory over all parts before it is written. */
const waitingCharsMax = 8 * 1024 * 1024

/** An empty spill of `parts` files in `directory`. */
export async function createSpill(directory: string, parts: number): Promise<Spill> {
  await rm(directory, { recursive: true, force: true })
  await mkdir(directory, { recursive: true })
  const waiting: string[][] = Array.from({ length: parts }, () => [])
  const handles = new Map<number, FileHandle>()
  const path = (part: number) => join(directory, `part-${part}`)
  let waitingChars = 0

  const handleOf = async (part: number) => {
    const known = handles.get(part)
    if (known) return known
    const handle = await open(path(part), 'a')
    handles.set(part, handle)
    return handle
  }
  const flush = async () => {
    waitingChars = 0
    for (const [part, lines] of waiting.entries()) {
      if (lines.length === 0) continue
      const text = `${lines.join('\n')}\n`
      waiting[part] = []
      await (await handleOf(part)).appendFile(text)
    }
  }
  const closeAll = async () => {
    for (const handle of handles.values()) await handle.close()
    handles.clear()
  }

  return {
    parts,
    add: (part, line) => {
      waiting[part]?.push(line)
      waitingChars += line.length
      return waitingChars > waitingCharsMax ? flush() : undefined
    },
    finish: async () => {
      await flush()
      await closeAll()
    },
    lines: async function* lines(part) {
      const handle = await open(path(part), 'r').catch(() => null)
      if (!handle) return
      await handle.close()
      yield* linesOf(createReadStream(path(part), { encoding: 'utf8', highWaterMark: 256 * 1024 }))
    },
    remove: async () => {
      await closeAll()
      await rm(directory, { recursive: true, force: true })
    },
  }
}

/** Not readline: it takes U+2028, which JSON text may hold, for the end of a line. */
async function* linesOf(pieces: AsyncIterable<string>): AsyncIterable<string> {
  let rest = ''
  for await (const piece of pieces) {
    const lines = (rest + piece).split('\n')
    rest = lines.pop() ?? ''
    yield* lines
  }
  if (rest !== '') yield rest
}
