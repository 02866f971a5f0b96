import { createReadStream, existsSync } from 'node:fs'
import { appendFile, mkdir, rm } from 'node:fs/promises'
import { join } from 'node:path'

/**
 * Lines divided over numbered files, so that what belongs together can be read together without all of it in memory
 * (the partitioning half of a Grace hash join). What lies in the folder from an earlier run is removed.
 */
export interface Spill {
  /** Adds a line (without a newline in it) to part `part`. Waits for the disk now and then. */
  add(part: number, line: string): Promise<void> | undefined
  /** Writes what waits; after it come only reads. */
  finish(): Promise<void>
  /** The lines of one part in the order in which they were added, some thousand at a time. */
  lines(part: number): AsyncIterable<readonly string[]>
  readonly parts: number
  remove(): Promise<void>
}

/** Text that waits in memory over all parts before it is written. */
const waitingCharsMax = 8 * 1024 * 1024

/** An empty spill of `parts` files in `directory`. */
export async function createSpill(directory: string, parts: number): Promise<Spill> {
  await rm(directory, { recursive: true, force: true })
  await mkdir(directory, { recursive: true })
  const waiting = new Map<number, string[]>()
  const path = (part: number) => join(directory, `part-${part}`)
  let waitingChars = 0

  const flush = async () => {
    const full = [...waiting]
    waiting.clear()
    waitingChars = 0
    for (const [part, lines] of full) await appendFile(path(part), `${lines.join('\n')}\n`)
  }

  return {
    parts,
    add: (part, line) => {
      const lines = waiting.get(part)
      if (lines) lines.push(line)
      else waiting.set(part, [line])
      waitingChars += line.length
      return waitingChars > waitingCharsMax ? flush() : undefined
    },
    finish: flush,
    lines: async function* lines(part) {
      if (!existsSync(path(part))) return
      yield* linesOf(createReadStream(path(part), { encoding: 'utf8', highWaterMark: 256 * 1024 }))
    },
    remove: () => rm(directory, { recursive: true, force: true }),
  }
}

/** Not readline: it takes U+2028, which JSON text may hold, for the end of a line. */
async function* linesOf(pieces: AsyncIterable<string>): AsyncIterable<readonly string[]> {
  let rest = ''
  for await (const piece of pieces) {
    const lines = (rest + piece).split('\n')
    rest = lines.pop() ?? ''
    yield lines
  }
  if (rest !== '') yield [rest]
}
