import type { Points } from './points'
import { rowsPerStep, type Steps } from './steps'

/** One column of one cluster beside everybody. */
export interface ColumnProfile {
  readonly mean: number
  readonly overall: number
  /** How many standard deviations of everybody the cluster's mean lies above the mean of everybody, on the scale used. */
  readonly z: number
}

/**
 * Means of the raw values by cluster beside those of everybody; missing values count in neither. `scaled` are the same
 * rows on scales of mean 0 and deviation 1, so that a mean of them is a z-score.
 */
export function* profileClusters(
  raw: Points,
  scaled: Points,
  labels: ArrayLike<number>,
  k: number,
): Steps<ColumnProfile[][]> {
  const means = yield* meansBy(raw, labels, k)
  const scores = yield* meansBy(scaled, labels, k)
  const [everybody = []] = yield* meansBy(raw, new Uint8Array(raw.rows), 1)
  return means.map((row, cluster) =>
    row.map((mean, column) => ({
      mean,
      overall: everybody[column] ?? 0,
      z: scores[cluster]?.[column] ?? 0,
    })),
  )
}

/** How many rows each cluster has. */
export function clusterSizes(labels: Uint8Array, k: number): number[] {
  const sizes = new Array<number>(k).fill(0)
  for (const label of labels) sizes[label] = (sizes[label] ?? 0) + 1
  return sizes
}

function* meansBy(
  { rows, columns, values }: Points,
  labels: ArrayLike<number>,
  k: number,
): Steps<number[][]> {
  const sums = new Float64Array(k * columns)
  const counts = new Float64Array(k * columns)
  for (let row = 0; row < rows; row += 1) {
    const base = (labels[row] as number) * columns
    for (let column = 0; column < columns; column += 1) {
      const value = values[row * columns + column] as number
      if (Number.isNaN(value)) continue
      sums[base + column] = (sums[base + column] as number) + value
      counts[base + column] = (counts[base + column] as number) + 1
    }
    if (row % rowsPerStep === rowsPerStep - 1) yield row / rows
  }
  return Array.from({ length: k }, (_, cluster) =>
    Array.from({ length: columns }, (__, column) => {
      const at = cluster * columns + column
      return counts[at] ? (sums[at] as number) / (counts[at] as number) : 0
    }),
  )
}
