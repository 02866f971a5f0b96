import { assert } from './assert'
import { chiSquareSf } from './distributions'

/** Below this p-value a split is taken as spoiled: one false alarm in a thousand sound experiments. */
export const sampleRatioAlpha = 0.001

export interface SampleRatio {
  readonly chiSquare: number
  readonly degreesOfFreedom: number
  readonly pValue: number
  readonly isMismatch: boolean
}

/**
 * Pearson's chi-square of the people found in each arm against the planned weights, which need not sum to one. Arms of
 * weight zero and arms that are not listed are left out; with fewer than two arms or nobody at all there is nothing to
 * doubt and p is 1.
 */
export function sampleRatio(people: readonly number[], weights: readonly number[]): SampleRatio {
  assert(people.length <= weights.length, 'one weight for each arm')
  assert(
    [...people, ...weights].every((value) => Number.isFinite(value) && value >= 0),
    'people and weights must not be negative',
  )
  const planned = people.flatMap((count, arm) => {
    const weight = weights[arm] ?? 0
    return weight > 0 ? [{ count, weight }] : []
  })
  const total = sumOf(planned.map(({ count }) => count))
  if (planned.length < 2 || total === 0) return verdictOf(0, 0, 1)
  const perWeight = total / sumOf(planned.map(({ weight }) => weight))
  const chiSquare = sumOf(
    planned.map(({ count, weight }) => (count - weight * perWeight) ** 2 / (weight * perWeight)),
  )
  const degreesOfFreedom = planned.length - 1
  return verdictOf(chiSquare, degreesOfFreedom, chiSquareSf(chiSquare, degreesOfFreedom))
}

function verdictOf(chiSquare: number, degreesOfFreedom: number, pValue: number): SampleRatio {
  return { chiSquare, degreesOfFreedom, pValue, isMismatch: pValue < sampleRatioAlpha }
}

function sumOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0)
}
