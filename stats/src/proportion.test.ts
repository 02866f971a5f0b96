import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { newcombeInterval, newcombePValue, wilsonInterval } from './proportion'
import type { ProportionSample } from './sample'

const share = (successes: number, n: number): ProportionSample => ({ kind: 'proportion', n, successes })

/** A share with at least one person in it. */
const anyShare = fc
  .integer({ min: 1, max: 500 })
  .chain((n) => fc.integer({ min: 0, max: n }).map((successes) => share(successes, n)))

describe("Wilson's interval", () => {
  it.each([
    [81, 263, 0.2553, 0.3662],
    [15, 148, 0.0624, 0.1605],
    [0, 20, 0, 0.1611],
    [1, 29, 0.0061, 0.1718],
  ])('of %d in %d is that of Newcombe 1998, table I: %d to %d', (successes, n, low, high) => {
    const interval = wilsonInterval(successes, n)
    expect(interval.low).toBeCloseTo(low, 4)
    expect(interval.high).toBeCloseTo(high, 4)
  })

  it('stays between 0 and 1 and holds the share', () => {
    fc.assert(
      fc.property(anyShare, ({ successes, n }) => {
        const { estimate, low, high } = wilsonInterval(successes, n)
        expect(low).toBeGreaterThanOrEqual(0)
        expect(high).toBeLessThanOrEqual(1)
        expect(low <= estimate && estimate <= high).toBe(true)
      }),
    )
  })

  it('of nobody is everything', () => {
    expect(wilsonInterval(0, 0)).toEqual({ estimate: 0, low: 0, high: 1 })
  })

  it('crashes on more successes than people', () => {
    expect(() => wilsonInterval(3, 2)).toThrow(RangeError)
  })
})

describe("Newcombe's interval of a difference", () => {
  it.each([
    [56, 70, 48, 80, 0.0524, 0.3339],
    [9, 10, 3, 10, 0.1705, 0.809],
    [6, 7, 2, 7, 0.0582, 0.8062],
    [5, 56, 0, 29, -0.0381, 0.1926],
    [0, 10, 0, 20, -0.1611, 0.2775],
    [0, 10, 0, 10, -0.2775, 0.2775],
    [10, 10, 0, 20, 0.6791, 1],
    [10, 10, 0, 10, 0.6075, 1],
  ])('of %d/%d − %d/%d is that of Newcombe 1998, table II, method 10', (x1, n1, x2, n2, low, high) => {
    const interval = newcombeInterval(share(x2, n2), share(x1, n1))
    expect(interval.low).toBeCloseTo(low, 4)
    expect(interval.high).toBeCloseTo(high, 4)
  })

  it('changes sign when the groups change places', () => {
    fc.assert(
      fc.property(anyShare, anyShare, (a, b) => {
        const forth = newcombeInterval(a, b)
        const back = newcombeInterval(b, a)
        expect(forth.low).toBeCloseTo(-back.high, 12)
        expect(newcombePValue(a, b)).toBeCloseTo(newcombePValue(b, a), 9)
      }),
    )
  })

  it('leaves out zero exactly when p is below alpha', () => {
    fc.assert(
      fc.property(anyShare, anyShare, fc.constantFrom(0.01, 0.05, 0.1), (a, b, alpha) => {
        const { low, high } = newcombeInterval(a, b, alpha)
        expect(newcombePValue(a, b) < alpha).toBe(low > 0 || high < 0)
      }),
    )
  })

  it('has p one for equal shares', () => {
    expect(newcombePValue(share(2, 40), share(1, 20))).toBe(1)
  })
})
