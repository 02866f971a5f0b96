import { assert } from '../assert'
import { normalQuantile } from '../distributions'
import type { Interval } from '../interval'

/**
 * The area under the ROC curve: how often a row labelled 1 has the higher score of a pair with one labelled 0, ties counting
 * half (Mann and Whitney). The interval is Hanley and McNeil's (Radiology 143 (1982) 29–36). Null when a label is missing.
 */
export function areaUnderCurve(scores: Float64Array, labels: Uint8Array, alpha = 0.05): Interval | null {
  assert(scores.length === labels.length, 'every score has a label')
  const ones = labels.reduce((sum, label) => sum + label, 0)
  const zeros = labels.length - ones
  if (ones === 0 || zeros === 0) return null
  const area = (rankSum(scores, labels) - (ones * (ones + 1)) / 2) / (ones * zeros)
  const halfWidth = normalQuantile(1 - alpha / 2) * standardError(area, ones, zeros)
  return { estimate: area, low: Math.max(0, area - halfWidth), high: Math.min(1, area + halfWidth) }
}

/** The ranks of rows labelled 1, the lowest score being 1 and equal scores sharing the mean of their ranks. */
function rankSum(scores: Float64Array, labels: Uint8Array): number {
  const order = ascending(scores)
  let sum = 0
  for (let from = 0; from < order.length; ) {
    let to = from + 1
    while (to < order.length && scores[order[to] as number] === scores[order[from] as number]) to += 1
    const rank = (from + 1 + to) / 2
    for (let at = from; at < to; at += 1) if (labels[order[at] as number]) sum += rank
    from = to
  }
  return sum
}

function standardError(area: number, ones: number, zeros: number): number {
  const q1 = area / (2 - area)
  const q2 = (2 * area * area) / (1 + area)
  const variance = area * (1 - area) + (ones - 1) * (q1 - area * area) + (zeros - 1) * (q2 - area * area)
  return Math.sqrt(Math.max(0, variance) / (ones * zeros))
}

export interface LiftPoint {
  /** The best so large a share of all. */
  readonly share: number
  /** The share of those labelled 1 that is in it. */
  readonly found: number
  /** `found` by `share`: how many times more of them than in a share drawn at random. */
  readonly lift: number
}

/**
 * What the best shares find of the rows labelled 1. Each row stands for `weights` many, so that a sample that took more of
 * some than of others speaks for all; within equal scores as many are found as there would be by chance.
 */
export function liftCurve(
  scores: Float64Array,
  labels: Uint8Array,
  weights: Float64Array,
  shares: readonly number[],
): LiftPoint[] {
  const order = ascending(scores).reverse()
  const sum = (of: (row: number) => number) => order.reduce((total, row) => total + of(row), 0)
  const all = sum((row) => weights[row] as number)
  const ones = sum((row) => (labels[row] ? (weights[row] as number) : 0))
  return shares.map((share) => {
    const found = ones === 0 ? 0 : foundWithin(share * all, { scores, labels, weights, order }) / ones
    return { share, found, lift: share === 0 ? 0 : found / share }
  })
}

interface Ranked {
  readonly scores: Float64Array
  readonly labels: Uint8Array
  readonly weights: Float64Array
  readonly order: Uint32Array
}

function foundWithin(wanted: number, { scores, labels, weights, order }: Ranked): number {
  let taken = 0
  let found = 0
  for (let from = 0; from < order.length; ) {
    let [all, ones, to] = [0, 0, from]
    for (; to < order.length && scores[order[to] as number] === scores[order[from] as number]; to += 1) {
      const row = order[to] as number
      all += weights[row] as number
      if (labels[row]) ones += weights[row] as number
    }
    if (taken + all >= wanted) return found + (all === 0 ? 0 : (ones * (wanted - taken)) / all)
    taken += all
    found += ones
    from = to
  }
  return found
}

/** Rows from the lowest score to the highest; equal scores in the order of the rows. */
function ascending(scores: Float64Array): Uint32Array {
  return Uint32Array.from(scores, (_, row) => row).sort(
    (left, right) => (scores[left] as number) - (scores[right] as number) || left - right,
  )
}
