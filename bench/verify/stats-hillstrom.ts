import type { Effect } from '@rapport/stats'
import { bayesianEffect, measureEffect, sampleRatio, sequentialTest, welchTest } from '@rapport/stats'
import type {
  HillstromArm,
  HillstromOutcome,
  HillstromReference,
  HillstromSums,
} from '../../stats/src/testing/hillstrom'
import {
  hillstromArms,
  hillstromOutcomes,
  readHillstrom,
  readHillstromReference,
} from '../../stats/src/testing/hillstrom'
import type { Check, Figure } from './check'
import { checkFigures } from './check'

/** Uplifts as the issue states them, in its digits. */
const uplifts = [
  { arm: 'Mens E-Mail', outcome: 'visit', expected: 0.0765896, decimals: 7 },
  { arm: 'Womens E-Mail', outcome: 'visit', expected: 0.0452331, decimals: 7 },
  { arm: 'Mens E-Mail', outcome: 'spend', expected: 0.769827, decimals: 6 },
  { arm: 'Womens E-Mail', outcome: 'spend', expected: 0.424412, decimals: 6 },
] as const

/** The 64,000-row e-mail test, counted from its rows and compared with what GrowthBook's package makes of it. */
export function hillstromChecks(dataDir: string): Check[] {
  const sums = readHillstrom(dataDir)
  const reference = readHillstromReference(dataDir)
  return [
    ...uplifts.map((uplift) => upliftCheck(sums, uplift)),
    splitCheck(sums),
    ...hillstromArms.slice(1).flatMap((arm) =>
      hillstromOutcomes.flatMap((outcome) => {
        const published = reference[`${arm} vs No E-Mail / ${outcome}`]
        return published ? [comparisonCheck(sums, published, arm, outcome)] : []
      }),
    ),
  ]
}

function upliftCheck(
  sums: HillstromSums,
  { arm, outcome, expected, decimals }: (typeof uplifts)[number],
): Check {
  const got = effectOf(sums, arm, outcome, 'absolute').estimate
  return checkFigures(`stats.hillstrom.uplift.${slug(arm)}.${outcome}`, `${arm}: ${outcome} uplift`, [
    { name: 'uplift', expected, got, tolerance: 0.5 * 10 ** -decimals },
  ])
}

function splitCheck(sums: HillstromSums): Check {
  const people = hillstromArms.map((arm) => sums[arm].visit.n)
  const { chiSquare, pValue } = sampleRatio(people, [1, 1, 1])
  return checkFigures('stats.hillstrom.sample-ratio', 'Split of 64,000 people over three arms', [
    { name: 'chi²', expected: 0.2025, got: chiSquare, tolerance: 5e-5 },
    { name: 'p', expected: 0.9037, got: pValue, tolerance: 5e-5 },
  ])
}

/** Nine significant digits. */
const relativeTolerance = 1e-9

function comparisonCheck(
  sums: HillstromSums,
  published: HillstromReference,
  arm: HillstromArm,
  outcome: HillstromOutcome,
): Check {
  const figures = (['absolute', 'relative'] as const).flatMap((scale): Figure[] => {
    const effect = effectOf(sums, arm, outcome, scale)
    const once = welchTest(effect)
    const always = sequentialTest(effect)
    const belief = bayesianEffect(effect)
    const { freq, sequential_5000, bayes_flat_prior } = published[scale]
    return [
      figure(`${scale} low`, freq.ci[0], once.low),
      figure('high', freq.ci[1], once.high),
      figure('always-valid low', sequential_5000.ci[0], always.low),
      figure('high', sequential_5000.ci[1], always.high),
      figure('chance to win', bayes_flat_prior.chanceToWin, belief.chanceToWin),
    ]
  })
  return checkFigures(
    `stats.hillstrom.${slug(arm)}.${outcome}`,
    `${arm} against none: ${outcome}, 95 % intervals`,
    figures,
  )
}

function figure(name: string, expected: number, got: number): Figure {
  return { name, expected, got, tolerance: relativeTolerance * Math.abs(expected) }
}

function effectOf(
  sums: HillstromSums,
  arm: HillstromArm,
  outcome: HillstromOutcome,
  scale: 'absolute' | 'relative',
): Effect {
  const effect = measureEffect(sums['No E-Mail'][outcome], sums[arm][outcome], scale)
  if (effect.kind === 'no_answer') throw new Error(`${arm} ${outcome}: ${effect.reason}`)
  return effect
}

function slug(arm: HillstromArm): string {
  return arm.toLowerCase().replaceAll(/[^a-z]+/g, '-')
}
