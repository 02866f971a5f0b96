import { withRoom } from '../../kernel/room'

/** Where the elements begin: dimensions, whether there are nulls, their type, how many, the first one's index. */
const headBytes = 20
/** PostgreSQL counts microseconds from the year 2000. */
const epochMs = Date.UTC(2000, 0, 1)
const twoTo32 = 2 ** 32

/** Before each element stands its length. */
const lengthBytes = 4

const elementType = { bytea: 17, int8: 20, int4: 23, text: 25, float4: 700, timestamptz: 1184, uuid: 2950 }

/** An array being written: each element is its length in bytes, then itself; a null has the length -1. */
class PackedArray {
  private memory: Buffer
  private length = headBytes
  private count = 0
  private hasNulls = false

  constructor(
    private readonly type: number,
    bytesExpected: number,
  ) {
    this.memory = Buffer.allocUnsafeSlow(headBytes + bytesExpected)
  }

  none(): void {
    this.hasNulls = true
    this.begin(-1, 0)
  }

  uuid(value: string): void {
    const at = this.begin(16, 16)
    const bytes = this.memory
    let seen = 0
    for (let index = 0, offset = at; offset < at + 16; index += 2, offset += 1) {
      if (value.charCodeAt(index) === dash) index += 1
      const high = digitAt(value, index)
      const low = digitAt(value, index + 1)
      bytes[offset] = (high << 4) | low
      seen |= high | low
    }
    if (seen >= noDigit) throw new RangeError(`${value} is no UUID`)
  }

  text(value: string): void {
    const at = this.begin(0, value.length * 3)
    const length = this.memory.write(value, at)
    this.memory.writeInt32BE(length, at - lengthBytes)
    this.length = at + length
  }

  bytes(value: Uint8Array): void {
    const at = this.begin(value.length, value.length)
    this.memory.set(value, at)
  }

  /** In two halves, so that the year 9999 is exact too: its microseconds are more than a number holds. */
  time(ms: number): void {
    if (Number.isNaN(ms)) throw new RangeError('a moment is a number')
    const high = Math.floor((ms - epochMs) / twoTo32)
    const low = (ms - epochMs - high * twoTo32) * 1000
    const carried = Math.floor(low / twoTo32)
    this.halves(high * 1000 + carried, low - carried * twoTo32)
  }

  bigint(value: number): void {
    const high = Math.floor(value / twoTo32)
    this.halves(high, value - high * twoTo32)
  }

  int(value: number): void {
    const at = this.begin(4, 4)
    this.memory.writeInt32BE(value, at)
  }

  real(value: number): void {
    const at = this.begin(4, 4)
    this.memory.writeFloatBE(value, at)
  }

  /** In memory of its own: a piece of a larger one would be sent to the engine's thread with all of it. */
  finish(): Uint8Array {
    const head = [this.count > 0 ? 1 : 0, this.hasNulls ? 1 : 0, this.type, this.count, 1]
    for (const [index, word] of head.entries()) this.memory.writeInt32BE(word, index * 4)
    return new Uint8Array(this.memory.subarray(0, this.count > 0 ? this.length : headBytes - 8))
  }

  private halves(high: number, low: number): void {
    const at = this.begin(8, 8)
    this.memory.writeInt32BE(high, at)
    this.memory.writeUInt32BE(low, at + 4)
  }

  /** Writes an element's length and makes room for it; gives back where it goes. */
  private begin(length: number, room: number): number {
    const at = this.length + lengthBytes
    this.memory = withRoom(this.memory, this.length, at + room)
    this.memory.writeInt32BE(length, this.length)
    this.length = at + Math.max(0, length)
    this.count += 1
    return at
  }
}

const dash = '-'.charCodeAt(0)
const noDigit = 16
const digits = new Uint8Array(128).fill(noDigit)
for (const [value, digit] of [...'0123456789abcdef'].entries()) {
  digits[digit.charCodeAt(0)] = value
  digits[digit.toUpperCase().charCodeAt(0)] = value
}

const digitAt = (text: string, index: number): number => digits[text.charCodeAt(index)] ?? noDigit

/** A list of one type: `bytesEach` is about what an element takes, its length before it included. */
function listOf<T>(type: number, bytesEach: number, write: (list: PackedArray, value: T) => void) {
  return (values: readonly T[]): Uint8Array => {
    const list = new PackedArray(type, values.length * bytesEach)
    for (const value of values) write(list, value)
    return list.finish()
  }
}

/**
 * A long list as one parameter in PostgreSQL's binary form of an array (`array_recv`), for `unnest($1::uuid[])`. As text
 * every element is looked for, copied and parsed again: four fifths of what writing a row to the embedded engine costs
 * (docs/decisions/0021).
 */
export const packed = {
  uuid: listOf<string>(elementType.uuid, 20, (list, value) => list.uuid(value)),
  /** No element may hold U+0000, which PostgreSQL has no place for. */
  text: listOf<string>(elementType.text, 32, (list, value) => list.text(value)),
  /** Moments in ms since 1970, as `timestamptz[]`. */
  time: listOf<number | null>(elementType.timestamptz, 12, (list, value) =>
    value === null ? list.none() : list.time(value),
  ),
  bigint: listOf<number>(elementType.int8, 12, (list, value) => list.bigint(value)),
  int: listOf<number>(elementType.int4, 8, (list, value) => list.int(value)),
  real: listOf<number>(elementType.float4, 8, (list, value) => list.real(value)),
  bytea: listOf<Uint8Array>(elementType.bytea, 64, (list, value) => list.bytes(value)),
}
