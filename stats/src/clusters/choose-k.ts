import { assert } from '../assert'
import { type KMeans, type LloydOptions, lloyd, lloydDefaults } from './k-means'
import { plusPlus } from './plus-plus'
import { type Points, pickRows } from './points'
import { type Random, sampleRows, seededRandom } from './seeded'
import { silhouette } from './silhouette'
import { part, type Steps } from './steps'

/** What one number of clusters gives. */
export interface KCandidate {
  readonly k: number
  readonly inertia: number
  readonly silhouette: number
}

export interface KChoice {
  readonly candidates: readonly KCandidate[]
  /** The k with the highest mean silhouette; null when no two rows differ. */
  readonly suggested: number | null
  /** The k at which inertia stops to fall fast; null when no k stands out. */
  readonly elbow: number | null
}

export interface ChooseOptions {
  readonly kMax: number
  readonly seed: number
  /** k-means++ beginnings that are tried for each k; the one with the least inertia counts. */
  readonly restarts: number
  /** Rows that silhouettes compare with one another: time grows with its square. */
  readonly silhouetteRowsMax: number
}

/** Tries every k from 2 on, and says which one the data suggests. */
export function* chooseK(points: Points, options: ChooseOptions): Steps<KChoice> {
  const random = seededRandom(options.seed)
  const rows = sampleRows(points.rows, options.silhouetteRowsMax, random)
  const sample = pickRows(points, rows)
  const candidates: KCandidate[] = []
  const share = (done: number) => done / (options.kMax - 1)
  for (let k = 2; k <= options.kMax; k += 1) {
    const best = yield* part(bestOf(points, k, options.restarts, random), share(k - 2), share(k - 1.5))
    if (best.centroids.rows < k) break // fewer different rows than that
    const labels = Uint8Array.from(rows, (row) => best.labels[row] ?? 0)
    const { mean } = yield* part(silhouette(sample, labels, k), share(k - 1.5), share(k - 1))
    candidates.push({ k, inertia: best.inertia, silhouette: mean })
  }
  return { candidates, suggested: highest(candidates), elbow: elbowOf(candidates) }
}

/** The best of several beginnings by k-means++. Fewer clusters than k when fewer rows differ. */
export function* bestOf(
  points: Points,
  k: number,
  restarts: number,
  random: Random,
  options: LloydOptions = lloydDefaults,
): Steps<KMeans> {
  assert(restarts > 0, 'there is at least one beginning')
  let best: KMeans | undefined
  for (let turn = 0; turn < restarts; turn += 1) {
    const run = yield* part(
      lloyd(points, plusPlus(points, k, random), options),
      turn / restarts,
      (turn + 1) / restarts,
    )
    if (!best || run.inertia < best.inertia) best = run
  }
  assert(best, 'one beginning has been tried')
  return best
}

function highest(candidates: readonly KCandidate[]): number | null {
  const best = [...candidates].sort(
    (left, right) => right.silhouette - left.silhouette || left.k - right.k,
  )[0]
  return best?.k ?? null
}

/**
 * The k whose inertia lies farthest below the straight line from the first to the last ("kneedle": Satopää, Albrecht,
 * Irwin and Raghavan, ICDCS workshops 2011, without its smoothing). Null for fewer than three, or a curve that is none.
 */
export function elbowOf(candidates: readonly Pick<KCandidate, 'k' | 'inertia'>[]): number | null {
  const [first, last] = [candidates[0], candidates.at(-1)]
  if (!first || !last || candidates.length < 3 || first.inertia <= last.inertia) return null
  const depths = candidates.map(({ k, inertia }) => {
    const along = (k - first.k) / (last.k - first.k)
    return 1 - along - (inertia - last.inertia) / (first.inertia - last.inertia)
  })
  const most = Math.max(...depths)
  return most > 1e-9 ? (candidates[depths.indexOf(most)]?.k ?? null) : null
}
