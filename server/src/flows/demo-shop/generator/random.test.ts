import { describe, expect, it } from 'vitest'
import { domain, drawUuid, hashUnit, Random, stream, uuidOf } from './random'

describe('random', () => {
  it('gives the numbers of the reference sfc32', () => {
    const random = new Random(1, 2, 3)
    expect([random.next(), random.next(), random.next()]).toEqual(referenceSfc32(1, 2, 3, 12).slice(12, 15))
  })

  it('is uniform over the first numbers of neighbouring streams', () => {
    const count = 20_000
    const firsts = Array.from({ length: count }, (_, index) => stream(5, domain.person, index).unit())
    const bins = new Array<number>(20).fill(0)
    for (const value of firsts) bins[Math.floor(value * 20)]! += 1
    const expected = count / 20
    const chiSquare = bins.reduce((sum, observed) => sum + (observed - expected) ** 2 / expected, 0)
    // 43.8 is the 0.999 quantile of chi-square with 19 degrees of freedom.
    expect(chiSquare).toBeLessThan(43.8)
  })

  it('keeps streams apart by seed, domain, index and key', () => {
    const firsts = [
      stream(1, domain.person, 1, 1),
      stream(2, domain.person, 1, 1),
      stream(1, domain.order, 1, 1),
      stream(1, domain.person, 2, 1),
      stream(1, domain.person, 1, 2),
    ].map((random) => random.next())
    expect(new Set(firsts).size).toBe(firsts.length)
  })

  it('draws exponentials, Erlangs and Poissons with the mean it was asked for', () => {
    const random = stream(9, domain.person, 0)
    const mean = (draw: () => number) =>
      Array.from({ length: 40_000 }, draw).reduce((a, b) => a + b, 0) / 40_000
    expect(mean(() => random.exponential(7))).toBeCloseTo(7, 0)
    expect(mean(() => random.erlang(2, 30)) / 30).toBeCloseTo(1, 1)
    expect(mean(() => random.poisson(1.4))).toBeCloseTo(1.4, 1)
    expect(mean(() => random.normal())).toBeCloseTo(0, 1)
    expect(mean(() => random.weighted([1, 3]))).toBeCloseTo(2 / 3, 1)
  })

  it('writes UUIDs of version 8 that stay the same for a name', () => {
    const pattern = /^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/
    expect(uuidOf('a')).toMatch(pattern)
    expect(uuidOf('a')).toBe(uuidOf('a'))
    expect(uuidOf('a')).not.toBe(uuidOf('b'))
    expect(drawUuid(stream(1, domain.device, 3))).toMatch(pattern)
  })

  it('hashes text evenly', () => {
    const below = Array.from({ length: 10_000 }, (_, index) => hashUnit(`1:campaign:c${index}`)).filter(
      (unit) => unit < 0.2,
    )
    expect(below.length / 10_000).toBeCloseTo(0.2, 1)
  })
})

/** PractRand's sfc32, written out once more with BigInt-free 32-bit arithmetic and its own names. */
function referenceSfc32(seed0: number, seed1: number, seed2: number, skip: number): number[] {
  const state = Uint32Array.of(seed0, seed1, seed2, 1)
  return Array.from({ length: skip + 3 }, () => {
    const [a = 0, b = 0, c = 0, counter = 0] = state
    const out = (a + b + counter) >>> 0
    state[0] = b ^ (b >>> 9)
    state[1] = c + (c << 3)
    state[2] = ((c << 21) | (c >>> 11)) + out
    state[3] = counter + 1
    return out
  })
}
