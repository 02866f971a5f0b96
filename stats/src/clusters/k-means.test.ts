import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { clusterAsReference, clusterReferences, readCustomers } from '../testing/cluster-reference'
import { dataDir, hasDataSet } from '../testing/data-dir'
import { bestOf, chooseK, elbowOf } from './choose-k'
import { lloyd, nearestCentroids } from './k-means'
import { plusPlus } from './plus-plus'
import { type Points, pickRows, pointsOf, squaredDistance } from './points'
import { clusterSizes } from './profile'
import { sampleRows, seededRandom } from './seeded'
import { silhouette } from './silhouette'
import { finish } from './steps'

const isHere = hasDataSet('rfm-orders')
const exact = { iterationsMax: 300, tolerance: 0 }

/** Rows of whole numbers: sums of them are exact in any order. */
const wholeRows = fc.array(fc.array(fc.integer({ min: -50, max: 50 }), { minLength: 2, maxLength: 2 }), {
  minLength: 4,
  maxLength: 60,
})
const kAndSeed = [fc.integer({ min: 1, max: 4 }), fc.integer({ min: 0, max: 2 ** 31 })] as const

describe('k-means', () => {
  it.skipIf(!isHere).each(clusterReferences)(
    'agrees with scikit-learn from the same first centroids: k $k, logarithm $isLog (skipped without data set rfm-orders)',
    (reference) => {
      const { scaled, result } = clusterAsReference(readCustomers(dataDir()), reference)
      expect(result.inertia).toBeCloseTo(reference.inertia, 8)
      expect(clusterSizes(result.labels, reference.k)).toEqual(reference.sizes)
      for (const [column, expected] of reference.firstCentroid.entries())
        expect(result.centroids.values[column]).toBeCloseTo(expected, 10)
      expect(finish(silhouette(scaled, result.labels, reference.k)).mean).toBeCloseTo(
        reference.silhouette,
        10,
      )
      expect(result.hasConverged).toBe(true)
    },
  )

  it('never lets the inertia rise from one iteration to the next, and ends where the rows are nearest to their own', () => {
    fc.assert(
      fc.property(wholeRows, ...kAndSeed, (rows, k, seed) => {
        const points = pointsOf(rows)
        const result = finish(lloyd(points, plusPlus(points, k, seededRandom(seed)), exact))
        const all = [...result.history, result.inertia]
        for (const [turn, inertia] of all.slice(1).entries())
          expect(inertia).toBeLessThanOrEqual((all[turn] ?? 0) * (1 + 1e-12))
        expect(result.inertia).toBeCloseTo(inertiaOf(points, result.centroids, result.labels), 6)
        for (const [row, label] of result.labels.entries())
          for (let other = 0; other < result.centroids.rows; other += 1)
            expect(squaredDistance(points, row, result.centroids, label)).toBeLessThanOrEqual(
              squaredDistance(points, row, result.centroids, other),
            )
      }),
    )
  })

  it('gives each row the same cluster whatever the order of the rows', () => {
    fc.assert(
      fc.property(wholeRows, ...kAndSeed, (rows, k, seed) => {
        const points = pointsOf(rows)
        const start = plusPlus(points, k, seededRandom(seed))
        const order = shuffled(rows.length, seed)
        const result = finish(lloyd(points, start, exact))
        const again = finish(lloyd(pickRows(points, order), start, exact))
        expect(again.centroids.values).toEqual(result.centroids.values)
        expect([...again.labels]).toEqual(order.map((row) => result.labels[row]))
      }),
    )
  })

  it('gives the same answer to the same seed', () => {
    const points = threeGroups(500, 7)
    const once = finish(bestOf(points, 3, 4, seededRandom(5)))
    expect(finish(bestOf(points, 3, 4, seededRandom(5)))).toEqual(once)
  })

  it('leaves no cluster empty while rows differ', () => {
    const points = pointsOf([[0], [0], [0], [10], [11]])
    const start = pointsOf([[0], [100], [200]])
    const { labels, inertia } = finish(lloyd(points, start, exact))
    expect(clusterSizes(labels, 3).every((size) => size > 0)).toBe(true)
    expect(inertia).toBe(0)
    expect(finish(lloyd(pointsOf([[4], [4]]), pointsOf([[1], [2]]), exact)).inertia).toBe(0)
  })

  it('finds the nearest of given centroids', () => {
    const found = finish(nearestCentroids(pointsOf([[1], [8]]), pointsOf([[0], [10]])))
    expect([...found.labels]).toEqual([0, 1])
    expect([...found.distances]).toEqual([1, 4])
  })
})

