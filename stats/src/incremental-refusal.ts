import type { Sample } from './sample'
import { meanOf, varianceOf } from './sample'

/** Below this many people in a group the mean of an amount is not near enough to normal for any interval. */
export const peoplePerGroupMin = 30

/** Why an incremental result is refused. The first that applies is given, in this order. */
export const incrementalRefusals = [
  'NO_TREATED',
  'NO_HOLDOUT',
  'TOO_FEW_TREATED',
  'TOO_FEW_IN_HOLDOUT',
  'SAMPLE_RATIO_MISMATCH',
  'NO_CONVERSIONS',
  'NO_CONVERSIONS_IN_TREATED',
  'NO_CONVERSIONS_IN_HOLDOUT',
  'ZERO_VARIANCE',
] as const

export type IncrementalRefusal = (typeof incrementalRefusals)[number]

/** The first reason not to compare the two groups; null when there is none. */
export function refusalOf(treated: Sample, holdOut: Sample, isMismatch: boolean): IncrementalRefusal | null {
  const applies: Record<IncrementalRefusal, boolean> = {
    NO_TREATED: treated.n === 0,
    NO_HOLDOUT: holdOut.n === 0,
    TOO_FEW_TREATED: treated.n < peoplePerGroupMin,
    TOO_FEW_IN_HOLDOUT: holdOut.n < peoplePerGroupMin,
    SAMPLE_RATIO_MISMATCH: isMismatch,
    NO_CONVERSIONS: isAllZero(treated) && isAllZero(holdOut),
    NO_CONVERSIONS_IN_TREATED: hasNoSpread(treated) && isAllZero(treated),
    NO_CONVERSIONS_IN_HOLDOUT: hasNoSpread(holdOut) && isAllZero(holdOut),
    ZERO_VARIANCE: hasNoSpread(treated) || hasNoSpread(holdOut),
  }
  return incrementalRefusals.find((reason) => applies[reason]) ?? null
}

function isAllZero(sample: Sample): boolean {
  return meanOf(sample) === 0 && varianceOf(sample) === 0
}

/** A share needs no spread: its interval comes from its counts. */
function hasNoSpread(sample: Sample): boolean {
  return sample.kind !== 'proportion' && varianceOf(sample) === 0
}
