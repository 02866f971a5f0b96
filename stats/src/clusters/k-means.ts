import { assert } from '../assert'
import type { Points } from './points'
import { rowsPerStep, type Steps } from './steps'

export interface KMeans {
  readonly centroids: Points
  /** The nearest centroid of each row; of several equally near the first. */
  readonly labels: Uint8Array
  /** The sum of squared distances to the nearest centroid. */
  readonly inertia: number
  /** The inertia that each iteration began with: never rises. */
  readonly history: readonly number[]
  readonly hasConverged: boolean
}

export interface LloydOptions {
  readonly iterationsMax: number
  /**
   * Stops when the centroids together moved by no more than this share of the mean variance of a column, squared, as
   * scikit-learn does. At 0 it goes on until no row changes its cluster.
   */
  readonly tolerance: number
}

/** Labels are bytes. */
export const clustersMax = 255

/** Ten times what data of this kind needs. */
export const lloydDefaults: LloydOptions = { iterationsMax: 300, tolerance: 1e-4 }

/**
 * k-means from given centroids: every row goes to its nearest centroid, every centroid to the middle of its rows, until
 * that changes nothing (Lloyd, IEEE Transactions on Information Theory 28 (1982), 129–137). A centroid that lost all its
 * rows moves to the row that is farthest from its own.
 */
export function* lloyd(points: Points, start: Points, options: LloydOptions = lloydDefaults): Steps<KMeans> {
  assert(start.columns === points.columns, 'centroids and rows have the same columns')
  assert(start.rows > 0 && start.rows <= clustersMax, `there are 1 to ${clustersMax} clusters`)
  const { iterationsMax, tolerance } = options
  const stillMax = tolerance * (yield* meanVariance(points))
  const state = stateOf(points, start)
  const history: number[] = []
  let hasConverged = false

  while (history.length < iterationsMax && !hasConverged) {
    const { inertia, changed } = yield* assign(points, state, history.length / iterationsMax)
    history.push(inertia)
    if (changed === 0) {
      hasConverged = true
      break
    }
    const moved = moveCentroids(points, state)
    hasConverged = tolerance > 0 && moved <= stillMax
  }
  const { inertia } = yield* assign(points, state, 1)
  return { centroids: state.centroids, labels: state.labels, inertia, history, hasConverged }
}

/** The nearest of given centroids for every row, and how far it is, squared. */
export function* nearestCentroids(
  points: Points,
  centroids: Points,
): Steps<{ readonly labels: Uint8Array; readonly distances: Float64Array }> {
  const state = stateOf(points, centroids)
  yield* assign(points, state, 0)
  return { labels: state.labels, distances: state.distances }
}

interface State {
  readonly centroids: { rows: number; columns: number; values: Float64Array }
  readonly labels: Uint8Array
  /** Squared distance of each row to its centroid. */
  readonly distances: Float64Array
  /** What is summed up of each cluster during an assignment. */
  readonly sums: Float64Array
  readonly counts: Float64Array
}

function stateOf({ rows }: Points, start: Points): State {
  return {
    centroids: { ...start, values: start.values.slice() },
    labels: new Uint8Array(rows).fill(clustersMax),
    distances: new Float64Array(rows),
    sums: new Float64Array(start.values.length),
    counts: new Float64Array(start.rows),
  }
}

/** One pass over all rows. Summing happens in the order of the rows, so that the same rows give the same bits. */
function* assign(
  points: Points,
  state: State,
  progress: number,
): Steps<{ readonly inertia: number; readonly changed: number }> {
  state.sums.fill(0)
  state.counts.fill(0)
  let inertia = 0
  let changed = 0
  for (let from = 0; from < points.rows; from += rowsPerStep) {
    const part = assignRows(points, state, from, Math.min(points.rows, from + rowsPerStep))
    inertia += part.inertia
    changed += part.changed
    yield progress
  }
  return { inertia, changed }
}

/** The innermost loop: plain indices over typed arrays, nothing allocated. */
function assignRows({ columns, values }: Points, state: State, from: number, to: number) {
  const { labels, distances, sums, counts } = state
  const { values: centres, rows: k } = state.centroids
  let inertia = 0
  let changed = 0
  for (let row = from; row < to; row += 1) {
    const base = row * columns
    let nearest = 0
    let least = Number.POSITIVE_INFINITY
    for (let cluster = 0, centre = 0; cluster < k; cluster += 1, centre += columns) {
      let distance = 0
      for (let column = 0; column < columns; column += 1) {
        const gap = (values[base + column] as number) - (centres[centre + column] as number)
        distance += gap * gap
      }
      if (distance < least) {
        least = distance
        nearest = cluster
      }
    }
    if (labels[row] !== nearest) {
      labels[row] = nearest
      changed += 1
    }
    distances[row] = least
    inertia += least
    counts[nearest] = (counts[nearest] as number) + 1
    const sum = nearest * columns
    for (let column = 0; column < columns; column += 1)
      sums[sum + column] = (sums[sum + column] as number) + (values[base + column] as number)
  }
  return { inertia, changed }
}

/** Puts centroids into the middle of their rows; the sum of the squared moves. */
function moveCentroids(points: Points, state: State): number {
  const { centroids, sums, counts } = state
  for (let cluster = 0; cluster < centroids.rows; cluster += 1)
    if (counts[cluster] === 0) giveFarthest(points, state, cluster)
  let moved = 0
  for (let cluster = 0; cluster < centroids.rows; cluster += 1) {
    const count = counts[cluster] as number
    if (count === 0) continue
    for (let column = 0; column < centroids.columns; column += 1) {
      const at = cluster * centroids.columns + column
      const middle = (sums[at] as number) / count
      const gap = middle - (centroids.values[at] as number)
      centroids.values[at] = middle
      moved += gap * gap
    }
  }
  return moved
}

/** Takes the row that is farthest from its centroid out of its cluster and makes it the empty one's only row. */
function giveFarthest({ rows, columns, values }: Points, state: State, empty: number): void {
  const { labels, distances, sums, counts } = state
  let farthest = -1
  let most = 0
  for (let row = 0; row < rows; row += 1) {
    const distance = distances[row] as number
    const isAlone = (counts[labels[row] as number] as number) < 2
    if (distance > most && !isAlone) {
      most = distance
      farthest = row
    }
  }
  if (farthest < 0) return // every row lies on its centroid: there is nothing to part
  const donor = labels[farthest] as number
  for (let column = 0; column < columns; column += 1) {
    const value = values[farthest * columns + column] as number
    sums[donor * columns + column] = (sums[donor * columns + column] as number) - value
    sums[empty * columns + column] = value
  }
  counts[donor] = (counts[donor] as number) - 1
  counts[empty] = 1
  distances[farthest] = 0
}

/** The variance of a column, on average: by sums around the first row, which loses no digits that matter to a limit. */
function* meanVariance({ rows, columns, values }: Points): Steps<number> {
  const sums = new Float64Array(columns)
  const squares = new Float64Array(columns)
  for (let row = 0; row < rows; row += 1) {
    for (let column = 0; column < columns; column += 1) {
      const gap = (values[row * columns + column] as number) - (values[column] as number)
      sums[column] = (sums[column] as number) + gap
      squares[column] = (squares[column] as number) + gap * gap
    }
    if (row % rowsPerStep === rowsPerStep - 1) yield 0
  }
  const variances = squares.map((square, column) => square / rows - ((sums[column] as number) / rows) ** 2)
  return rows === 0 ? 0 : variances.reduce((sum, variance) => sum + variance, 0) / columns
}
