import { assert } from '../assert'
import { type Points, pickRows, squaredDistance } from './points'
import type { Random } from './seeded'

/**
 * k rows of the points to begin with, far from one another: each next one is drawn with a probability in proportion to
 * its squared distance from the nearest one drawn before (k-means++: Arthur and Vassilvitskii, SODA 2007, 1027–1035).
 * Fewer than k when no more rows differ.
 */
export function plusPlus(points: Points, k: number, random: Random): Points {
  assert(points.rows > 0 && k > 0, 'there is something to draw from')
  const chosen = [Math.floor(random() * points.rows)]
  const nearest = new Float64Array(points.rows).fill(Number.POSITIVE_INFINITY)
  while (chosen.length < k) {
    const next = drawFar(points, nearest, chosen.at(-1) ?? 0, random)
    if (next === null) break
    chosen.push(next)
  }
  return pickRows(points, chosen)
}

/** Takes the latest row into the distances and draws the next one; null when every row is at one drawn already. */
function drawFar(points: Points, nearest: Float64Array, latest: number, random: Random): number | null {
  let sum = 0
  for (let row = 0; row < points.rows; row += 1) {
    const distance = Math.min(nearest[row] as number, squaredDistance(points, row, points, latest))
    nearest[row] = distance
    sum += distance
  }
  if (sum === 0) return null
  let left = random() * sum
  let last = 0
  for (let row = 0; row < points.rows; row += 1) {
    const distance = nearest[row] as number
    if (distance === 0) continue
    last = row
    left -= distance
    if (left < 0) return row
  }
  return last
}
