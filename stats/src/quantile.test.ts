import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { quantile7 } from './quantile'

describe('the type 7 quantile', () => {
  it("gives R's quantile(1:10) and quantile(c(1, 2, 4, 8, 16))", () => {
    const oneToTen = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]
    expect([0, 0.25, 0.5, 0.75, 1].map((p) => quantile7(oneToTen, p))).toEqual([1, 3.25, 5.5, 7.75, 10])
    expect([0.1, 0.9].map((p) => quantile7([1, 2, 4, 8, 16], p))).toEqual([1.4, 12.8])
  })

  it('gives the only value at every p', () => {
    expect(quantile7([42], 0.3)).toBe(42)
  })

  it('never falls as p rises, and stays within the values', () => {
    const values = fc.array(fc.double({ min: -1e6, max: 1e6, noNaN: true }), { minLength: 1, maxLength: 50 })
    const p = fc.double({ min: 0, max: 1, noNaN: true })
    fc.assert(
      fc.property(values, p, p, (unsorted, p1, p2) => {
        const sorted = Float64Array.from(unsorted).sort()
        const [low, high] = [Math.min(p1, p2), Math.max(p1, p2)]
        expect(quantile7(sorted, low)).toBeLessThanOrEqual(quantile7(sorted, high))
        expect(quantile7(sorted, low)).toBeGreaterThanOrEqual(quantile7(sorted, 0))
        expect(quantile7(sorted, high)).toBeLessThanOrEqual(quantile7(sorted, 1))
      }),
    )
  })

  it('crashes on no values and on a p that is none', () => {
    expect(() => quantile7([], 0.5)).toThrow(RangeError)
    expect(() => quantile7([1], 1.1)).toThrow(RangeError)
  })
})
