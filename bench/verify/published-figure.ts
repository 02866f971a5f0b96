import { publishedTolerance } from '../../stats/src/testing/gbstats'
import type { Figure } from './check'

/** One figure to its published precision; none when it was not published. */
export function figure(
  name: string,
  expected: number | null | undefined,
  got: number,
  tolerance?: number,
): Figure[] {
  if (expected === undefined) return []
  return [{ name, expected, got, tolerance: tolerance ?? publishedTolerance(expected ?? 0) }]
}
