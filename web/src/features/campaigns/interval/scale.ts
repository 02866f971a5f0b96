export interface Interval {
  readonly estimate: number
  readonly low: number
  readonly high: number
}

/** From where to where a picture of intervals reaches. */
export interface Scale {
  readonly from: number
  readonly to: number
}

/** Room left and right of the outermost ends, as a share of the whole. */
const margin = 0.06

/** A scale that holds every interval and zero, so that one sees at once which side of it they are on. */
export function scaleOf(intervals: readonly Interval[]): Scale {
  const ends = [0, ...intervals.flatMap(({ low, high }) => [low, high])]
  const from = Math.min(...ends)
  const to = Math.max(...ends)
  const room = (to - from || 1) * margin
  return { from: from - room, to: to + room }
}

/** Where a value stands on a scale, 0 to 100; values beyond it stand at its ends. */
export function positionOn({ from, to }: Scale, value: number): number {
  return Math.min(100, Math.max(0, ((value - from) / (to - from)) * 100))
}
