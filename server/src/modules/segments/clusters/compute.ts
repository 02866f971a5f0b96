import {
  type ClusterInput,
  type ClusterResult,
  type ClusterTrait,
  clusterLimits,
  type Rule,
} from '@rapport/contract'
import {
  applyScales,
  bestOf,
  boxesOf,
  type ColumnScale,
  chooseK,
  clusterSizes,
  cutsOf,
  fitScales,
  growTree,
  type KMeans,
  lloyd,
  nearestCentroids,
  type Points,
  part,
  pickRows,
  profileClusters,
  rowsPerStep,
  type Steps,
  sampleRows,
  seededRandom,
  silhouette,
  type Tree,
  treeHolds,
} from '@rapport/stats'
import { Failure } from '../../../kernel/failure'
import type { People } from './people'
import type { Computed, ComputedCluster } from './result'
import { ruleOf } from './rule-of'

/** People that numbers of clusters are tried on, and that trees are grown from. */
const sampleMax = 20_000
/** People whose silhouette is measured: each is compared with all others. */
const silhouetteMax = 2_000
/** Beginnings that are tried: for each number of clusters, and for the one that is taken. */
const restarts = { trying: 4, final: 10 }
/** Of a small cluster at least so many people are in the sample that its tree grows from. */
const strataMin = 300
/** Leaves of a tree have this share of the people at least, so that it says nothing of single ones. */
const leafShare = 0.002
const treeDepthMax = 3

export interface Clustered {
  readonly computed: Computed
  readonly labels: Uint8Array
  /** From the middle of the own cluster, on the scale, squared. */
  readonly distances: Float64Array
}

/** The whole arithmetic of an analysis, in slices: the same people and seed give the same. Throws a Failure for people who fall into no groups. */
export function* cluster(
  people: People,
  input: Pick<ClusterInput, 'traits' | 'missing' | 'k' | 'seed' | 'rule'>,
): Steps<Clustered> {
  const { points, leftOut } = people
  if (points.rows === 0) throw cannot('nobody_to_cluster', 'nobody has the chosen traits')
  if (points.rows < clusterLimits.peopleMin) throw cannot('too_few_people', `only ${points.rows} people`)
  const missing = input.missing === 'zero' ? 'zero' : 'median'
  const scales = yield* part(
    fitScales(points, { isLog: input.traits.map(({ log }) => log), missing }),
    0,
    0.05,
  )
  const scaled = yield* part(applyScales(points, scales), 0.05, 0.1)
  const sampled = sampleRows(points.rows, sampleMax, seededRandom(input.seed))
  const sample = pickRows(scaled, sampled)

  const choice = yield* part(chooseK(sample, optionsOf(input.seed)), 0.1, 0.55)
  const k = input.k ?? choice.suggested
  if (k === null) throw cannot('no_difference', 'the chosen traits tell nobody apart')
  const found = yield* part(findClusters(scaled, sample, k, input.seed), 0.55, 0.8)
  const described = yield* part(describe(people, input, { scaled, scales, sampled, found }), 0.8, 1)
  const { suggested, elbow, candidates } = choice
  return {
    computed: {
      people: points.rows,
      leftOut,
      k: found.k,
      inertia: found.inertia,
      suggested,
      elbow,
      candidates,
      ...described,
    },
    labels: found.labels,
    distances: found.distances,
  }
}

const optionsOf = (seed: number) => ({
  kMax: clusterLimits.suggestedMax,
  seed,
  restarts: restarts.trying,
  silhouetteRowsMax: silhouetteMax,
})

interface Found {
  readonly k: number
  readonly labels: Uint8Array
  readonly distances: Float64Array
  readonly inertia: number
}

/** The best of several beginnings on the sample, then everybody from there. The largest cluster is number 0. */
function* findClusters(scaled: Points, sample: Points, k: number, seed: number): Steps<Found> {
  const start = yield* part(bestOf(sample, k, restarts.final, seededRandom(seed)), 0, 0.3)
  const all: KMeans = yield* part(lloyd(scaled, start.centroids), 0.3, 0.9)
  const { centroids, inertia } = all
  const sizes = clusterSizes(all.labels, centroids.rows)
  const order = sizes
    .map((size, index) => ({ size, index }))
    .sort((left, right) => right.size - left.size || left.index - right.index)
    .filter(({ size }) => size > 0)
  const sorted = pickRows(
    centroids,
    order.map(({ index }) => index),
  )
  const { labels, distances } = yield* part(nearestCentroids(scaled, sorted), 0.9, 1)
  return { k: sorted.rows, labels, distances, inertia }
}

interface Ground {
  readonly scaled: Points
  readonly scales: readonly ColumnScale[]
  readonly sampled: Uint32Array
  readonly found: Found
}

type Described = Pick<Computed, 'silhouette' | 'clusters' | 'scatter'>

