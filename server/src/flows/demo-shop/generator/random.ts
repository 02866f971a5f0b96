/**
 * The generator's own randomness: sfc32 (Chris Doty-Humphrey, PractRand), 128 bits of state.
 * A stream is named by (seed, domain, index, key), so what one customer does never depends on how
 * many customers there are, or on how many numbers another part of that customer's life has drawn.
 */
export class Random {
  private a: number
  private b: number
  private c: number
  private counter = 1

  constructor(a: number, b: number, c: number) {
    this.a = a | 0
    this.b = b | 0
    this.c = c | 0
    for (let round = 0; round < WARM_UP_ROUNDS; round += 1) this.next()
  }

  /** An integer of 32 random bits, 0 … 2³²−1. */
  next(): number {
    const sum = (((this.a + this.b) | 0) + this.counter) | 0
    this.counter = (this.counter + 1) | 0
    this.a = this.b ^ (this.b >>> 9)
    this.b = (this.c + (this.c << 3)) | 0
    this.c = (((this.c << 21) | (this.c >>> 11)) + sum) | 0
    return sum >>> 0
  }

  /** Uniform in [0, 1). */
  unit(): number {
    return this.next() / TWO_TO_32
  }

  /** A whole number in [0, limit). */
  below(limit: number): number {
    return Math.floor(this.unit() * limit)
  }

  /** A whole number from `from` to `to`, both included. */
  between(from: number, to: number): number {
    return from + this.below(to - from + 1)
  }

  chance(probability: number): boolean {
    return this.unit() < probability
  }

  /** Standard normal, by Box and Muller; always two draws. */
  normal(): number {
    const radius = Math.sqrt(-2 * Math.log(1 - this.unit()))
    return radius * Math.cos(2 * Math.PI * this.unit())
  }

  exponential(mean: number): number {
    return -mean * Math.log(1 - this.unit())
  }

  /** Erlang: the sum of `shape` exponentials, scaled to the given mean. */
  erlang(shape: number, mean: number): number {
    let sum = 0
    for (let part = 0; part < shape; part += 1) sum += this.exponential(mean / shape)
    return sum
  }

  /** Poisson by Knuth's product; meant for means below 30. */
  poisson(mean: number): number {
    const limit = Math.exp(-mean)
    let count = 0
    for (let product = this.unit(); product > limit; product *= this.unit()) count += 1
    return count
  }

  pick<T>(items: readonly T[]): T {
    return at(items, this.below(items.length))
  }

  /** An index drawn by cumulative weights, whose last entry is the sum of all weights. */
  weighted(cumulative: readonly number[]): number {
    const last = cumulative.length - 1
    const target = this.unit() * at(cumulative, last)
    let index = 0
    while (index < last && target >= (cumulative[index] ?? 0)) index += 1
    return index
  }
}

const WARM_UP_ROUNDS = 12
const TWO_TO_32 = 0x1_0000_0000

/** Kinds of streams. A number, once used, keeps its meaning: changing one changes every demo shop. */
export const domain = {
  person: 1,
  identity: 2,
  join: 3,
  purchases: 4,
  order: 5,
  refund: 6,
  browse: 7,
  browseTimes: 8,
  contact: 9,
  device: 10,
  visitor: 11,
  visitTimes: 12,
} as const
type Domain = (typeof domain)[keyof typeof domain]

/** The stream of one part of one customer's life. */
export function stream(seed: number, of: Domain, index: number, key = 0): Random {
  const a = mix(seed ^ Math.imul(of, 0x9e3779b1))
  const b = mix(a + Math.imul(index + 1, 0x85ebca77))
  const c = mix(b + Math.imul(key + 1, 0xc2b2ae3d))
  return new Random(a, b, c)
}

/** Murmur3's 32-bit finaliser: every input bit reaches every output bit. */
function mix(value: number): number {
  let hash = value | 0
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b)
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35)
  return hash ^ (hash >>> 16)
}

/** A 32-bit hash of text: FNV-1a over UTF-16 units, finalised by Murmur3. */
export function hashText(text: string): number {
  let hash = 0x811c9dc5
  for (let index = 0; index < text.length; index += 1) {
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193)
  }
  return mix(hash) >>> 0
}

/** The hash as a number in [0, 1); assigns arms, so it is stable for ever. */
export function hashUnit(text: string): number {
  return hashText(text) / TWO_TO_32
}

/** A UUID of version 8 (RFC 9562: own content) drawn from a stream. */
export function drawUuid(random: Random): string {
  const first = hexOf(random.next())
  const second = hexOf(random.next())
  const third = hexOf(random.next())
  const variant = '89ab'.charAt(random.next() >>> 30)
  const middle = `${second.slice(0, 4)}-8${second.slice(5)}-${variant}${third.slice(0, 3)}`
  return `${first}-${middle}-${third.slice(3)}${hexOf(random.next()).slice(1)}`
}

const hexBytes = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'))

function hexOf(word: number): string {
  const high = `${hexBytes[word >>> 24]}${hexBytes[(word >>> 16) & 255]}`
  return `${high}${hexBytes[(word >>> 8) & 255]}${hexBytes[word & 255]}`
}

/** A stable UUID for a name. */
export function uuidOf(text: string): string {
  return drawUuid(new Random(hashText(text), hashText(`${text}#2`), hashText(`${text}#3`)))
}

/** Running sums of weights, for `weighted`. */
export function cumulate(weights: readonly number[]): number[] {
  let sum = 0
  return weights.map((weight) => {
    sum += weight
    return sum
  })
}

/** The item at an index that must exist. */
export function at<T>(items: ArrayLike<T>, index: number): T {
  const item = items[index]
  if (item === undefined) throw new RangeError(`no item at ${index} of ${items.length}`)
  return item
}
