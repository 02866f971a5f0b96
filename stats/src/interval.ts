/** An estimate with the interval around it; one-sided intervals have an infinite end. */
export interface Interval {
  readonly estimate: number
  readonly low: number
  readonly high: number
}

/** What a test looks for: any difference, a treatment above its control, or below it. */
export type Alternative = 'two_sided' | 'greater' | 'lesser'

/** The interval around an estimate on the sides an alternative leaves open. */
export function intervalAround(estimate: number, halfWidth: number, alternative: Alternative): Interval {
  return {
    estimate,
    low: alternative === 'lesser' ? Number.NEGATIVE_INFINITY : estimate - halfWidth,
    high: alternative === 'greater' ? Number.POSITIVE_INFINITY : estimate + halfWidth,
  }
}

/** The interval in another unit; a negative factor turns it round. */
export function scaleInterval(interval: Interval, factor: number): Interval {
  const ends = [interval.low * factor, interval.high * factor] as const
  return { estimate: interval.estimate * factor, low: Math.min(...ends), high: Math.max(...ends) }
}
