import { describe, expect, it } from 'vitest'
import { differenceVariance, relativeVariance } from './effect'
import { minimalDetectableEffect, plannedPower, planWeeks, proportionOutcome } from './power'
import { sampleSize } from './sample-size'
import { dataDir, hasDataSet } from './testing/data-dir'
import { powerFigure, readGbstats, weekTables } from './testing/gbstats'

const amount = { mean: 10, variance: 3909.9997749994377 }
const amountTitle = 'mean metric mean=10'

describe.skipIf(!hasDataSet('abtest-gbstats'))(
  'published power tables (skipped without data set abtest-gbstats)',
  () => {
    const reference = hasDataSet('abtest-gbstats') ? readGbstats(dataDir()) : undefined
    const figure = (title: string, name: string) =>
      reference ? powerFigure(reference, title, name) : Number.NaN

    it('delta-method variance, absolute and relative', () => {
      const raw = (mean: number, variance: number) => ({ mean, variance, covariance: variance })
      const control = { n: 4, mean: 7, variance: 2, raw: raw(7, 2) }
      const treatment = { n: 15, mean: 5, variance: 0.5, raw: raw(5, 0.5) }
      const title = 'delta_method_variance'
      expect(differenceVariance({ control, treatment })).toBeCloseTo(figure(title, 'absolute'), 5)
      expect(relativeVariance({ control, treatment })).toBeCloseTo(figure(title, 'relative'), 5)
    })

    it.each([
      ['power_two_tailed', undefined],
      ['power_sequential_5000', 5000],
    ])('%s of an amount, 400,000 people in three arms', (name, sequentialTuning) => {
      const power = plannedPower({ outcome: amount, sequentialTuning }, 0.05, 400_000 / 3)
      expect(power).toBeCloseTo(figure(amountTitle, name), 5)
    })

    it.each([
      ['mde_80', undefined],
      ['mde_sequential_5000', 5000],
    ])('%s of an amount, 400,000 people in three arms', (name, sequentialTuning) => {
      const minimal = minimalDetectableEffect({ outcome: amount, sequentialTuning }, 400_000 / 3)
      expect(minimal.kind === 'answer' && minimal.relativeEffect).toBeCloseTo(figure(amountTitle, name), 5)
    })

    const metrics = [
      { title: 'binomial p=.1', at: 0, outcome: proportionOutcome(0.1), relativeEffect: 0.05 },
      {
        title: 'amount mean .1 variance .5',
        at: 1,
        outcome: { mean: 0.1, variance: 0.5 },
        relativeEffect: 0.3,
      },
    ] as const

    it.each(metrics)('week by week: $title', ({ at, outcome, relativeEffect }) => {
      const tables = reference && weekTables(reference)
      const input = { relativeEffect, peoplePerWeek: 4500, arms: 3, weeks: 9 }
      const once = planWeeks({ ...input, plan: { outcome } })
      const always = planWeeks({ ...input, plan: { outcome, sequentialTuning: 5000 } })
      const column = (rows: readonly (readonly [number, number])[] | undefined) => rows?.map((row) => row[at])
      const rounded = (values: readonly (number | null)[]) => values.map((value) => Number(value?.toFixed(5)))
      expect(rounded(once.weeks.map(({ power }) => power))).toEqual(column(tables?.['power_by_week_[m1,m2]']))
      expect(rounded(once.weeks.map(({ minimalEffect }) => minimalEffect))).toEqual(
        column(tables?.['mde_by_week_[m1,m2]']),
      )
      expect(rounded(always.weeks.map(({ power }) => power))).toEqual(column(tables?.sequential_5000_power))
      expect(once.enoughAfterWeeks).toBe(tables?.weeks_to_80pct_power[at])
    })
  },
)

describe('planning', () => {
  it('finds the minimal effect with just the power it was asked for', () => {
    const minimal = minimalDetectableEffect({ outcome: amount }, 50_000, 0.9)
    if (minimal.kind === 'no_answer') throw new Error(minimal.reason)
    expect(plannedPower({ outcome: amount }, minimal.relativeEffect, 50_000)).toBeCloseTo(0.9, 6)
  })

  it('has a false alarm rate of alpha when there is no effect', () => {
    expect(plannedPower({ outcome: amount, alpha: 0.1 }, 0, 1000)).toBeCloseTo(0.1, 12)
  })

  it('refuses a minimal effect when people are too few or there is no baseline', () => {
    const few = minimalDetectableEffect({ outcome: amount }, 10)
    const none = minimalDetectableEffect({ outcome: { mean: 0, variance: 1 } }, 10_000)
    expect(few).toEqual({ kind: 'no_answer', reason: 'TOO_FEW_PEOPLE' })
    expect(none).toEqual({ kind: 'no_answer', reason: 'ZERO_BASELINE' })
  })

  it('shows no minimal effect in the weeks that have too few people', () => {
    const plan = { outcome: { mean: 0.1, variance: 0.5 } }
    const { weeks } = planWeeks({ plan, relativeEffect: 0.3, peoplePerWeek: 300, arms: 2, weeks: 12 })
    expect(weeks[0]?.minimalEffect).toBeNull()
    expect(weeks.at(-1)?.minimalEffect).toBeGreaterThan(0)
  })
})

describe('sample size', () => {
  it("gives Chow, Shao and Wang's 63 a group for a difference of half a standard deviation", () => {
    const size = sampleSize({ control: { mean: 0, variance: 0.01 }, treated: { mean: 0.05, variance: 0.01 } })
    expect(size).toEqual({ treated: 63, control: 63 })
  })

  it("gives Chow, Shao and Wang's 70 a group for shares of 65 % and 85 %", () => {
    const size = sampleSize({ control: proportionOutcome(0.65), treated: proportionOutcome(0.85) })
    expect(size).toEqual({ treated: 70, control: 70 })
  })

  it('needs more people in all, but fewer held out, when a tenth is held out', () => {
    const outcomes = { control: proportionOutcome(0.05), treated: proportionOutcome(0.06) }
    const even = sampleSize(outcomes)
    const tenth = sampleSize({ ...outcomes, treatedShare: 0.9 })
    expect(tenth.control).toBeLessThan(even.control)
    expect(tenth.treated + tenth.control).toBeGreaterThan(even.treated + even.control)
  })

  it('crashes on equal outcomes: no number of people tells them apart', () => {
    expect(() => sampleSize({ control: amount, treated: amount })).toThrow(RangeError)
  })
})
