import { assert } from './assert'

/** The p-quantile of values sorted upwards, between neighbours in a straight line: Hyndman and Fan's type 7, R's default. */
export function quantile7(sorted: ArrayLike<number>, p: number): number {
  assert(sorted.length > 0, 'a quantile needs at least one value')
  assert(p >= 0 && p <= 1, 'p lies between 0 and 1')
  const position = (sorted.length - 1) * p
  const below = Math.floor(position)
  const low = sorted[below] ?? Number.NaN
  const high = sorted[Math.min(below + 1, sorted.length - 1)] ?? Number.NaN
  return low === high ? low : low + (position - below) * (high - low)
}
