import { isUtf8 } from 'node:buffer'
import type { importEncodings } from '@rapport/contract'
import chardet from 'chardet'

export type Encoding = (typeof importEncodings)[number]

/** What the detector calls them, and what the decoder does. GB18030 holds GBK and GB2312. */
const encodingByName: Readonly<Record<string, Encoding>> = {
  'UTF-8': 'utf-8',
  GB18030: 'gb18030',
  Big5: 'big5',
  Shift_JIS: 'shift_jis',
  'EUC-KR': 'euc-kr',
  'UTF-16LE': 'utf-16le',
  'UTF-16BE': 'utf-16be',
}

/** Of 100: below it the detector is guessing. */
const confidenceMin = 50

/** The encoding of a text of which `sample` is a part with something in it that is not ASCII. */
export function guessEncoding(sample: Buffer): Encoding {
  const marked = encodingOfMark(sample)
  if (marked) return marked
  const wide = wideEncoding(sample)
  if (wide) return wide
  if (isUtf8(withoutCutCharacter(sample))) return 'utf-8'
  const [best] = chardet.analyse(sample)
  const known = encodingByName[best?.name ?? '']
  if (known && known !== 'utf-8' && (best?.confidence ?? 0) >= confidenceMin) return known
  // A few names are too little for the detector; characters that everybody knows are enough for us
  return commonChineseShare(sample) > 0.9 ? 'gb18030' : 'windows-1252'
}

function encodingOfMark(sample: Buffer): Encoding | null {
  if (sample[0] === 0xef && sample[1] === 0xbb && sample[2] === 0xbf) return 'utf-8'
  if (sample[0] === 0xff && sample[1] === 0xfe) return 'utf-16le'
  return sample[0] === 0xfe && sample[1] === 0xff ? 'utf-16be' : null
}

/** UTF-16 without a mark: every other byte of its ASCII characters is 0. */
function wideEncoding(sample: Buffer): Encoding | null {
  const zeros = [0, 0]
  for (let at = 0; at < sample.length; at += 1) if (sample[at] === 0) zeros[at % 2] = (zeros[at % 2] ?? 0) + 1
  const [even = 0, odd = 0] = zeros
  if (even + odd < sample.length / 10) return null
  return odd >= even ? 'utf-16le' : 'utf-16be'
}

/** Share of the foreign byte pairs that are GB 2312's punctuation or level 1: the 3,755 common characters. */
function commonChineseShare(sample: Buffer): number {
  let pairs = 0
  let common = 0
  for (let at = 0; at < sample.length; at += 1) {
    const lead = sample[at] ?? 0
    if (lead < 0x80) continue
    at += 1
    pairs += 1
    const isTrail = (sample[at] ?? 0) >= 0xa1
    if (isTrail && ((lead >= 0xb0 && lead <= 0xd7) || lead === 0xa1 || lead === 0xa3)) common += 1
  }
  return pairs === 0 ? 0 : common / pairs
}

/** A piece may end inside a character: at most its last three bytes are of one that goes on. */
export function withoutCutCharacter(piece: Buffer): Buffer {
  for (let back = 1; back <= 3 && back <= piece.length; back += 1) {
    const byte = piece[piece.length - back] ?? 0
    if (byte >= 0xc0) {
      const length = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2
      return back < length ? piece.subarray(0, piece.length - back) : piece
    }
    if (byte < 0x80) return piece
  }
  return piece
}

/** Bytes as text, piece by piece; what is not text in that encoding becomes U+FFFD. */
export async function* decoded(bytes: AsyncIterable<Uint8Array>, encoding: Encoding): AsyncIterable<string> {
  const decoder = new TextDecoder(encoding)
  for await (const piece of bytes) yield decoder.decode(piece, { stream: true })
  const rest = decoder.decode()
  if (rest !== '') yield rest
}
