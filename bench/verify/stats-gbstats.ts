import type { Belief, Indifference, Risk } from '@rapport/stats'
import { riskOf, sampleRatio } from '@rapport/stats'
import type { BayesianCase, FrequentistCase, SampleRatioCase } from '../../stats/src/testing/gbstats'
import { bisectedTolerance, readGbstats, runBayesian, runFrequentist } from '../../stats/src/testing/gbstats'
import type { Check, Figure } from './check'
import { checkFigures } from './check'
import { figure } from './published-figure'
import { planningChecks } from './stats-planning'

/** Every case that GrowthBook's statistics package publishes for its own tests. */
export function gbstatsChecks(dataDir: string): Check[] {
  const reference = readGbstats(dataDir)
  return [
    ...reference.frequentist.map(frequentistCheck),
    ...reference.bayesian.map(bayesianCheck),
    ...reference.srm_chi_square_p.map(sampleRatioCheck),
    ...planningChecks(reference),
  ]
}

function frequentistCheck(published: FrequentistCase, index: number): Check {
  const got = runFrequentist(published)
  return checkFigures(`stats.gbstats.test.${index + 1}`, published.test, [
    ...figure('effect', published.expected, got.estimate),
    ...figure('low', published.ci[0], got.low),
    ...figure('high', published.ci[1], got.high),
    ...figure('standard error', published.stddev, got.standardError),
    ...figure('p', published.p, got.pValue, bisectedTolerance(published)),
  ])
}

function bayesianCheck(published: BayesianCase, index: number): Check {
  const id = `stats.gbstats.belief.${index + 1}`
  const parameters = /^risk\(mu=(.+),sigma=(.+)\)$/.exec(published.test)
  return checkFigures(
    id,
    published.test,
    parameters
      ? riskFigures(published, riskOf(Number(parameters[1]), Number(parameters[2])))
      : beliefFigures(published, runBayesian(published)),
  )
}

function beliefFigures(published: BayesianCase, got: Belief | Indifference): Figure[] {
  const indifferent = [
    ...figure('effect', published.expected, got.estimate),
    ...figure('chance to win', published.chanceToWin, got.chanceToWin),
  ]
  if (got.kind === 'no_answer') return indifferent
  return [
    ...indifferent,
    ...figure('low', published.ci?.[0], got.low),
    ...figure('high', published.ci?.[1], got.high),
    ...figure('standard deviation', published.stddev, got.standardDeviation),
    ...riskFigures(published, got.risk),
  ]
}

function riskFigures(published: BayesianCase, got: Risk): Figure[] {
  return [
    ...figure('risk of control', published.risk?.[0], got.control),
    ...figure('of treatment', published.risk?.[1], got.treatment),
  ]
}

function sampleRatioCheck([people, weights, pValue]: SampleRatioCase, index: number): Check {
  const title = `Sample ratio of ${people.join(' : ')}, planned ${weights.join(' : ')}`
  return checkFigures(`stats.gbstats.sample-ratio.${index + 1}`, title, [
    { name: 'p', expected: pValue, got: sampleRatio(people, weights).pValue, tolerance: 0.5e-9 },
  ])
}
