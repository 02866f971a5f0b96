import { describe, expect, it } from 'vitest'
import { adjust } from './cuped'
import type { Effect } from './effect'
import { measureEffect } from './effect'
import type { Sample } from './sample'
import { withoutCovariate } from './sample'
import { covariateSample } from './testing/people'
import { seededNormal } from './testing/seeded'
import { welchTest } from './welch'

const trueEffect = 0.3
const rho = 0.8
const peoplePerArm = 400
const runs = 500

/** A person's spend before and after share a correlation of `rho`; treatment adds `effect`. */
function drawArm(normal: () => number, effect: number) {
  const people = Array.from({ length: peoplePerArm }, () => {
    const x = normal()
    return { x: 5 + 2 * x, y: 10 + effect + rho * x + Math.sqrt(1 - rho ** 2) * normal() }
  })
  return covariateSample(people)
}

function effectOf(control: Sample, treatment: Sample, scale: 'absolute' | 'relative' = 'absolute'): Effect {
  const effect = measureEffect(control, treatment, scale)
  if (effect.kind === 'no_answer') throw new Error(effect.reason)
  return effect
}

/** Adjusted and plain effects of many seeded experiments. */
function simulate(scale: 'absolute' | 'relative' = 'absolute') {
  return Array.from({ length: runs }, (_, seed) => {
    const normal = seededNormal(seed + 1)
    const control = drawArm(normal, 0)
    const treatment = drawArm(normal, trueEffect)
    return {
      adjusted: effectOf(control, treatment, scale),
      plain: effectOf(withoutCovariate(control), withoutCovariate(treatment), scale),
    }
  })
}

function meanAndVariance(values: readonly number[]) {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (values.length - 1)
  return { mean, variance }
}

describe('CUPED over 500 seeded experiments with a correlation of .8', () => {
  const experiments = simulate()
  const adjusted = meanAndVariance(experiments.map((each) => each.adjusted.estimate))
  const plain = meanAndVariance(experiments.map((each) => each.plain.estimate))

  it('is unbiased: the mean estimate lies within three standard errors of the truth', () => {
    const standardError = Math.sqrt(adjusted.variance / runs)
    expect(Math.abs(adjusted.mean - trueEffect)).toBeLessThan(3 * standardError)
  })

  it('leaves 1 − ρ² of the variance between experiments', () => {
    expect(adjusted.variance / plain.variance).toBeGreaterThan(0.8 * (1 - rho ** 2))
    expect(adjusted.variance / plain.variance).toBeLessThan(1.2 * (1 - rho ** 2))
  })

  it('reports the standard error that the experiments really have', () => {
    const reported = meanAndVariance(experiments.map((each) => each.adjusted.standardError ** 2)).mean
    expect(reported / adjusted.variance).toBeGreaterThan(0.85)
    expect(reported / adjusted.variance).toBeLessThan(1.15)
  })

  it.each(['absolute', 'relative'] as const)('covers the truth 95 % of the time, %s', (scale) => {
    const truth = scale === 'absolute' ? trueEffect : trueEffect / 10
    const covered = simulate(scale).filter((each) => {
      const { low, high } = welchTest(each.adjusted)
      return low <= truth && truth <= high
    })
    expect(covered.length / runs).toBeGreaterThan(0.925)
    expect(covered.length / runs).toBeLessThan(0.975)
  })
})

describe('CUPED', () => {
  const normal = seededNormal(99)
  const control = drawArm(normal, 0)
  const treatment = drawArm(normal, trueEffect)

  it('recovers the slope of outcome on covariate', () => {
    expect(adjust(control, treatment).theta).toBeCloseTo(rho / 2, 1)
  })

  it('uses one slope over both arms and moves each mean by its covariate alone', () => {
    const a = covariateSample([
      { x: 0, y: 1 },
      { x: 2, y: 3 },
    ])
    const b = covariateSample([
      { x: 2, y: 5 },
      { x: 4, y: 7 },
    ])
    const { theta, control: adjustedA, treatment: adjustedB } = adjust(a, b)
    expect(theta).toBeCloseTo(1.5, 12)
    expect(adjustedA.mean).toBeCloseTo(2 + 1.5 * 1, 12)
    expect(adjustedB.mean).toBeCloseTo(6 - 1.5 * 1, 12)
    expect(adjustedA.variance).toBeCloseTo(2 + 1.5 ** 2 * 2 - 2 * 1.5 * 2, 12)
  })

  it.each(['absolute', 'relative'] as const)(
    'equals the unadjusted result when the covariate is the same for all, %s',
    (scale) => {
      const flat = (sample: typeof control) => ({
        ...sample,
        sumX: 7 * sample.n,
        sumX2: 49 * sample.n,
        sumXY: 7 * sample.sumY,
      })
      const flattened = effectOf(flat(control), flat(treatment), scale)
      expect(flattened).toEqual(effectOf(withoutCovariate(control), withoutCovariate(treatment), scale))
    },
  )

  it('does not depend on the unit of the covariate', () => {
    const inCents = (sample: typeof control) => ({
      ...sample,
      sumX: 100 * sample.sumX,
      sumX2: 10_000 * sample.sumX2,
      sumXY: 100 * sample.sumXY,
    })
    const effect = effectOf(inCents(control), inCents(treatment))
    expect(effect.estimate).toBeCloseTo(effectOf(control, treatment).estimate, 12)
    expect(effect.standardError).toBeCloseTo(effectOf(control, treatment).standardError, 12)
  })

  it('refuses an empty arm', () => {
    expect(measureEffect(covariateSample([]), treatment, 'absolute')).toEqual({
      kind: 'no_answer',
      reason: 'EMPTY_ARM',
    })
  })
})
