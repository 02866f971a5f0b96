import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Prior } from './bayesian'
import { bayesianEffect, riskOf } from './bayesian'
import type { Effect } from './effect'
import { noAnswer } from './no-answer'

function effectOf(estimate: number, standardError: number): Effect {
  return { kind: 'effect', scale: 'absolute', estimate, standardError, degreesOfFreedom: 1e3, n: 1e3 }
}

function believe(effect: Effect, prior?: Prior) {
  const belief = bayesianEffect(effect, { prior })
  if (belief.kind === 'no_answer') throw new Error(belief.reason)
  return belief
}

const estimate = fc.double({ min: -10, max: 10, noNaN: true })
const standardError = fc.double({ min: 0.01, max: 10, noNaN: true })

describe('a belief about an effect', () => {
  it('is the other way round when the effect is', () => {
    fc.assert(
      fc.property(estimate, standardError, (mean, error) => {
        const forth = believe(effectOf(mean, error))
        const back = believe(effectOf(-mean, error))
        expect(forth.chanceToWin + back.chanceToWin).toBeCloseTo(1, 12)
        expect(forth.risk.control).toBeCloseTo(back.risk.treatment, 12)
        expect(forth.low).toBeCloseTo(-back.high, 12)
      }),
    )
  })

  it('has risks that differ by the effect itself and are never negative', () => {
    fc.assert(
      fc.property(estimate, standardError, (mean, error) => {
        const { control, treatment } = riskOf(mean, error)
        expect(control - treatment).toBeCloseTo(mean, 9)
        expect(Math.min(control, treatment)).toBeGreaterThanOrEqual(0)
      }),
    )
  })

  it('lies between prior and estimate and is surer than either', () => {
    const prior = { mean: 1, variance: 4 }
    const belief = believe(effectOf(3, 1), prior)
    expect(belief.estimate).toBeCloseTo((3 / 1 + 1 / 4) / (1 / 1 + 1 / 4), 12)
    expect(belief.standardDeviation).toBeCloseTo(Math.sqrt(0.8), 12)
  })

  it('is indifferent when nothing was measured', () => {
    expect(bayesianEffect(noAnswer('EMPTY_ARM'))).toEqual({
      kind: 'no_answer',
      reason: 'EMPTY_ARM',
      estimate: 0,
      chanceToWin: 0.5,
    })
  })
})
