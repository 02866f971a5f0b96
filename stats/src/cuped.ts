import type { Arm, Arms } from './arm'
import type { CovariateSample } from './sample'
import { combineCovariates, covarianceOf, covariateVariance, meanOf, varianceOf } from './sample'

export interface AdjustedArms extends Arms {
  /** Slope of outcome on covariate over both arms together; 0 when the covariate does not vary. */
  readonly theta: number
}

/**
 * Regression adjustment with one slope θ = cov(x, y) / var(x) for both arms. Each arm's mean becomes
 * ȳ − θ(x̄ − x̄ of both arms), whose variance between people is var(y) + θ²var(x) − 2θcov(x, y), about 1 − ρ² of var(y).
 * Source: Deng, Xu, Kohavi, Walker, "Improving the Sensitivity of Online Controlled Experiments by Utilizing
 * Pre-Experiment Data" (CUPED), WSDM 2013, section 3.2.
 */
export function adjust(control: CovariateSample, treatment: CovariateSample): AdjustedArms {
  const both = combineCovariates(control, treatment)
  const theta = slope(both)
  const covariateMean = both.n === 0 ? 0 : both.sumX / both.n
  return {
    theta,
    control: adjustArm(control, theta, covariateMean),
    treatment: adjustArm(treatment, theta, covariateMean),
  }
}

function slope(both: CovariateSample): number {
  const variance = covariateVariance(both)
  return variance === 0 ? 0 : covarianceOf(both) / variance
}

function adjustArm(sample: CovariateSample, theta: number, covariateMean: number): Arm {
  const raw = { mean: meanOf(sample), variance: varianceOf(sample) }
  const covariance = covarianceOf(sample)
  const shift = sample.n === 0 ? 0 : theta * (sample.sumX / sample.n - covariateMean)
  return {
    n: sample.n,
    mean: raw.mean - shift,
    variance: Math.max(0, raw.variance + theta ** 2 * covariateVariance(sample) - 2 * theta * covariance),
    raw: { ...raw, covariance: raw.variance - theta * covariance },
  }
}
