import { describe, expect, it } from 'vitest'
import { bayesianEffect } from './bayesian'
import type { Effect, Scale } from './effect'
import { measureEffect } from './effect'
import { incremental } from './incremental'
import { sampleRatio } from './sample-ratio'
import { sequentialTest } from './sequential'
import { dataDir, hasDataSet } from './testing/data-dir'
import type { HillstromArm, HillstromOutcome, HillstromSums } from './testing/hillstrom'
import { hillstromArms, hillstromOutcomes, readHillstrom, readHillstromReference } from './testing/hillstrom'
import { welchTest } from './welch'

const isHere = hasDataSet('hillstrom-email')
const sums = isHere ? readHillstrom(dataDir()) : undefined
const reference = isHere ? readHillstromReference(dataDir()) : {}

const comparisons = hillstromArms
  .slice(1)
  .flatMap((arm) =>
    hillstromOutcomes.flatMap((outcome) =>
      (['absolute', 'relative'] as const).map((scale) => ({ arm, outcome, scale })),
    ),
  )

/** Upstream's p is 2·(1 − cdf), which cannot go below the rounding of 1. */
const upstreamPRounding = 1e-15

describe.skipIf(!isHere)('the Hillstrom e-mail test (skipped without data set hillstrom-email)', () => {
  it.each(comparisons)('$arm, $outcome, $scale: all figures of the reference', ({ arm, outcome, scale }) => {
    const published = reference[`${arm} vs No E-Mail / ${outcome}`]
    if (!published) throw new Error('no such comparison in the reference')
    const expected = published[scale]
    const effect = effectOf(arm, outcome, scale)
    const once = welchTest(effect)
    expectDigits(once.estimate, expected.freq.expected)
    expectDigits(effect.standardError, expected.freq.stderr)
    expectDigits(once.low, expected.freq.ci[0])
    expectDigits(once.high, expected.freq.ci[1])
    expect(Math.abs(once.pValue - expected.freq.p)).toBeLessThan(upstreamPRounding)
    const always = sequentialTest(effect)
    expectDigits(always.low, expected.sequential_5000.ci[0])
    expectDigits(always.high, expected.sequential_5000.ci[1])
    expectDigits(always.pValue, expected.sequential_5000.p)
    const belief = bayesianEffect(effect)
    if (belief.kind === 'no_answer') throw new Error(belief.reason)
    expectDigits(belief.low, expected.bayes_flat_prior.ci[0])
    expectDigits(belief.high, expected.bayes_flat_prior.ci[1])
    expectDigits(belief.chanceToWin, expected.bayes_flat_prior.chanceToWin)
    expectDigits(belief.risk.control, expected.bayes_flat_prior.risk[0])
    expectDigits(belief.risk.treatment, expected.bayes_flat_prior.risk[1])
  })

  it('gives the published uplifts of visits and spend', () => {
    expect(effectOf('Mens E-Mail', 'visit', 'absolute').estimate).toBeCloseTo(0.0765896, 7)
    expect(effectOf('Womens E-Mail', 'visit', 'absolute').estimate).toBeCloseTo(0.0452331, 7)
    expect(effectOf('Mens E-Mail', 'spend', 'absolute').estimate).toBeCloseTo(0.769827, 6)
    expect(effectOf('Womens E-Mail', 'spend', 'absolute').estimate).toBeCloseTo(0.424412, 6)
  })

  it('finds nothing wrong with the split: chi-square .2025, p .9037', () => {
    const { chiSquare, pValue, isMismatch } = sampleRatio(
      hillstromArms.map((arm) => sumsHere()[arm].visit.n),
      [1, 1, 1],
    )
    expect(chiSquare).toBeCloseTo(0.2025, 4)
    expect(pValue).toBeCloseTo(0.9037, 4)
    expect(isMismatch).toBe(false)
  })

  it('says the mens e-mail brought 1,632 visits and 16,403 in spend that would not have been', () => {
    const { 'Mens E-Mail': mens, 'No E-Mail': none } = sumsHere()
    const visits = incremental({ treated: mens.visit, holdOut: none.visit, plannedHoldOutShare: 0.5 })
    const spend = incremental({ treated: mens.spend, holdOut: none.spend, plannedHoldOutShare: 0.5 })
    expect(visits.verdict).toBe('increase')
    expect(visits.kind === 'answer' && visits.total.estimate).toBeCloseTo(0.07658956365153125 * 21_307, 6)
    expect(spend.verdict).toBe('increase')
    expect(spend.kind === 'answer' && spend.total.low).toBeCloseTo(0.48513973256840753 * 21_307, 4)
    expect(spend.kind === 'answer' && spend.total.high).toBeCloseTo(1.0545145792206658 * 21_307, 4)
    expect(spend.kind === 'answer' && spend.morePeople).toBe(0)
  })
})

function sumsHere(): HillstromSums {
  if (!sums) throw new Error('the data set is not here')
  return sums
}

function effectOf(arm: HillstromArm, outcome: HillstromOutcome, scale: Scale): Effect {
  const effect = measureEffect(sumsHere()['No E-Mail'][outcome], sumsHere()[arm][outcome], scale)
  if (effect.kind === 'no_answer') throw new Error(effect.reason)
  return effect
}

/** Nine significant digits. */
function expectDigits(got: number, expected: number) {
  expect(Math.abs(got - expected)).toBeLessThanOrEqual(1e-9 * Math.abs(expected))
}
