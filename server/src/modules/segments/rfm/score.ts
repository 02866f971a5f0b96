import { type RfmCutPoints, type RfmMethod, rfmScoreMax } from '@rapport/contract'
import { quantile7 } from '@rapport/stats'

/** What one buyer is scored by. */
export interface BuyerFigures {
  /** Whole days from the last order to the analysis date. */
  readonly recencyDays: number
  readonly frequency: number
  readonly monetaryMinor: number
}

/** 1 is the worst and 5 the best, for each of the three. */
export interface Scores {
  readonly recency: number
  readonly frequency: number
  readonly monetary: number
}

/** All buyers' figures, a column each. */
export interface FigureColumns {
  readonly recencyDays: ArrayLike<number>
  readonly frequency: ArrayLike<number>
  readonly monetaryMinor: ArrayLike<number>
}

const shares = [0.2, 0.4, 0.6, 0.8] as const

/**
 * Where the scores 2 to 5 begin. Quintiles as the R package rfm draws them: quantiles of type 7 at 20, 40, 60 and
 * 80 %, plus one step: a day, an order, one unit of the currency (`unitMinor` minor units) where all amounts are whole, as
 * in the package's data, else one minor unit. A unit would be more than all that somebody spends where amounts are small.
 * By equal width the range from the least to the most is cut into five.
 */
export function cutPoints(method: RfmMethod, columns: FigureColumns, unitMinor: number): RfmCutPoints {
  if (method.kind === 'thresholds') {
    const { recencyDays, frequency, monetaryMinor } = method
    return {
      recencyDays: [...recencyDays],
      frequency: [...frequency],
      monetaryMinor: [...monetaryMinor],
    }
  }
  if (method.kind === 'equal_width')
    return {
      recencyDays: equalWidths(columns.recencyDays, 1),
      frequency: equalWidths(columns.frequency, 1),
      monetaryMinor: equalWidths(columns.monetaryMinor, stepOf(columns.monetaryMinor, unitMinor)),
    }
  return {
    recencyDays: quintiles(columns.recencyDays, 1),
    frequency: quintiles(columns.frequency, 1),
    monetaryMinor: quintiles(columns.monetaryMinor, stepOf(columns.monetaryMinor, unitMinor)),
  }
}

/** The scores of one buyer. The more days have passed, the lower the score for recency. */
export function scoresOf(figures: BuyerFigures, points: RfmCutPoints): Scores {
  return {
    recency: rfmScoreMax + 1 - level(figures.recencyDays, points.recencyDays),
    frequency: level(figures.frequency, points.frequency),
    monetary: level(figures.monetaryMinor, points.monetaryMinor),
  }
}

function level(value: number, lowerBounds: readonly number[]): number {
  return 1 + lowerBounds.filter((bound) => value >= bound).length
}

function stepOf(amountsMinor: ArrayLike<number>, unitMinor: number): number {
  for (let index = 0; index < amountsMinor.length; index += 1)
    if ((amountsMinor[index] ?? 0) % unitMinor !== 0) return 1
  return unitMinor
}

function quintiles(values: ArrayLike<number>, unit: number): number[] {
  const sorted = Float64Array.from(values).sort()
  return shares.map((share) => tidy(quantile7(sorted, share)) + unit)
}

/** The range in five parts of equal width; where all values are the same, everybody has the same score as by quintiles. */
function equalWidths(values: ArrayLike<number>, unit: number): number[] {
  let [least, most] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]
  for (let index = 0; index < values.length; index += 1) {
    least = Math.min(least, values[index] ?? least)
    most = Math.max(most, values[index] ?? most)
  }
  if (!(most > least)) return shares.map(() => tidy(most) + unit)
  return shares.map((share) => tidy(least + (most - least) * share))
}

/** Takes off what is left over by binary fractions, so that 254.8 + 1 is 255.8. */
function tidy(value: number): number {
  return Math.round(value * 1e6) / 1e6
}
