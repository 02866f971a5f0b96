import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { cutsOf, roundest } from './cuts'
import { pointsOf } from './points'
import { profileClusters } from './profile'
import * as scaling from './scaling'
import { seededRandom } from './seeded'
import { finish } from './steps'
import { boxesOf, growTree, treeHolds } from './tree'

const fitScales = (...args: Parameters<typeof scaling.fitScales>) => finish(scaling.fitScales(...args))
const applyScales = (...args: Parameters<typeof scaling.applyScales>) => finish(scaling.applyScales(...args))
const options = { depthMax: 3, leafRowsMin: 1 }

describe('the tree', () => {
  const random = seededRandom(9)
  const rows = Array.from({ length: 2_000 }, () => [Math.floor(random() * 100), Math.floor(random() * 100)])
  const points = pointsOf(rows)
  const cuts = [0, 1].map((column) =>
    cutsOf(
      rows.map((row) => row[column] ?? 0).sort((a, b) => a - b),
      true,
    ),
  )

  it('finds a box that was planted, up to the nearest round cut', () => {
    const isPositive = Uint8Array.from(rows, ([x = 0, y = 0]) => (x <= 30 && y > 50 ? 1 : 0))
    const tree = growTree(points, isPositive, { ...options, cuts })
    const boxes = boxesOf(tree)
    expect(boxes).toHaveLength(1)
    expect(boxes[0]?.get(0)?.atMost).toBe(30)
    expect(boxes[0]?.get(1)?.above).toBe(50)
    const wrong = rows.filter((_, row) => treeHolds(tree, points, row) !== (isPositive[row] === 1))
    expect(wrong).toEqual([])
  })

  it('says yes exactly of the rows in one of its boxes', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 2 ** 31 }), fc.integer({ min: 5, max: 95 }), (seed, percent) => {
        const noise = seededRandom(seed)
        const isPositive = Uint8Array.from(rows, ([x = 0]) => (noise() * 100 < (percent + x) / 2 ? 1 : 0))
        const tree = growTree(points, isPositive, { ...options, leafRowsMin: 20, cuts })
        const boxes = boxesOf(tree)
        expect(boxes.every((box) => [...box.values()].length <= 3)).toBe(true)
        for (const [row, values] of rows.entries())
          expect(treeHolds(tree, points, row)).toBe(
            boxes.some((box) =>
              [...box].every(([column, { above = -1 / 0, atMost = 1 / 0 }]) => {
                const value = values[column] ?? 0
                return value > above && value <= atMost
              }),
            ),
          )
      }),
      { numRuns: 20 },
    )
  })

  it('finds a small group that no single cut holds the majority of', () => {
    const isPositive = Uint8Array.from(rows, ([x = 0], row) => (x > 95 && row % 3 === 0 ? 1 : 0))
    const tree = growTree(points, isPositive, { ...options, leafRowsMin: 20, cuts })
    expect(boxesOf(tree).length).toBeGreaterThan(0)
  })

  it('is one leaf where everybody is alike', () => {
    const alike = pointsOf([[1], [1], [1]])
    expect(cutsOf([1, 1, 1], true)).toEqual([])
    const all = growTree(alike, Uint8Array.of(1, 1, 1), { ...options, cuts: [[]] })
    expect(all).toEqual({ kind: 'leaf', rows: 3, positives: 3, holds: true })
    expect(boxesOf(all)).toEqual([new Map()])
  })
})

describe('cuts', () => {
  it('are the roundest numbers between two values, the lower one included', () => {
    expect(roundest(1_234, 1_301, true)).toBe(1_300)
    expect(roundest(123_456, 171_000, true)).toBe(150_000)
    expect(roundest(3, 4, true)).toBe(3)
    expect(roundest(0.271, 0.302, false)).toBe(0.3)
    expect(roundest(-5, 3, true)).toBe(0)
    expect(roundest(-0.31, -0.27, false)).toBe(-0.3)
    expect(roundest(7, 7.5, true)).toBe(7)
  })

  it('lie between values, so that each parts the rows in two', () => {
    const values = fc.array(fc.double({ min: -1e6, max: 1e6, noNaN: true }), { minLength: 1, maxLength: 300 })
    fc.assert(
      fc.property(values, (unsorted) => {
        const sorted = Float64Array.from(unsorted).sort()
        const cuts = cutsOf(sorted, false)
        expect(cuts).toEqual([...new Set(cuts)].sort((a, b) => a - b))
        for (const cut of cuts) {
          expect(sorted[0]).toBeLessThanOrEqual(cut)
          expect(sorted.at(-1)).toBeGreaterThan(cut)
        }
        if (new Set(sorted).size > 1) expect(cuts.length).toBeGreaterThan(0)
      }),
    )
  })
})

describe('scales', () => {
  it('give mean 0 and deviation 1, with the missing at the median or at nothing', () => {
    const points = pointsOf([[1], [2], [6], [Number.NaN]])
    const [median] = fitScales(points, { isLog: [false], missing: 'median' })
    const [zero] = fitScales(points, { isLog: [false], missing: 'zero' })
    expect(median).toMatchObject({ fill: 2, mean: 2.75 })
    expect(zero).toMatchObject({ fill: 0, mean: 2.25 })
    const { values } = applyScales(points, [median!])
    expect(values.reduce((sum, value) => sum + value, 0)).toBeCloseTo(0, 12)
    expect(values.reduce((sum, value) => sum + value ** 2, 0) / 4).toBeCloseTo(1, 12)
    expect(values[3]).toBeCloseTo((2 - 2.75) / (median?.deviation ?? 0), 12)
  })

  it('make a column in which all are alike nothing, however large', () => {
    const points = pointsOf([[0.1 + 1e9], [0.1 + 1e9], [0.1 + 1e9]])
    const scales = fitScales(points, { isLog: [false], missing: 'zero' })
    expect([...applyScales(points, scales).values]).toEqual([0, 0, 0])
  })

  it('take the logarithm of amounts on both sides of zero', () => {
    const points = pointsOf([[-9], [0], [9]])
    const { values } = applyScales(points, fitScales(points, { isLog: [true], missing: 'zero' }))
    expect(values[1]).toBe(0)
    expect(values[0]).toBe(-(values[2] ?? 0))
  })
})

describe('a profile of clusters', () => {
  it('has raw means beside everybody’s, and z-scores on the scale; missing values count in neither', () => {
    const points = pointsOf([[1], [3], [8], [Number.NaN]])
    const scaled = applyScales(points, fitScales(points, { isLog: [false], missing: 'median' }))
    const [low, high] = finish(profileClusters(points, scaled, [0, 0, 1, 1], 2))
    expect(low?.[0]).toMatchObject({ mean: 2, overall: 4 })
    expect(high?.[0]).toMatchObject({ mean: 8, overall: 4 })
    expect((low?.[0]?.z ?? 0) + (high?.[0]?.z ?? 0)).toBeCloseTo(0, 12)
  })
})
