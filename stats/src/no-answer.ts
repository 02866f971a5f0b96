/** Every reason this package gives for not answering; a page has one sentence for each. */
export const noAnswerReasons = [
  /** Nobody was treated. */
  'NO_TREATED',
  /** Nobody was held out, so there is nothing to compare with. */
  'NO_HOLDOUT',
  'TOO_FEW_TREATED',
  'TOO_FEW_IN_HOLDOUT',
  /** The groups are not of the planned sizes: whatever spoiled the split may have spoiled the outcome. */
  'SAMPLE_RATIO_MISMATCH',
  /** Nobody in either group did the thing that is measured. */
  'NO_CONVERSIONS',
  /** Amounts only: with no buyer in a group the spread of its amounts is unknown. */
  'NO_CONVERSIONS_IN_TREATED',
  'NO_CONVERSIONS_IN_HOLDOUT',
  /** Everybody in a group has the same value: no spread, no interval. */
  'ZERO_VARIANCE',
  /** An arm of a comparison is empty. */
  'EMPTY_ARM',
  /** The control's mean is zero: a difference relative to it has no meaning. */
  'ZERO_BASELINE',
  /** With so few people no effect of this kind reaches the wanted power. */
  'TOO_FEW_PEOPLE',
  /** No number of people we would call reachable gives the wanted power. */
  'OUT_OF_REACH',
] as const

export type NoAnswerReason = (typeof noAnswerReasons)[number]

export interface NoAnswer<Reason extends NoAnswerReason = NoAnswerReason> {
  readonly kind: 'no_answer'
  readonly reason: Reason
}

/** A refusal with its reason. */
export function noAnswer<Reason extends NoAnswerReason>(reason: Reason): NoAnswer<Reason> {
  return { kind: 'no_answer', reason }
}
