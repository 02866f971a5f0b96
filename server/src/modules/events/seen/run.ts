/** Bytes of a message's key: the digest of its workspace and its id, so keys are spread evenly. */
export const keyBytes = 16
/** Keys that lie together in one row of the database, at most on average: a row of one kilobyte or two. */
const bucketKeys = 96
/** A run of at most so many keys is one bucket, and stays in memory. */
const smallKeysMax = 4_096
/** With so many bits a key and places a key, one key in 1,700 is taken for one that is there. */
const filterBitsPerKey = 16
const filterPlaces = 8

/** Keys that were written together, sorted. What is written stays as it is; runs are only merged into larger ones. */
export interface Run {
  readonly runId: number
  /** How many merges it has been through. */
  readonly level: number
  readonly count: number
  /** Its keys lie in 2^bits buckets, by their first bits. */
  readonly bits: number
  /** A Bloom filter: it never denies a key of the run, and denies nearly all others. */
  readonly filter: Uint8Array
  /** All keys, where they are few enough to stay in memory. */
  readonly keys: Uint8Array | null
}

/** Keys as bytes, sorted. */
export function packKeys(keys: readonly string[]): Uint8Array {
  return sorted(Buffer.from(keys.join('').replaceAll('-', ''), 'hex'))
}

/** How many first bits tell the buckets of so many keys apart. */
export function bucketBits(count: number): number {
  return count <= smallKeysMax ? 0 : Math.ceil(Math.log2(count / bucketKeys))
}

/** The bucket that a key lies in. */
export function bucketOf(bytes: Uint8Array, offset: number, bits: number): number {
  return bits === 0 ? 0 : wordAt(bytes, offset) >>> (32 - bits)
}

/** The filter of the keys. */
export function filterOf(count: number): Uint8Array {
  return new Uint8Array(Math.max(8, Math.ceil((count * filterBitsPerKey) / 8)))
}

export function addToFilter(filter: Uint8Array, keys: Uint8Array): void {
  for (let offset = 0; offset < keys.length; offset += keyBytes) {
    let place = wordAt(keys, offset)
    const step = wordAt(keys, offset + 12)
    for (let turn = 0; turn < filterPlaces; turn += 1) {
      const bit = bitOf(place, filter)
      filter[bit >>> 3] = (filter[bit >>> 3] ?? 0) | (1 << (bit & 7))
      place = (place + step) >>> 0
    }
  }
}

/** False when the key is certainly not among those that the filter was made of. */
export function mayHold(filter: Uint8Array, key: Uint8Array, offset: number): boolean {
  let place = wordAt(key, offset)
  const step = wordAt(key, offset + 12)
  for (let turn = 0; turn < filterPlaces; turn += 1) {
    const bit = bitOf(place, filter)
    if (((filter[bit >>> 3] ?? 0) & (1 << (bit & 7))) === 0) return false
    place = (place + step) >>> 0
  }
  return true
}

/** Whether a key is among sorted keys. */
export function holds(keys: Uint8Array, key: Uint8Array, offset: number): boolean {
  let [low, high] = [0, keys.length / keyBytes]
  while (low < high) {
    const middle = (low + high) >>> 1
    const order = compare(keys, middle * keyBytes, key, offset)
    if (order === 0) return true
    if (order < 0) low = middle + 1
    else high = middle
  }
  return false
}

export interface Bucket {
  readonly bucket: number
  readonly keys: Uint8Array
}

/** Sorted keys of several runs as the buckets of one, in order; empty ones are left out. */
export function* mergedBuckets(runs: readonly Uint8Array[], bits: number): Generator<Bucket> {
  const ends = runs.map(() => 0)
  for (let bucket = 0; bucket < 2 ** bits; bucket += 1) {
    const parts = runs.map((keys, run) => {
      const start = ends[run] ?? 0
      let end = start
      while (end < keys.length && bucketOf(keys, end, bits) === bucket) end += keyBytes
      ends[run] = end
      return keys.subarray(start, end)
    })
    const keys = sorted(Buffer.concat(parts))
    if (keys.length > 0) yield { bucket, keys }
  }
}

/** Sorts keys. They are spread evenly, so that each is put near its place at once and moved up to it after. */
function sorted(keys: Uint8Array): Uint8Array {
  const count = keys.length / keyBytes
  const bits = Math.max(1, Math.ceil(Math.log2(count)))
  const starts = new Uint32Array(2 ** bits + 1)
  for (let from = 0; from < keys.length; from += keyBytes) {
    const bucket = bucketOf(keys, from, bits)
    starts[bucket + 1] = (starts[bucket + 1] ?? 0) + 1
  }
  for (let bucket = 1; bucket < starts.length; bucket += 1)
    starts[bucket] = (starts[bucket] ?? 0) + (starts[bucket - 1] ?? 0)
  const result = new Uint8Array(keys.length)
  for (let from = 0; from < keys.length; from += keyBytes) {
    const bucket = bucketOf(keys, from, bits)
    const place = starts[bucket] ?? 0
    starts[bucket] = place + 1
    result.set(keys.subarray(from, from + keyBytes), place * keyBytes)
  }
  for (let at = keyBytes; at < result.length; at += keyBytes) moveUp(result, at)
  return result
}

/** Puts a key before the larger ones right in front of it. */
function moveUp(keys: Uint8Array, at: number): void {
  let to = at
  while (to > 0 && compare(keys, to - keyBytes, keys, at) > 0) to -= keyBytes
  if (to === at) return
  const key = keys.slice(at, at + keyBytes)
  keys.copyWithin(to + keyBytes, to, at)
  keys.set(key, to)
}

function compare(left: Uint8Array, leftAt: number, right: Uint8Array, rightAt: number): number {
  for (let index = 0; index < keyBytes; index += 1) {
    const difference = (left[leftAt + index] ?? 0) - (right[rightAt + index] ?? 0)
    if (difference !== 0) return difference
  }
  return 0
}

const bitOf = (place: number, filter: Uint8Array): number => Math.floor((place / 2 ** 32) * filter.length * 8)

function wordAt(bytes: Uint8Array, offset: number): number {
  return (
    (((bytes[offset] ?? 0) << 24) |
      ((bytes[offset + 1] ?? 0) << 16) |
      ((bytes[offset + 2] ?? 0) << 8) |
      (bytes[offset + 3] ?? 0)) >>>
    0
  )
}
