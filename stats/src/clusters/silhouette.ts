import { assert } from '../assert'
import { type Points, squaredDistance } from './points'
import type { Steps } from './steps'

export interface Silhouette {
  /** The mean over all rows, from -1 to 1: how much nearer a row is to its own cluster than to the next one. */
  readonly mean: number
  readonly byCluster: readonly number[]
}

/**
 * The silhouette (Rousseeuw, Journal of Computational and Applied Mathematics 20 (1987), 53–65) with Euclidean distances:
 * (b − a) / max(a, b), a the mean distance to the others of the own cluster, b to the nearest other cluster. A row alone
 * in its cluster counts 0, and so does everybody when there is one cluster. Compares all pairs: give it a sample.
 */
export function* silhouette(points: Points, labels: ArrayLike<number>, k: number): Steps<Silhouette> {
  assert(labels.length === points.rows, 'every row has a label')
  const counts = new Float64Array(k)
  for (let row = 0; row < points.rows; row += 1)
    counts[labels[row] ?? 0] = (counts[labels[row] ?? 0] ?? 0) + 1
  const sums = new Float64Array(k)
  const distances = new Float64Array(k)
  for (let row = 0; row < points.rows; row += 1) {
    distances.fill(0)
    for (let other = 0; other < points.rows; other += 1) {
      const label = labels[other] as number
      distances[label] = (distances[label] as number) + Math.sqrt(squaredDistance(points, row, points, other))
    }
    const own = labels[row] as number
    sums[own] = (sums[own] as number) + widthOf(own, distances, counts)
    yield row / points.rows
  }
  const total = sums.reduce((sum, value) => sum + value, 0)
  return {
    mean: points.rows === 0 ? 0 : total / points.rows,
    byCluster: [...sums].map((sum, cluster) => (counts[cluster] ? sum / (counts[cluster] as number) : 0)),
  }
}

function widthOf(own: number, distances: Float64Array, counts: Float64Array): number {
  const others = (counts[own] as number) - 1
  if (others < 1) return 0
  const within = (distances[own] as number) / others
  let between = Number.POSITIVE_INFINITY
  for (let cluster = 0; cluster < counts.length; cluster += 1)
    if (cluster !== own && (counts[cluster] as number) > 0)
      between = Math.min(between, (distances[cluster] as number) / (counts[cluster] as number))
  const larger = Math.max(within, between)
  return Number.isFinite(between) && larger > 0 ? (between - within) / larger : 0
}
