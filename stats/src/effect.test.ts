import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Effect, Scale } from './effect'
import { measureEffect } from './effect'
import type { MeanSample, Sample } from './sample'
import { welchTest } from './welch'

const amounts = fc.array(fc.integer({ min: 1, max: 10_000 }), { minLength: 3, maxLength: 40 })
const sample = amounts
  .filter((values) => new Set(values).size > 1)
  .map(
    (values): MeanSample => ({
      kind: 'mean',
      n: values.length,
      sum: values.reduce((sum, value) => sum + value, 0),
      sumSquares: values.reduce((sum, value) => sum + value * value, 0),
    }),
  )

function effectOf(control: Sample, treatment: Sample, scale: Scale): Effect {
  const effect = measureEffect(control, treatment, scale)
  if (effect.kind === 'no_answer') throw new Error(effect.reason)
  return effect
}

function inUnitOf(factor: number, { kind, n, sum, sumSquares }: MeanSample): MeanSample {
  return { kind, n, sum: sum * factor, sumSquares: sumSquares * factor ** 2 }
}

/** Equal but for the rounding of doubles. */
function expectNear(got: number, expected: number) {
  expect(Math.abs(got - expected)).toBeLessThanOrEqual(1e-8 * Math.max(1, Math.abs(expected)))
}

describe('an effect', () => {
  it('changes sign, and nothing else, when the arms change places', () => {
    fc.assert(
      fc.property(sample, sample, (a, b) => {
        const forth = welchTest(effectOf(a, b, 'absolute'))
        const back = welchTest(effectOf(b, a, 'absolute'))
        expectNear(forth.estimate, -back.estimate)
        expectNear(forth.low, -back.high)
        expectNear(forth.high, -back.low)
        expectNear(forth.pValue, back.pValue)
      }),
    )
  })

  it('scales with the unit when absolute and ignores the unit when relative', () => {
    const factor = fc.double({ min: 0.01, max: 100, noNaN: true })
    fc.assert(
      fc.property(sample, sample, factor, (a, b, k) => {
        const absolute = welchTest(effectOf(a, b, 'absolute'))
        const absoluteScaled = welchTest(effectOf(inUnitOf(k, a), inUnitOf(k, b), 'absolute'))
        expectNear(absoluteScaled.low / k, absolute.low)
        expectNear(absoluteScaled.pValue, absolute.pValue)
        const relative = welchTest(effectOf(a, b, 'relative'))
        const relativeScaled = welchTest(effectOf(inUnitOf(k, a), inUnitOf(k, b), 'relative'))
        expectNear(relativeScaled.low, relative.low)
        expectNear(relativeScaled.high, relative.high)
      }),
    )
  })

  it('has p below alpha exactly when the interval leaves out zero', () => {
    fc.assert(
      fc.property(sample, sample, fc.constantFrom(0.01, 0.05, 0.2), (a, b, alpha) => {
        for (const alternative of ['two_sided', 'greater', 'lesser'] as const) {
          const { low, high, pValue } = welchTest(effectOf(a, b, 'absolute'), { alpha, alternative })
          expect(pValue < alpha).toBe(low > 0 || high < 0)
        }
      }),
    )
  })

  it('is zero between an arm and itself, with p one', () => {
    fc.assert(
      fc.property(sample, (a) => {
        const { estimate, pValue } = welchTest(effectOf(a, a, 'relative'))
        expect(estimate).toBe(0)
        expect(pValue).toBe(1)
      }),
    )
  })

  it("gives R's t.test of sleep: t −1.8608, 17.776 degrees of freedom, p .07939", () => {
    const group1 = [0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0, 2]
    const group2 = [1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4]
    const effect = effectOf(meanSample(group2), meanSample(group1), 'absolute')
    const { low, high, pValue } = welchTest(effect)
    expect(effect.estimate / effect.standardError).toBeCloseTo(-1.8608, 4)
    expect(effect.degreesOfFreedom).toBeCloseTo(17.776, 3)
    expect(pValue).toBeCloseTo(0.07939, 5)
    expect(low).toBeCloseTo(-3.3654832, 7)
    expect(high).toBeCloseTo(0.2054832, 7)
  })

  it('is relative to the size of the control, so that a smaller loss is an increase', () => {
    const loss = (mean: number): MeanSample => ({ kind: 'mean', n: 100, sum: 100 * mean, sumSquares: 1e5 })
    expect(effectOf(loss(-10), loss(-5), 'relative').estimate).toBeCloseTo(0.5, 12)
  })

  it.each([
    ['EMPTY_ARM', { n: 0, sum: 0, sumSquares: 0 }],
    ['ZERO_VARIANCE', { n: 3, sum: 6, sumSquares: 12 }],
    ['ZERO_BASELINE', { n: 4, sum: 0, sumSquares: 9 }],
  ])('is refused with %s', (reason, sums) => {
    const control: MeanSample = { kind: 'mean', ...sums }
    const treatment: MeanSample = { kind: 'mean', n: 3, sum: 6, sumSquares: 14 }
    expect(measureEffect(control, treatment, 'relative')).toEqual({ kind: 'no_answer', reason })
  })
})

function meanSample(values: readonly number[]): MeanSample {
  return {
    kind: 'mean',
    n: values.length,
    sum: values.reduce((sum, value) => sum + value, 0),
    sumSquares: values.reduce((sum, value) => sum + value * value, 0),
  }
}
