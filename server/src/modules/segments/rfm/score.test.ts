import type { RfmMethod } from '@rapport/contract'
import { describe, expect, it } from 'vitest'
import { dataDir, hasDataSet } from '../../../../../stats/src/testing/data-dir'
import {
  centsPerDollar,
  figuresOfOrders,
  readOrders,
  readScores,
  readSegmentSummary,
} from '../testing/rfm-orders'
import { defaultRfmConfig } from './defaults'
import { segmentKeyOf } from './groups'
import { type BuyerFigures, cutPoints, type FigureColumns, scoresOf } from './score'
import { createSummary, meansOf } from './summary'

const quintiles: RfmMethod = { kind: 'quintiles' }
const columnsOf = (all: readonly BuyerFigures[]): FigureColumns => ({
  recencyDays: all.map(({ recencyDays }) => recencyDays),
  frequency: all.map(({ frequency }) => frequency),
  monetaryMinor: all.map(({ monetaryMinor }) => monetaryMinor),
})
const nameOf = new Map(defaultRfmConfig.segments.map(({ key, name }) => [key, name.en]))

const isHere = hasDataSet('rfm-orders')

describe.skipIf(!isHere)('the published RFM table (skipped without data set rfm-orders)', () => {
  const reference = isHere ? readScores(dataDir()) : []
  const figures = isHere ? figuresOfOrders(readOrders(dataDir())) : new Map<string, BuyerFigures>()
  const columns = columnsOf([...figures.values()])
  const points = isHere ? cutPoints(quintiles, columns, centsPerDollar) : undefined

  it('has the figures that the orders give', () => {
    expect(reference).toHaveLength(995)
    expect(Object.fromEntries(reference.map((row) => [row.customer, row.figures]))).toEqual(
      Object.fromEntries(figures),
    )
  })

  it('has the published cut points', () => {
    expect(points).toEqual({
      recencyDays: [115, 181, 297.4, 482],
      frequency: [4, 5, 6, 8],
      monetaryMinor: [25_580, 38_200, 50_640, 66_600],
    })
  })

  it('gives every one of the 995 customers the published scores and segment', () => {
    const ours = reference.map((row) => {
      const scores = scoresOf(row.figures, points!)
      return { ...row, scores, segment: nameOf.get(segmentKeyOf(scores, defaultRfmConfig.segments)) }
    })
    expect(ours).toEqual(reference)
  })

  it('adds them up to the published summary', () => {
    const summary = createSummary(defaultRfmConfig, points!, meansOf(columns))
    for (const row of reference) summary.add(row.figures)
    const { people, orders, revenueMinor, segments } = summary.present()
    expect({ people, orders, revenueMinor }).toEqual({ people: 995, orders: 4_906, revenueMinor: 46_415_800 })
    const ours = segments.map(({ key, people: customers, aovMinor, ...rest }) => {
      const { key: _, ...group } = { key, ...rest }
      return { segment: nameOf.get(key), customers, aov: Math.round(aovMinor) / 100, ...group }
    })
    const byName = (a: { segment?: string }, b: { segment?: string }) =>
      (a.segment ?? '').localeCompare(b.segment ?? '')
    expect(ours.sort(byName)).toEqual(readSegmentSummary(dataDir()).sort(byName))
  })
})

describe('quintiles of amounts', () => {
  const scored = (amounts: readonly number[], unitMinor: number) => {
    const people = amounts.map((monetaryMinor) => ({ recencyDays: 1, frequency: 1, monetaryMinor }))
    const points = cutPoints(quintiles, columnsOf(people), unitMinor)
    const scores = people.map((one) => scoresOf(one, points).monetary)
    return [1, 2, 3, 4, 5].map((score) => scores.filter((one) => one === score).length)
  }

  it('are of one size where all amounts are below one unit of the currency, as of dinars', () => {
    expect(
      scored(
        Array.from({ length: 100 }, (_, n) => 100 + 9 * n),
        1_000,
      ),
    ).toEqual([20, 20, 20, 20, 20])
  })

  it('are of one size with cents and without', () => {
    expect(
      scored(
        Array.from({ length: 100 }, (_, n) => 1_001 + 7 * n),
        100,
      ),
    ).toEqual([20, 20, 20, 20, 20])
    expect(
      scored(
        Array.from({ length: 100 }, (_, n) => 1_000 + 700 * n),
        100,
      ),
    ).toEqual([20, 20, 20, 20, 20])
  })
})

describe('scores', () => {
  const points = {
    recencyDays: [30, 60, 90, 180],
    frequency: [2, 3, 5, 10],
    monetaryMinor: [100, 200, 300, 400],
  }
  const at = (recencyDays: number, frequency = 1, monetaryMinor = 0) =>
    scoresOf({ recencyDays, frequency, monetaryMinor }, points)

  it('begin exactly at the bound', () => {
    expect([1, 2, 9, 10].map((orders) => at(0, orders).frequency)).toEqual([1, 2, 4, 5])
    expect([99, 100, 399, 400].map((minor) => at(0, 1, minor).monetary)).toEqual([1, 2, 4, 5])
  })

  it('run backwards for recency: today is 5, long ago is 1', () => {
    expect([0, 29, 30, 179, 180, 10_000].map((days) => at(days).recency)).toEqual([5, 5, 4, 2, 1, 1])
  })

  it('take a negative amount, from refunds, as the lowest', () => {
    expect(at(0, 1, -500).monetary).toBe(1)
  })

  it('are all the same where all figures are, without a division of nothing', () => {
    const same = columnsOf(
      Array.from({ length: 7 }, () => ({ recencyDays: 3, frequency: 1, monetaryMinor: 50 })),
    )
    const bounds = cutPoints(quintiles, same, 100)
    expect(bounds.frequency).toEqual([2, 2, 2, 2])
    expect(scoresOf({ recencyDays: 3, frequency: 1, monetaryMinor: 50 }, bounds)).toEqual({
      recency: 5,
      frequency: 1,
      monetary: 1,
    })
  })

  it('by equal width cut the range into five, whoever is in them', () => {
    const figures = [
      { recencyDays: 0, frequency: 1, monetaryMinor: 0 },
      { recencyDays: 100, frequency: 11, monetaryMinor: 1_000 },
      { recencyDays: 10, frequency: 2, monetaryMinor: 10 },
    ]
    const bounds = cutPoints({ kind: 'equal_width' }, columnsOf(figures), 100)
    expect(bounds).toEqual({
      recencyDays: [20, 40, 60, 80],
      frequency: [3, 5, 7, 9],
      monetaryMinor: [200, 400, 600, 800],
    })
    const scored = figures.map((one) => Object.values(scoresOf(one, bounds)).join(''))
    expect(scored).toEqual(['511', '155', '511'])
    const alike = cutPoints({ kind: 'equal_width' }, columnsOf([figures[0]!, figures[0]!]), 100)
    expect(Object.values(scoresOf(figures[0]!, alike))).toEqual([5, 1, 1])
  })

  it('follow thresholds of the workspace when it sets its own', () => {
    const own: RfmMethod = {
      kind: 'thresholds',
      recencyDays: [30, 60, 90, 180],
      frequency: [2, 3, 5, 10],
      monetaryMinor: [100, 200, 300, 400],
    }
    expect(cutPoints(own, columnsOf([]), 100)).toEqual(points)
  })
})
