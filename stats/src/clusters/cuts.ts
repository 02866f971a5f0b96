/** Places where a column may be cut: enough for a tree to find the border, few enough to be round numbers. */
export const cutsMax = 64

/**
 * Where a column may be cut in two, ascending: between quantiles of its values, each cut a number as round as lies there.
 * A row is below a cut when its value is at most the cut. `sorted` are values upwards.
 */
export function cutsOf(sorted: ArrayLike<number>, isWhole: boolean): number[] {
  const cuts: number[] = []
  const places = Math.min(cutsMax, sorted.length)
  for (let place = 1; place < places; place += 1) {
    const at = Math.floor((place * sorted.length) / places)
    const gap = gapAround(sorted, at)
    const cut = gap && roundest(gap.low, gap.high, isWhole)
    if (cut !== null && cut !== cuts.at(-1)) cuts.push(cut)
  }
  return [...new Set(cuts)].sort((left, right) => left - right)
}

/**
 * The value at a place and the first that differs from it further up; at the upper end the last two that differ. Null
 * when all are alike.
 */
function gapAround(sorted: ArrayLike<number>, at: number): { low: number; high: number } | null {
  let above = at
  const value = sorted[at - 1] ?? 0
  while (above < sorted.length && sorted[above] === value) above += 1
  if (above < sorted.length) return { low: value, high: reach(sorted, above) }
  let below = at - 1
  while (below >= 0 && sorted[below] === value) below -= 1
  return below < 0 ? null : { low: sorted[below] ?? 0, high: value }
}

/** How far up a cut may go to be rounder: half of the way to the next place, so that cuts stay apart. */
function reach(sorted: ArrayLike<number>, above: number): number {
  const further = Math.min(sorted.length - 1, above + Math.floor(sorted.length / cutsMax / 2))
  return sorted[further] ?? 0
}

/** The number with the fewest digits from `low` up to and without `high`. */
export function roundest(low: number, high: number, isWhole: boolean): number {
  if (low <= 0 && high > 0) return 0
  const largest = Math.floor(Math.log10(Math.max(Math.abs(low), Math.abs(high))))
  const smallest = isWhole ? 0 : largest - 12
  for (let power = largest; power >= smallest; power -= 1) {
    for (const step of [10 ** power, 5 * 10 ** (power - 1)]) {
      if (isWhole && step < 1) continue
      const rounded = Number((Math.ceil(low / step) * step).toPrecision(15))
      if (rounded >= low && rounded < high) return rounded
    }
  }
  return low
}
