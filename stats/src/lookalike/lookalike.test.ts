import { describe, expect, it } from 'vitest'
import { pointsOf } from '../clusters/points'
import { seededRandom } from '../clusters/seeded'
import { finish } from '../clusters/steps'
import { readCustomers } from '../testing/cluster-reference'
import { dataDir, hasDataSet } from '../testing/data-dir'
import { fitAsReference, lookalikeReferences } from '../testing/lookalike-reference'
import { fitLogistic, logistic, logOddsOf } from './logistic'
import { descendingOrder } from './order'
import { areaUnderCurve, liftCurve } from './ranking'
import { heldOutScores } from './validate'

const isHere = hasDataSet('rfm-orders')

describe('logistic regression', () => {
  it('has the coefficients of a published example: hours of study and passing (20 students)', () => {
    const hours = [
      0.5, 0.75, 1, 1.25, 1.5, 1.75, 1.75, 2, 2.25, 2.5, 2.75, 3, 3.25, 3.5, 4, 4.25, 4.5, 4.75, 5, 5.5,
    ]
    const passed = Uint8Array.of(0, 0, 0, 0, 0, 0, 1, 0, 1, 0, 1, 0, 1, 0, 1, 1, 1, 1, 1, 1)
    const model = finish(fitLogistic(pointsOf(hours.map((hour) => [hour])), passed, { penalty: 0 }))
    expect(model.weights[0]).toBeCloseTo(1.5046, 4)
    expect(model.intercept).toBeCloseTo(-4.0777, 4)
  })

  it.skipIf(!isHere).each(lookalikeReferences)(
    'agrees with scikit-learn: penalty $penalty (skipped without data set rfm-orders)',
    (reference) => {
      const { model, area } = fitAsReference(readCustomers(dataDir()), reference)
      expect(model.intercept).toBeCloseTo(reference.intercept, 7)
      expect(model.weights[0]).toBeCloseTo(reference.weights[0], 7)
      expect(model.weights[1]).toBeCloseTo(reference.weights[1], 7)
      expect(area).toBeCloseTo(reference.area, 10)
    },
  )

  it('has an answer for groups that can be told apart wholly, and for columns that say the same', () => {
    const rows = Array.from({ length: 40 }, (_, row) => [row - 20, row - 20, 0])
    const labels = Uint8Array.from(rows, ([value = 0]) => (value >= 0 ? 1 : 0))
    const { weights } = finish(fitLogistic(pointsOf(rows), labels, { penalty: 1 }))
    expect(weights[0]).toBeGreaterThan(0)
    expect(weights[0]).toBeCloseTo(weights[1] ?? 0, 8)
    expect(weights[2]).toBe(0)
  })
})

describe('the area under the curve', () => {
  it('counts pairs in the right order, ties half', () => {
    const area = areaUnderCurve(Float64Array.of(0.1, 0.4, 0.35, 0.8), Uint8Array.of(0, 0, 1, 1))
    expect(area?.estimate).toBeCloseTo(0.75, 12)
    expect(areaUnderCurve(Float64Array.of(1, 1, 1, 1), Uint8Array.of(0, 1, 0, 1))?.estimate).toBe(0.5)
    expect(areaUnderCurve(Float64Array.of(1, 2), Uint8Array.of(1, 1))).toBeNull()
  })

  it("has Hanley and McNeil's interval: 51 of 109 films, area 0.893, standard error 0.032", () => {
    const rows = [
      { ones: 3, zeros: 33 },
      { ones: 2, zeros: 6 },
      { ones: 2, zeros: 6 },
      { ones: 11, zeros: 11 },
      { ones: 33, zeros: 2 },
    ].flatMap(({ ones, zeros }, score) => [
      ...Array.from({ length: ones }, () => ({ score, label: 1 })),
      ...Array.from({ length: zeros }, () => ({ score, label: 0 })),
    ])
    const area = areaUnderCurve(
      Float64Array.from(rows, ({ score }) => score),
      Uint8Array.from(rows, ({ label }) => label),
    )
    expect(area?.estimate).toBeCloseTo(0.893, 3)
    expect(((area?.high ?? 0) - (area?.estimate ?? 0)) / 1.96).toBeCloseTo(0.032, 2)
  })
})

