import { describe, expect, it } from 'vitest'
import { riskOf } from './bayesian'
import { sampleRatio } from './sample-ratio'
import { dataDir, hasDataSet } from './testing/data-dir'
import {
  bisectedTolerance,
  publishedTolerance,
  readGbstats,
  runBayesian,
  runFrequentist,
} from './testing/gbstats'

/** Equal to the precision that was published; null stands for an infinite end. */
function expectPublished(got: number, expected: number | null | undefined, tolerance?: number) {
  if (expected === undefined) return
  if (expected === null) expect(Number.isFinite(got)).toBe(false)
  else expect(Math.abs(got - expected)).toBeLessThanOrEqual(tolerance ?? publishedTolerance(expected))
}

describe.skipIf(!hasDataSet('abtest-gbstats'))(
  'published A/B answers (skipped without data set abtest-gbstats)',
  () => {
    const reference = hasDataSet('abtest-gbstats') ? readGbstats(dataDir()) : undefined

    describe('t tests and always-valid tests', () => {
      it.each(reference?.frequentist ?? [])('$test', (published) => {
        const got = runFrequentist(published)
        expectPublished(got.estimate, published.expected)
        expectPublished(got.low, published.ci[0])
        expectPublished(got.high, published.ci[1])
        expectPublished(got.standardError, published.stddev)
        expectPublished(got.pValue, published.p, bisectedTolerance(published))
      })
    })

    describe('beliefs', () => {
      it.each(reference?.bayesian.filter(({ test }) => !test.startsWith('risk')) ?? [])(
        '$test',
        (published) => {
          const got = runBayesian(published)
          expectPublished(got.estimate, published.expected)
          expectPublished(got.chanceToWin, published.chanceToWin)
          expect(got.kind).toBe(published.a ? 'answer' : 'no_answer')
          if (got.kind === 'no_answer') return
          expectPublished(got.low, published.ci?.[0])
          expectPublished(got.high, published.ci?.[1])
          expectPublished(got.standardDeviation, published.stddev)
          expectPublished(got.risk.control, published.risk?.[0])
          expectPublished(got.risk.treatment, published.risk?.[1])
        },
      )

      it.each([
        ['risk(mu=.1,sigma=.05)', 0.1, 0.05],
        ['risk(mu=.01,sigma=4.5e-9)', 0.01, 4.5e-9],
      ])('%s', (test, mean, standardDeviation) => {
        const published = reference?.bayesian.find((each) => each.test === test)
        const got = riskOf(mean, standardDeviation)
        expect(published?.risk).toHaveLength(2)
        expectPublished(got.control, published?.risk?.[0])
        expectPublished(got.treatment, published?.risk?.[1])
      })
    })

    describe('sample ratio', () => {
      it.each(reference?.srm_chi_square_p ?? [])('%j planned %j gives p %d', (people, weights, pValue) => {
        const digits = 9
        expect(sampleRatio(people, weights).pValue).toBeCloseTo(pValue, digits)
      })
    })
  },
)
