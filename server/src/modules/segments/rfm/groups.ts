import {
  type RfmClassKey,
  type RfmClassRule,
  type RfmSegment,
  rfmOtherKey,
  type ScoreRange,
} from '@rapport/contract'
import type { BuyerFigures, Scores } from './score'

/** The key of the first segment whose three ranges hold the scores. */
export function segmentKeyOf(scores: Scores, segments: readonly RfmSegment[]): string {
  const fits = (segment: RfmSegment) =>
    isWithin(scores.recency, segment.recency) &&
    isWithin(scores.frequency, segment.frequency) &&
    isWithin(scores.monetary, segment.monetary)
  return segments.find(fits)?.key ?? rfmOtherKey
}

/** Averages of all buyers, that high and low may be told by. */
export type Means = BuyerFigures

/** One of the eight classes: each of R, F and M high or low. */
export function classKeyOf(
  figures: BuyerFigures,
  scores: Scores,
  rule: RfmClassRule,
  means: Means,
): RfmClassKey {
  const high =
    rule.kind === 'score'
      ? {
          recency: scores.recency >= rule.recency,
          frequency: scores.frequency >= rule.frequency,
          monetary: scores.monetary >= rule.monetary,
        }
      : {
          recency: figures.recencyDays <= means.recencyDays,
          frequency: figures.frequency >= means.frequency,
          monetary: figures.monetaryMinor >= means.monetaryMinor,
        }
  const weight = high.monetary ? 'important' : 'general'
  return `${weight}_${careFor(high.recency, high.frequency)}`
}

/** What somebody needs: kept as valued, brought to buy more often, kept from leaving, won back. */
function careFor(isRecent: boolean, isFrequent: boolean) {
  if (isRecent) return isFrequent ? 'value' : 'develop'
  return isFrequent ? 'keep' : 'win_back'
}

function isWithin(score: number, { from, to }: ScoreRange): boolean {
  return score >= from && score <= to
}
