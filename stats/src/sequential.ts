import type { Effect } from './effect'
import type { Alternative } from './interval'
import { intervalAround } from './interval'
import type { TestOptions, TestResult } from './welch'

/** The number of people at which a sequential interval is about as tight as it gets. */
export const sequentialTuningDefault = 5000

/** A one-sided sequential p-value is not defined from one half on: what would be above is reported as this. */
export const oneSidedPValueMax = 0.4999

export interface SequentialOptions extends TestOptions {
  readonly tuning?: number
}

/**
 * Always-valid test: the interval may be looked at after every person and still covers the truth 1 − alpha of the time.
 * Asymptotic confidence sequence of Waudby-Smith, Arbour, Sinha, Kennedy, Ramdas (arXiv 2103.06476): two-sided its
 * equation 9 with the p-value of equation 155, one-sided its appendix B.
 */
export function sequentialTest(effect: Effect, options: SequentialOptions = {}): TestResult {
  const { alpha = 0.05, alternative = 'two_sided', tuning = sequentialTuningDefault } = options
  const rho = mixingParameter(alternative === 'two_sided' ? alpha : 2 * alpha, tuning)
  const factor = halfWidthFactor(effect.n, rho, alpha, alternative)
  return {
    ...intervalAround(effect.estimate, factor * effect.standardError, alternative),
    pValue: pValueOf(effect, rho, alternative),
  }
}

/** Half the width of a two-sided sequential interval after `n` people, in standard errors. */
export function sequentialHalfWidth(n: number, alpha: number, tuning: number): number {
  return halfWidthFactor(n, mixingParameter(alpha, tuning), alpha, 'two_sided')
}

/** Equation 161 of the paper's appendix: the ρ that is tightest near `tuning` people. */
export function mixingParameter(alpha: number, tuning: number): number {
  const logTerm = -2 * Math.log(alpha)
  return Math.sqrt((logTerm + Math.log(logTerm + 1)) / tuning)
}

/** Half an interval's width in standard errors, for a ρ that may come from another alpha. */
export function halfWidthFactor(n: number, rho: number, alpha: number, alternative: Alternative): number {
  const mixture = n * rho ** 2 + 1
  const logTerm =
    alternative === 'two_sided'
      ? Math.log(Math.sqrt(mixture) / alpha)
      : Math.log1p(Math.sqrt(mixture) / (2 * alpha))
  return Math.sqrt((2 * mixture * logTerm) / (n * rho ** 2))
}

/** The alpha at which the interval, its ρ held fixed, would just touch zero. */
function pValueOf(effect: Effect, rho: number, alternative: Alternative): number {
  const mixture = effect.n * rho ** 2 + 1
  const z = effect.estimate / effect.standardError
  const evidence = (z ** 2 * effect.n * rho ** 2) / (2 * mixture)
  if (alternative === 'two_sided') return Math.min(1, Math.exp(Math.log(mixture) / 2 - evidence))
  const isAgainst = alternative === 'greater' ? z <= 0 : z >= 0
  return isAgainst
    ? oneSidedPValueMax
    : Math.min(oneSidedPValueMax, Math.sqrt(mixture) / (2 * Math.expm1(evidence)))
}