describe('the beginning by k-means++', () => {
  it('takes rows that differ, as many as there are', () => {
    const points = pointsOf([[1], [1], [2], [2], [3]])
    for (let seed = 0; seed < 50; seed += 1) {
      expect([...plusPlus(points, 3, seededRandom(seed)).values].sort()).toEqual([1, 2, 3])
      expect(plusPlus(points, 5, seededRandom(seed)).rows).toBe(3)
    }
  })

  it('draws a row as often as its squared distance says', () => {
    const points = pointsOf([[0], [1], [3]])
    const random = seededRandom(1)
    let far = 0
    let fromZero = 0
    for (let turn = 0; turn < 20_000; turn += 1) {
      const [first, second] = plusPlus(points, 2, random).values
      if (first === 0) {
        fromZero += 1
        far += second === 3 ? 1 : 0
      }
    }
    expect(far / fromZero).toBeCloseTo(0.9, 1)
    expect(Math.abs(far / fromZero - 0.9)).toBeLessThan(4 * Math.sqrt(0.09 / fromZero))
  })
})

describe('the choice of k', () => {
  const options = { kMax: 7, seed: 3, restarts: 4, silhouetteRowsMax: 300 }

  it('suggests the number of groups that were made, by silhouette and by elbow', () => {
    for (const seed of [1, 2, 3]) {
      const choice = finish(chooseK(threeGroups(900, seed), options))
      expect(choice).toMatchObject({ suggested: 3, elbow: 3 })
      expect(choice.candidates.map(({ k }) => k)).toEqual([2, 3, 4, 5, 6, 7])
    }
  })

  it('stops where no more rows differ, and suggests nothing where none does', () => {
    const three = finish(chooseK(pointsOf([[1], [1], [2], [9]]), options))
    expect(three.candidates.map(({ k }) => k)).toEqual([2, 3])
    expect(finish(chooseK(pointsOf([[1], [1]]), options))).toEqual({
      candidates: [],
      suggested: null,
      elbow: null,
    })
  })

  it('has no elbow on a straight line', () => {
    const line = [4, 3, 2, 1].map((inertia, index) => ({ k: index + 2, inertia }))
    expect(elbowOf(line)).toBeNull()
    expect(elbowOf([10, 3, 2, 1].map((inertia, index) => ({ k: index + 2, inertia })))).toBe(3)
  })

  it('reports how far it is, never backwards', () => {
    const steps = chooseK(threeGroups(300, 1), options)
    let before = 0
    for (let next = steps.next(); !next.done; next = steps.next()) {
      expect(next.value).toBeGreaterThanOrEqual(before - 1e-12)
      expect(next.value).toBeLessThanOrEqual(1)
      before = next.value
    }
  })
})

describe('the silhouette', () => {
  it('is that of the definition, worked out by hand', () => {
    // rows 0, 1 and 10, 12: a = 1, 1, 2, 2; b = 11, 10, 9.5, 11.5
    const { mean, byCluster } = finish(silhouette(pointsOf([[0], [1], [10], [12]]), [0, 0, 1, 1], 2))
    const widths = [10 / 11, 9 / 10, 7.5 / 9.5, 9.5 / 11.5]
    expect(mean).toBeCloseTo(widths.reduce((sum, width) => sum + width, 0) / 4, 12)
    expect(byCluster[0]).toBeCloseTo(((widths[0] ?? 0) + (widths[1] ?? 0)) / 2, 12)
  })

  it('is 0 for a row alone in its cluster and for one cluster', () => {
    expect(finish(silhouette(pointsOf([[0], [5]]), [0, 1], 2)).mean).toBe(0)
    expect(finish(silhouette(pointsOf([[0], [5]]), [0, 0], 1)).mean).toBe(0)
  })
})

describe('seeded numbers', () => {
  it('are spread evenly, and a sample has different rows upwards, each as likely', () => {
    const random = seededRandom(42)
    const hits = new Float64Array(10)
    for (let turn = 0; turn < 4_000; turn += 1) {
      const rows = sampleRows(10, 3, random)
      expect([...rows]).toEqual([...new Set(rows)].sort((a, b) => a - b))
      for (const row of rows) hits[row] = (hits[row] ?? 0) + 1
    }
    for (const hit of hits) expect(Math.abs(hit - 1_200)).toBeLessThan(5 * Math.sqrt(1_200 * 0.7))
    expect([...sampleRows(3, 9, random)]).toEqual([0, 1, 2])
  })
})

function inertiaOf(points: Points, centroids: Points, labels: Uint8Array): number {
  return labels.reduce((sum, label, row) => sum + squaredDistance(points, row, centroids, label), 0)
}

function shuffled(length: number, seed: number): number[] {
  const random = seededRandom(seed)
  return Array.from({ length }, (_, index) => ({ index, key: random() }))
    .sort((left, right) => left.key - right.key)
    .map(({ index }) => index)
}

/** Three round groups, well apart. */
function threeGroups(rows: number, seed: number): Points {
  const random = seededRandom(seed)
  const middles = [
    [0, 0],
    [12, 0],
    [0, 12],
  ]
  return pointsOf(
    Array.from({ length: rows }, (_, row) =>
      (middles[row % 3] ?? []).map((middle) => middle + random() + random() + random() - 1.5),
    ),
  )
}
