import type { Arm, Arms } from './arm'
import { armsOf } from './arms'
import type { NoAnswer } from './no-answer'
import { noAnswer } from './no-answer'
import type { Sample } from './sample'

/** `absolute` in the unit of the outcome; `relative` as a share of the control's mean (0.1 is +10 %). */
export type Scale = 'absolute' | 'relative'

/** Treatment minus control, with what a test needs to judge it. */
export interface Effect {
  readonly kind: 'effect'
  readonly scale: Scale
  readonly estimate: number
  readonly standardError: number
  /** Welch and Satterthwaite's. */
  readonly degreesOfFreedom: number
  /** People in both arms. */
  readonly n: number
}

export type EffectRefusal = 'EMPTY_ARM' | 'ZERO_VARIANCE' | 'ZERO_BASELINE'

/** The effect of a treatment over its control; samples with a covariate are adjusted by it (CUPED). */
export function measureEffect(
  control: Sample,
  treatment: Sample,
  scale: Scale,
): Effect | NoAnswer<EffectRefusal> {
  return effectBetween(armsOf(control, treatment), scale)
}

/** The same from arms that are already made. */
export function effectBetween(arms: Arms, scale: Scale): Effect | NoAnswer<EffectRefusal> {
  const { control, treatment } = arms
  if (control.n === 0 || treatment.n === 0) return noAnswer('EMPTY_ARM')
  if (control.variance === 0 || treatment.variance === 0) return noAnswer('ZERO_VARIANCE')
  if (scale === 'relative' && control.raw.mean === 0) return noAnswer('ZERO_BASELINE')
  const difference = treatment.mean - control.mean
  return {
    kind: 'effect',
    scale,
    estimate: scale === 'absolute' ? difference : difference / Math.abs(control.raw.mean),
    standardError: Math.sqrt(scale === 'absolute' ? differenceVariance(arms) : relativeVariance(arms)),
    degreesOfFreedom: welchDegreesOfFreedom(control, treatment),
    n: control.n + treatment.n,
  }
}

/** Variance of the difference of two independent means. */
export function differenceVariance({ control, treatment }: Arms): number {
  return treatment.variance / treatment.n + control.variance / control.n
}

/**
 * Delta method for R = (treatment − control) / raw control mean m. Unadjusted, it is the textbook
 * var_b/(n_b m_a²) + var_a m_b²/(n_a m_a⁴); adjusted, numerator and denominator of the control arm are different
 * variables that move together, and the derivative is taken at the raw means, as GrowthBook does.
 */
export function relativeVariance({ control, treatment }: Arms): number {
  const m = control.raw.mean
  const ratio = treatment.raw.mean / m - 1
  const controlPart =
    control.variance + 2 * ratio * control.raw.covariance + ratio ** 2 * control.raw.variance
  return (treatment.variance / treatment.n + controlPart / control.n) / m ** 2
}

/** Welch 1947, Satterthwaite 1946. */
function welchDegreesOfFreedom(control: Arm, treatment: Arm): number {
  const a = control.variance / control.n
  const b = treatment.variance / treatment.n
  return (a + b) ** 2 / (a ** 2 / Math.max(1, control.n - 1) + b ** 2 / Math.max(1, treatment.n - 1))
}
