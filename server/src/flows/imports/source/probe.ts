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
  let wide: Wide | null = null
  let last = newline
  for await (const piece of bytes) {
    if (total === 0) wide = wideOf(guessEncoding(piece))
    total += piece.length
    const joined = rest.length > 0 ? Buffer.concat([rest, piece]) : piece
    if (wide) {
      const whole = joined.subarray(0, joined.length - (joined.length % 2))
      rest = joined.subarray(whole.length)
      lines += countWideNewlines(whole, wide)
      last = whole.length > 0 ? unitAt(whole, whole.length - 2, wide) : last
      continue
    }
    lines += countNewlines(piece)
    last = piece.at(-1) ?? last
    if (foreign) continue
    const whole = withoutCutCharacter(joined)
    rest = joined.subarray(whole.length)
    if (!isUtf8(whole)) {
      foreign = joined
      rest = Buffer.alloc(0)
    }
  }
  if (last !== newline) lines += 1
  return { encoding: wide ?? (foreign ? guessEncoding(foreign) : 'utf-8'), bytes: total, lines }
}

type Wide = Extract<Encoding, 'utf-16le' | 'utf-16be'>

const wideOf = (encoding: Encoding): Wide | null =>
  encoding === 'utf-16le' || encoding === 'utf-16be' ? encoding : null

const unitAt = (units: Buffer, at: number, wide: Wide): number =>
  wide === 'utf-16le' ? units.readUInt16LE(at) : units.readUInt16BE(at)

/** A byte 10 is no line end there: 上 is 0x4E0A. */
function countWideNewlines(units: Buffer, wide: Wide): number {
  let count = 0
  for (let at = 0; at < units.length; at += 2) if (unitAt(units, at, wide) === newline) count += 1
  return count
}

function countNewlines(piece: Buffer): number {
  let count = 0
  for (let at = piece.indexOf(newline); at >= 0; at = piece.indexOf(newline, at + 1)) count += 1
  return count
}
