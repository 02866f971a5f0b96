import type { Arms } from './arm'
import { armsOf } from './arms'
import type { Caution } from './caution'
import { cautionsOf } from './caution'
import { normalQuantile } from './distributions'
import type { Effect, EffectRefusal } from './effect'
import { effectBetween } from './effect'
import type { IncrementalRefusal } from './incremental-refusal'
import { refusalOf } from './incremental-refusal'
import type { Interval } from './interval'
import { scaleInterval } from './interval'
import { morePeople } from './more-people'
import type { NoAnswer } from './no-answer'
import { noAnswer } from './no-answer'
import { newcombeInterval, newcombePValue } from './proportion'
import type { ProportionSample, Sample } from './sample'
import { sampleRatio } from './sample-ratio'
import type { TestResult } from './welch'
import { welchTest } from './welch'

export interface IncrementalInput {
  /** Everybody assigned to treatment, whether the message reached them or not. */
  readonly treated: Sample
  /** Everybody held out. The same kind of sample as `treated`. */
  readonly holdOut: Sample
  /** The share that was to be held out, 0.1 for a tenth. */
  readonly plannedHoldOutShare: number
  /** Default 0.05: intervals cover 95 %. */
  readonly alpha?: number
}

/** What may be said. `inconclusive`: the interval holds zero, so the treatment may have done nothing. */
export type Verdict = 'increase' | 'decrease' | 'inconclusive' | 'no_answer'

/** `welch` t test; `cuped` the same after regression adjustment; `newcombe` where a group has too few of either outcome. */
export type IncrementalMethod = 'welch' | 'cuped' | 'newcombe'

export interface IncrementalAnswer {
  readonly kind: 'answer'
  readonly verdict: Exclude<Verdict, 'no_answer'>
  readonly method: IncrementalMethod
  /** Effect per treated person. */
  readonly perPerson: Interval
  /** Effect per treated person times the treated: conversions or revenue there would not have been. */
  readonly total: Interval
  /** The effect as a share of the hold-out's mean; null where that cannot be told. */
  readonly relative: Interval | null
  readonly pValue: number
  /** The smallest total effect that would have been found four times of five with these people. */
  readonly smallestDetectableTotal: number
  /** Further people, in the same proportion, that find an effect as large as the observed four times of five; null when out of reach. */
  readonly morePeople: number | null
  /** What a reader should know besides. */
  readonly cautions: readonly Caution[]
}

export type IncrementalNoAnswer = NoAnswer<IncrementalRefusal> & { readonly verdict: 'no_answer' }

/** What the treatment brought over what the hold-out shows would have happened anyway, or why that cannot be told. */
export function incremental(input: IncrementalInput): IncrementalAnswer | IncrementalNoAnswer {
  const { treated, holdOut, plannedHoldOutShare, alpha = 0.05 } = input
  const { isMismatch } = sampleRatio([treated.n, holdOut.n], [1 - plannedHoldOutShare, plannedHoldOutShare])
  const refusal = refusalOf(treated, holdOut, isMismatch)
  if (refusal) return refuse(refusal)
  const estimated = estimate(holdOut, treated, alpha)
  return 'reason' in estimated ? refuse('ZERO_VARIANCE') : answerOf(estimated, input, alpha)
}

/** One estimate per person, by whichever method. */
interface Estimated {
  readonly method: IncrementalMethod
  readonly perPerson: TestResult
  readonly relative: Interval | null
  readonly standardError: number
}

function estimate(holdOut: Sample, treated: Sample, alpha: number): Estimated | NoAnswer<EffectRefusal> {
  const areShares = holdOut.kind === 'proportion' && treated.kind === 'proportion'
  return areShares && (isSparse(holdOut) || isSparse(treated))
    ? estimateSparse(holdOut, treated, alpha)
    : estimateByTest(holdOut, treated, alpha)
}

function estimateByTest(
  holdOut: Sample,
  treated: Sample,
  alpha: number,
): Estimated | NoAnswer<EffectRefusal> {
  const arms = armsOf(holdOut, treated)
  const effect = effectBetween(arms, 'absolute')
  if (effect.kind === 'no_answer') return effect
  return {
    method: isAdjusted(arms) ? 'cuped' : 'welch',
    perPerson: welchTest(effect, { alpha }),
    relative: relativeInterval(effectBetween(arms, 'relative'), alpha),
    standardError: effect.standardError,
  }
}

/** Shares with few successes or few failures; the standard error is the one its interval implies. */
function estimateSparse(holdOut: ProportionSample, treated: ProportionSample, alpha: number): Estimated {
  const interval = newcombeInterval(holdOut, treated, alpha)
  return {
    method: 'newcombe',
    perPerson: { ...interval, pValue: newcombePValue(holdOut, treated) },
    relative: null,
    standardError: (interval.high - interval.low) / (2 * normalQuantile(1 - alpha / 2)),
  }
}

/** Below this many of either outcome the normal approximation of a share is not trusted. */
const outcomesMin = 5

function isSparse({ successes, n }: ProportionSample): boolean {
  return Math.min(successes, n - successes) < outcomesMin
}

function isAdjusted({ control, treatment }: Arms): boolean {
  return control.mean !== control.raw.mean || treatment.variance !== treatment.raw.variance
}

function relativeInterval(effect: Effect | NoAnswer<EffectRefusal>, alpha: number): Interval | null {
  if (effect.kind === 'no_answer') return null
  const { estimate, low, high } = welchTest(effect, { alpha })
  return { estimate, low, high }
}

function answerOf(estimated: Estimated, input: IncrementalInput, alpha: number): IncrementalAnswer {
  const { method, standardError, relative } = estimated
  const { pValue, ...perPerson } = estimated.perPerson
  const smallestDetectable = standardError * (normalQuantile(1 - alpha / 2) + normalQuantile(0.8))
  const people = { standardError, n: input.treated.n + input.holdOut.n }
  const more = morePeople({ effect: people, effectToFind: perPerson.estimate, alpha })
  return {
    kind: 'answer',
    verdict: verdictOf(perPerson),
    method,
    perPerson,
    total: scaleInterval(perPerson, input.treated.n),
    relative,
    pValue,
    smallestDetectableTotal: smallestDetectable * input.treated.n,
    morePeople: more.kind === 'answer' ? more.people : null,
    cautions: cautionsOf(input.treated, input.holdOut),
  }
}

function verdictOf({ low, high }: Interval): IncrementalAnswer['verdict'] {
  if (low > 0) return 'increase'
  return high < 0 ? 'decrease' : 'inconclusive'
}

function refuse(reason: IncrementalRefusal): IncrementalNoAnswer {
  return { ...noAnswer(reason), verdict: 'no_answer' }
}
