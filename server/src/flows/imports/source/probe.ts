import { isUtf8 } from 'node:buffer'
import { type Encoding, guessEncoding, withoutCutCharacter } from './encoding'

/** What one walk over all bytes of a text file tells. */
export interface TextProbe {
  readonly encoding: Encoding
  readonly bytes: number
  readonly lines: number
}

const newline = 10

/**
 * Walks over the whole file: a file of Chinese names may be pure ASCII for its first megabytes, and a guess from its head
 * would spoil the rest. The first piece that is not UTF-8 is what the encoding is guessed from.
 */
export async function probeText(bytes: AsyncIterable<Buffer>): Promise<TextProbe> {
  let total = 0
  let lines = 0
  let rest: Buffer = Buffer.alloc(0)
  let foreign: Buffer | null = null
  let first: Buffer | null = null
  let last = newline
  for await (const piece of bytes) {
    first ??= piece
    total += piece.length
    last = piece.at(-1) ?? last
    lines += countNewlines(piece)
    if (foreign) continue
    const joined = rest.length > 0 ? Buffer.concat([rest, piece]) : piece
    const whole = withoutCutCharacter(joined)
    rest = joined.subarray(whole.length)
    if (!isUtf8(whole)) foreign = joined
  }
  const isWide = first !== null && guessEncoding(first).startsWith('utf-16')
  if (last !== newline && !isWide) lines += 1
  const encoding = isWide && first ? guessEncoding(first) : foreign ? guessEncoding(foreign) : 'utf-8'
  return { encoding, bytes: total, lines }
}

function countNewlines(piece: Buffer): number {
  let count = 0
  for (let at = piece.indexOf(newline); at >= 0; at = piece.indexOf(newline, at + 1)) count += 1
  return count
}