function* describe(
  people: People,
  input: Pick<ClusterInput, 'traits' | 'missing' | 'seed' | 'rule'>,
  { scaled, scales, sampled, found }: Ground,
): Steps<Described> {
  const { points, lacking } = people
  const { k, labels } = found
  const figures = yield* part(profileClusters(points, scaled, labels, k), 0, 0.2)
  const looked = sampleRows(points.rows, silhouetteMax, seededRandom(input.seed))
  const labelsOf = (rows: Uint32Array) => Uint8Array.from(rows, (row) => labels[row] ?? 0)
  const width = yield* part(silhouette(pickRows(scaled, looked), labelsOf(looked), k), 0.2, 0.4)

  const fills = input.missing === 'leave_out' ? null : scales.map(({ fill }) => fill)
  const full = fills ? yield* part(withFills(points, fills), 0.4, 0.45) : points
  const rows = withStrata(sampled, labels, k)
  const ground = pickRows(full, rows)
  const cuts = input.traits.map((trait, column) => cutsOfTrait(trait, ground, column))
  const sizes = clusterSizes(labels, k)
  const clusters: ComputedCluster[] = []
  for (let one = 0; one < k; one += 1) {
    const isIn = Uint8Array.from(rows, (row) => (labels[row] === one ? 1 : 0))
    const leafRowsMin = Math.max(1, Math.floor(rows.length * leafShare))
    const tree = growTree(ground, isIn, { depthMax: treeDepthMax, leafRowsMin, cuts })
    const rule: Rule = ruleOf(boxesOf(tree), { traits: input.traits, fills, lacking, base: input.rule })
    const match = yield* part(
      measure(tree, full, labels, one),
      0.45 + (0.55 * one) / k,
      0.45 + (0.55 * (one + 1)) / k,
    )
    clusters.push({
      people: sizes[one] ?? 0,
      silhouette: width.byCluster[one] ?? 0,
      figures: figures[one] ?? [],
      rule,
      ...match,
    })
  }
  return { silhouette: width.mean, clusters, scatter: scatterOf(points, labels, input.seed) }
}

/** How well a tree tells a cluster, over everybody. */
function* measure(
  tree: Tree,
  points: Points,
  labels: Uint8Array,
  one: number,
): Steps<{ precision: number; recall: number }> {
  let inCluster = 0
  let inRule = 0
  let inBoth = 0
  for (let row = 0; row < points.rows; row += 1) {
    const holds = treeHolds(tree, points, row)
    const isIn = labels[row] === one
    if (isIn) inCluster += 1
    if (holds) inRule += 1
    if (isIn && holds) inBoth += 1
    if (row % rowsPerStep === rowsPerStep - 1) yield row / points.rows
  }
  return {
    precision: inRule === 0 ? 0 : inBoth / inRule,
    recall: inCluster === 0 ? 0 : inBoth / inCluster,
  }
}

function* withFills({ rows, columns, values }: Points, fills: readonly number[]): Steps<Points> {
  const filled = values.slice()
  for (let row = 0; row < rows; row += 1) {
    for (let column = 0, at = row * columns; column < columns; column += 1, at += 1)
      if (Number.isNaN(filled[at])) filled[at] = fills[column] ?? 0
    if (row % rowsPerStep === rowsPerStep - 1) yield row / rows
  }
  return { rows, columns, values: filled }
}

/** The sample, and of each cluster some people in any case: a small one would not be found otherwise. */
function withStrata(sampled: Uint32Array, labels: Uint8Array, k: number): Uint32Array {
  const rows = new Set(sampled)
  const wanted = clusterSizes(
    Uint8Array.from(sampled, (row) => labels[row] ?? 0),
    k,
  ).map((size) => strataMin - size)
  for (let row = 0; row < labels.length && wanted.some((count) => count > 0); row += 1) {
    const label = labels[row] ?? 0
    if ((wanted[label] ?? 0) <= 0 || rows.has(row)) continue
    rows.add(row)
    wanted[label] = (wanted[label] ?? 0) - 1
  }
  return Uint32Array.from(rows).sort()
}

/** Days are cut where the rule, which speaks of less than so many days, has a round number: one more. */
function cutsOfTrait({ kind }: ClusterTrait, { rows, columns, values }: Points, column: number): number[] {
  const shift = kind === 'days_since' ? 1 : 0
  const sorted = Float64Array.from(
    { length: rows },
    (_, row) => (values[row * columns + column] ?? 0) + shift,
  ).sort()
  return cutsOf(sorted, kind !== 'number').map((cut) => cut - shift)
}

function scatterOf(
  { rows, columns, values }: Points,
  labels: Uint8Array,
  seed: number,
): ClusterResult['scatter'] {
  const shown = sampleRows(rows, clusterLimits.scatterMax, seededRandom(seed))
  return Array.from(shown, (row) => ({
    cluster: labels[row] ?? 0,
    values: Array.from(values.subarray(row * columns, (row + 1) * columns), (value) =>
      Number.isNaN(value) ? null : value,
    ),
  }))
}

function cannot(code: Problem, message: string): Failure {
  return new Failure('unprocessable', message, { code })
}

type Problem = 'nobody_to_cluster' | 'too_few_people' | 'no_difference'
