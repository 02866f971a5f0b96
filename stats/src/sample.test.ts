import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { CovariateSample } from './sample'
import {
  assertSample,
  combineCovariates,
  combineMeans,
  combineProportions,
  covarianceOf,
  covariateVariance,
  meanOf,
  varianceOf,
  withoutCovariate,
} from './sample'
import { covariateSample } from './testing/people'

const person = fc.record({
  x: fc.integer({ min: -1000, max: 1000 }),
  y: fc.integer({ min: -1000, max: 1000 }),
})
const people = fc.array(person, { maxLength: 30 }).map(covariateSample)

describe('sums of people', () => {
  it('give the mean and the n−1 variance of the people', () => {
    const sample = covariateSample([2, 4, 4, 4, 5, 5, 7, 9].map((y) => ({ x: 2 * y, y })))
    expect(meanOf(sample)).toBe(5)
    expect(varianceOf(sample)).toBeCloseTo(32 / 7, 12)
    expect(covariateVariance(sample)).toBeCloseTo(128 / 7, 12)
    expect(covarianceOf(sample)).toBeCloseTo(64 / 7, 12)
    expect(varianceOf(withoutCovariate(sample))).toBe(varianceOf(sample))
  })

  it('give p(1 − p) for a share', () => {
    expect(varianceOf({ kind: 'proportion', n: 50, successes: 10 })).toBeCloseTo(0.16, 12)
  })

  it('have mean and variance zero for nobody, and variance zero for one person', () => {
    expect(meanOf({ kind: 'mean', n: 0, sum: 0, sumSquares: 0 })).toBe(0)
    expect(varianceOf({ kind: 'proportion', n: 0, successes: 0 })).toBe(0)
    expect(varianceOf({ kind: 'mean', n: 1, sum: 7, sumSquares: 49 })).toBe(0)
  })

  it('have variance zero, never a negative or a tiny one, when everybody has the same value', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0.01, max: 1e6, noNaN: true }),
        fc.integer({ min: 2, max: 2000 }),
        (value, n) => {
          const values = Array.from({ length: n }, () => value)
          const sum = values.reduce((total, each) => total + each, 0)
          const sumSquares = values.reduce((total, each) => total + each * each, 0)
          expect(varianceOf({ kind: 'mean', n, sum, sumSquares })).toBe(0)
        },
      ),
    )
  })

  it('combine as if the people had been counted together', () => {
    const list = fc.array(person, { maxLength: 30 })
    fc.assert(
      fc.property(list, list, (a, b) => {
        const together = covariateSample([...a, ...b])
        expect(combineCovariates(covariateSample(a), covariateSample(b))).toEqual(together)
        expect(
          combineMeans(withoutCovariate(covariateSample(a)), withoutCovariate(covariateSample(b))),
        ).toEqual(withoutCovariate(together))
      }),
    )
  })

  it('combine in any order and any grouping', () => {
    fc.assert(
      fc.property(people, people, people, (a, b, c) => {
        expect(combineCovariates(a, b)).toEqual(combineCovariates(b, a))
        expect(combineCovariates(combineCovariates(a, b), c)).toEqual(
          combineCovariates(a, combineCovariates(b, c)),
        )
      }),
    )
  })

  it('combine shares by adding counts', () => {
    const a = { kind: 'proportion', n: 10, successes: 3 } as const
    const b = { kind: 'proportion', n: 5, successes: 5 } as const
    expect(combineProportions(a, b)).toEqual({ kind: 'proportion', n: 15, successes: 8 })
  })

  it.each([
    ['a sum that is not a number', { kind: 'mean', n: 3, sum: Number.NaN, sumSquares: 1 }],
    ['half a person', { kind: 'mean', n: 1.5, sum: 1, sumSquares: 1 }],
    ['fewer than nobody', { kind: 'proportion', n: -1, successes: 0 }],
    ['more successes than people', { kind: 'proportion', n: 3, successes: 4 }],
    ['less than no success', { kind: 'proportion', n: 3, successes: -1 }],
  ] as const)('crash on %s: the query is wrong', (_, sample) => {
    expect(() => assertSample(sample)).toThrow(RangeError)
  })

  it('accept refunds: a sum below zero is a sum', () => {
    const refunds: CovariateSample = covariateSample([
      { x: 0, y: -500 },
      { x: 1, y: 20 },
    ])
    expect(() => assertSample(refunds)).not.toThrow()
  })
})
