import { normalCdf, normalGain, normalQuantile } from './distributions'
import type { Effect, EffectRefusal } from './effect'
import type { Interval } from './interval'
import { intervalAround } from './interval'
import type { NoAnswer } from './no-answer'

/** What is believed of the effect, on the effect's own scale, before anything is measured. */
export interface Prior {
  readonly mean: number
  readonly variance: number
}

export interface Belief extends Interval {
  readonly kind: 'answer'
  readonly standardDeviation: number
  /** P(effect > 0). */
  readonly chanceToWin: number
  readonly risk: Risk
}

/** What is lost on average by choosing an arm, in the unit of the effect: E[max(effect, 0)] for the control. */
export interface Risk {
  readonly control: number
  readonly treatment: number
}

/** Nothing was measured, so both arms are as likely to be the better one. */
export type Indifference = NoAnswer<EffectRefusal> & {
  readonly estimate: 0
  readonly chanceToWin: 0.5
}

export interface BayesianOptions {
  /** 1 − the credible interval's mass. Default 0.05. */
  readonly alpha?: number
  /** Default: flat, every effect equally likely beforehand. */
  readonly prior?: Prior
}

/** The normal posterior of an effect: its credible interval, the chance that the treatment is better, the risks. */
export function bayesianEffect(
  effect: Effect | NoAnswer<EffectRefusal>,
  options: BayesianOptions = {},
): Belief | Indifference {
  if (effect.kind === 'no_answer') return { ...effect, estimate: 0, chanceToWin: 0.5 }
  const { alpha = 0.05, prior } = options
  const posterior = posteriorOf(effect, prior)
  const standardDeviation = Math.sqrt(posterior.variance)
  return {
    kind: 'answer',
    ...intervalAround(posterior.mean, normalQuantile(1 - alpha / 2) * standardDeviation, 'two_sided'),
    standardDeviation,
    chanceToWin: normalCdf(posterior.mean / standardDeviation),
    risk: riskOf(posterior.mean, standardDeviation),
  }
}

/** Expected losses under a normal belief. */
export function riskOf(mean: number, standardDeviation: number): Risk {
  const z = mean / standardDeviation
  return { control: standardDeviation * normalGain(z), treatment: standardDeviation * normalGain(-z) }
}

/** Precision-weighted: normal data, normal prior. */
function posteriorOf({ estimate, standardError }: Effect, prior: Prior | undefined): Prior {
  if (!prior) return { mean: estimate, variance: standardError ** 2 }
  const variance = 1 / (1 / standardError ** 2 + 1 / prior.variance)
  return { mean: variance * (estimate / standardError ** 2 + prior.mean / prior.variance), variance }
}
