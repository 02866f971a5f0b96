import { describe, expect, it } from 'vitest'
import { measureEffect } from './effect'
import type { DecisionRule } from './more-people'
import { morePeople, powerAtGrowth } from './more-people'
import { dataDir, hasDataSet } from './testing/data-dir'
import { powerFigure, readGbstats } from './testing/gbstats'

/** The samples of the reference's mid-experiment case. */
function midExperiment() {
  const control = { kind: 'mean', n: 500, sum: 500, sumSquares: 1500 } as const
  const treatment = { kind: 'mean', n: 500, sum: 525, sumSquares: 1551.25 } as const
  const effect = measureEffect(control, treatment, 'relative')
  if (effect.kind === 'no_answer') throw new Error(effect.reason)
  return effect
}

const rules: [string, DecisionRule][] = [
  ['scaling_factor_frequentist', { kind: 'fixed' }],
  ['scaling_factor_sequential_5000', { kind: 'sequential', tuning: 5000 }],
  ['scaling_factor_bayes_prior(.05,.001)', { kind: 'bayesian', prior: { mean: 0.05, variance: 0.001 } }],
]

describe('more people', () => {
  it.skipIf(!hasDataSet('abtest-gbstats')).each(rules)(
    'published %s, to the last digit (skipped without data set abtest-gbstats)',
    (figure, rule) => {
      const more = morePeople({ effect: midExperiment(), effectToFind: 0.05, rule })
      const published = powerFigure(readGbstats(dataDir()), 'mid_experiment', figure)
      expect(more.kind === 'answer' && more.growth).toBe(published)
    },
  )

  it.each(rules)('%s: with so many more the power is what was asked for', (_, rule) => {
    const input = { effect: midExperiment(), effectToFind: -0.05, rule, power: 0.9 }
    const more = morePeople(input)
    if (more.kind === 'no_answer') throw new Error(more.reason)
    expect(powerAtGrowth(input, more.growth)).toBeCloseTo(0.9, 4)
    expect(more.people).toBe(Math.ceil(more.growth * 1000))
  })

  it('needs nobody more when the effect is large', () => {
    const more = morePeople({ effect: midExperiment(), effectToFind: 2 })
    expect(more).toEqual({ kind: 'answer', growth: 0, people: 0 })
  })

  it('is out of reach for an effect of zero', () => {
    const more = morePeople({ effect: midExperiment(), effectToFind: 0 })
    expect(more).toEqual({ kind: 'no_answer', reason: 'OUT_OF_REACH' })
  })
})
