import {
  type RfmCell,
  type RfmClassKey,
  type RfmConfig,
  type RfmCutPoints,
  type RfmGroup,
  type RfmSummary,
  rfmClassKeys,
  rfmOtherKey,
  rfmScoreMax,
} from '@rapport/contract'
import { quantile7 } from '@rapport/stats'
import { classKeyOf, type Means, segmentKeyOf } from './groups'
import { type BuyerFigures, type FigureColumns, type Scores, scoresOf } from './score'

/** What a run says of one buyer. */
export interface Scored extends Scores {
  readonly segment: string
  readonly class: RfmClassKey
}

interface Tally {
  orders: number
  revenueMinor: number
  readonly figures: BuyerFigures[]
}

/** Scores buyers one by one and adds them up to the tables that the page shows. */
export function createSummary(config: RfmConfig, points: RfmCutPoints, means: Means) {
  const cells = new Map<number, { people: number; revenueMinor: number; monetary: number }>()
  const segments = new Map<string, Tally>()
  const classes = new Map<string, Tally>()

  return {
    /** Scores a buyer and counts it. */
    add(figures: BuyerFigures): Scored {
      const scores = scoresOf(figures, points)
      const scored = {
        ...scores,
        segment: segmentKeyOf(scores, config.segments),
        class: classKeyOf(figures, scores, config.classRule, means),
      }
      addToCell(cells, scores, figures)
      addToTally(segments, scored.segment, figures)
      addToTally(classes, scored.class, figures)
      return scored
    },

    /** The tables of everybody added so far. Groups without people are there with zeros. */
    present(): RfmSummary {
      const tallies = [...segments.values()]
      const segmentKeys = config.segments.map(({ key }) => key)
      const withOther = segments.has(rfmOtherKey) ? [...segmentKeys, rfmOtherKey] : segmentKeys
      return {
        people: tallies.reduce((sum, tally) => sum + tally.figures.length, 0),
        orders: tallies.reduce((sum, tally) => sum + tally.orders, 0),
        revenueMinor: tallies.reduce((sum, tally) => sum + tally.revenueMinor, 0),
        cutPoints: points,
        grid: gridOf(cells),
        segments: withOther.map((key) => groupOf(key, segments.get(key))),
        classes: rfmClassKeys.map((key) => groupOf(key, classes.get(key))),
        means,
      }
    },
  }
}

/** The averages of all buyers. */
export function meansOf({ recencyDays, frequency, monetaryMinor }: FigureColumns): Means {
  return { recencyDays: mean(recencyDays), frequency: mean(frequency), monetaryMinor: mean(monetaryMinor) }
}

function addToCell(
  cells: Map<number, { people: number; revenueMinor: number; monetary: number }>,
  { recency, frequency, monetary }: Scores,
  { monetaryMinor }: BuyerFigures,
): void {
  const key = recency * 10 + frequency
  const cell = cells.get(key) ?? { people: 0, revenueMinor: 0, monetary: 0 }
  cell.people += 1
  cell.revenueMinor += monetaryMinor
  cell.monetary += monetary
  cells.set(key, cell)
}

function addToTally(tallies: Map<string, Tally>, key: string, figures: BuyerFigures): void {
  const tally = tallies.get(key) ?? { orders: 0, revenueMinor: 0, figures: [] }
  tally.orders += figures.frequency
  tally.revenueMinor += figures.monetaryMinor
  tally.figures.push(figures)
  tallies.set(key, tally)
}

function gridOf(
  cells: ReadonlyMap<number, { people: number; revenueMinor: number; monetary: number }>,
): RfmCell[] {
  const scores = Array.from({ length: rfmScoreMax }, (_, index) => index + 1)
  return scores.flatMap((recency) =>
    scores.map((frequency) => {
      const { people = 0, revenueMinor = 0, monetary = 0 } = cells.get(recency * 10 + frequency) ?? {}
      return { recency, frequency, people, revenueMinor, monetary: people === 0 ? 0 : monetary / people }
    }),
  )
}

function groupOf(key: string, tally: Tally = { orders: 0, revenueMinor: 0, figures: [] }): RfmGroup {
  const { orders, revenueMinor, figures } = tally
  return {
    key,
    people: figures.length,
    orders,
    revenueMinor,
    aovMinor: orders === 0 ? 0 : revenueMinor / orders,
    medianRecencyDays: median(figures.map(({ recencyDays }) => recencyDays)),
    medianFrequency: median(figures.map(({ frequency }) => frequency)),
    medianMonetaryMinor: median(figures.map(({ monetaryMinor }) => monetaryMinor)),
  }
}

function median(values: readonly number[]): number {
  return values.length === 0 ? 0 : quantile7(Float64Array.from(values).sort(), 0.5)
}

function mean(values: ArrayLike<number>): number {
  let sum = 0
  for (let index = 0; index < values.length; index += 1) sum += values[index] ?? 0
  return values.length === 0 ? 0 : sum / values.length
}