describe('the lift curve', () => {
  it('says what the best share finds, each row standing for as many as it was drawn for', () => {
    const scores = Float64Array.of(4, 3, 2, 1)
    const labels = Uint8Array.of(1, 0, 1, 0)
    const [quarter, all] = liftCurve(scores, labels, Float64Array.of(1, 1, 1, 1), [0.25, 1])
    expect(quarter).toEqual({ share: 0.25, found: 0.5, lift: 2 })
    expect(all).toEqual({ share: 1, found: 1, lift: 1 })
    const [best] = liftCurve(scores, labels, Float64Array.of(1, 8, 1, 8), [1 / 18])
    expect(best?.lift).toBeCloseTo(9, 10)
  })

  it('promises nothing among equal scores', () => {
    const [half] = liftCurve(
      Float64Array.of(1, 1, 1, 1),
      Uint8Array.of(1, 0, 0, 1),
      Float64Array.of(1, 1, 1, 1),
      [0.5],
    )
    expect(half?.lift).toBe(1)
  })
})

describe('the order', () => {
  it.each([0, 1, 4_096, 4_097, 30_000])('is that of a plain sort, equal scores by row: %i rows', (rows) => {
    const random = seededRandom(rows)
    const scores = Float64Array.from({ length: rows }, () => Math.floor(random() * 500))
    const plain = Array.from(scores, (score, row) => ({ score, row }))
      .sort((left, right) => right.score - left.score || left.row - right.row)
      .map(({ row }) => row)
    expect([...finish(descendingOrder(scores))]).toEqual(plain)
  })
})

describe('planted truth', () => {
  /** People with five numbers, of whom log odds of `truth` say how likely each is of the seed. */
  function people(truth: readonly number[], count: number, seed: number) {
    const random = seededRandom(seed)
    const normal = () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random())
    const rows = Array.from({ length: count }, () => truth.map(normal))
    const odds = rows.map((row) => row.reduce((sum, value, at) => sum + value * (truth[at] ?? 0), -1))
    return {
      points: pointsOf(rows),
      labels: Uint8Array.from(odds, (one) => (random() < logistic(one) ? 1 : 0)),
      odds: Float64Array.from(odds),
    }
  }

  it('is found: the weights, and an area of people not seen as good as the truth itself has', () => {
    const truth = [1.2, -0.8, 0.5, 0, 0]
    const { points, labels, odds } = people(truth, 6_000, 5)
    const model = finish(fitLogistic(points, labels, { penalty: 1 }))
    for (const [column, weight] of truth.entries())
      expect(Math.abs((model.weights[column] ?? 0) - weight)).toBeLessThan(0.12)
    const unseen = finish(heldOutScores(points, labels, { penalty: 1, folds: 5, random: seededRandom(1) }))
    const [found, best] = [unseen, odds].map((scores) => areaUnderCurve(scores, labels)?.estimate ?? 0)
    expect(best).toBeGreaterThan(0.8)
    expect(Math.abs((found ?? 0) - (best ?? 0))).toBeLessThan(0.005)
    const right = finish(logOddsOf(points, model))
    expect(areaUnderCurve(right, labels)?.estimate).toBeGreaterThanOrEqual((found ?? 0) - 0.001)
  })

  it('that is not there is not made up: the area of people not seen is about a half', () => {
    const { points, labels } = people([0, 0, 0, 0, 0], 600, 6)
    const unseen = finish(heldOutScores(points, labels, { penalty: 1, folds: 5, random: seededRandom(1) }))
    const area = areaUnderCurve(unseen, labels)
    expect(area?.low).toBeLessThan(0.5)
    expect(area?.estimate).toBeLessThan(0.56)
  })
})
