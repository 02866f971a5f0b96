import { assert } from './assert'

/** An amount per person: people, Σy and Σy². */
export interface MeanSample {
  readonly kind: 'mean'
  readonly n: number
  readonly sum: number
  readonly sumSquares: number
}

/** A yes or no per person. */
export interface ProportionSample {
  readonly kind: 'proportion'
  readonly n: number
  readonly successes: number
}

/** An outcome y per person with a covariate x known before treatment, for regression adjustment (CUPED). */
export interface CovariateSample {
  readonly kind: 'covariate'
  readonly n: number
  readonly sumY: number
  readonly sumY2: number
  readonly sumX: number
  readonly sumX2: number
  readonly sumXY: number
}

export type Sample = MeanSample | ProportionSample | CovariateSample

/** Mean of the outcome; 0 for an empty sample. */
export function meanOf(sample: Sample): number {
  return sample.n === 0 ? 0 : outcomeSum(sample) / sample.n
}

/** Variance of the outcome between people: p(1−p) for a proportion, with n−1 for amounts; 0 when it cannot be told. */
export function varianceOf(sample: Sample): number {
  switch (sample.kind) {
    case 'proportion':
      return meanOf(sample) * (1 - meanOf(sample))
    case 'mean':
      return spread(sample.n, sample.sum, sample.sum, sample.sumSquares)
    case 'covariate':
      return spread(sample.n, sample.sumY, sample.sumY, sample.sumY2)
  }
}

/** Variance of the covariate between people. */
export function covariateVariance(sample: CovariateSample): number {
  return spread(sample.n, sample.sumX, sample.sumX, sample.sumX2)
}

/** Covariance of outcome and covariate between people. */
export function covarianceOf(sample: CovariateSample): number {
  return coSpread(sample.n, sample.sumX, sample.sumY, sample.sumXY)
}

/** Both samples as one, as if their people had been counted together. */
export function combineMeans(a: MeanSample, b: MeanSample): MeanSample {
  return { kind: 'mean', n: a.n + b.n, sum: a.sum + b.sum, sumSquares: a.sumSquares + b.sumSquares }
}

/** Both samples as one. */
export function combineProportions(a: ProportionSample, b: ProportionSample): ProportionSample {
  return { kind: 'proportion', n: a.n + b.n, successes: a.successes + b.successes }
}

/** Both samples as one. */
export function combineCovariates(a: CovariateSample, b: CovariateSample): CovariateSample {
  return {
    kind: 'covariate',
    n: a.n + b.n,
    sumY: a.sumY + b.sumY,
    sumY2: a.sumY2 + b.sumY2,
    sumX: a.sumX + b.sumX,
    sumX2: a.sumX2 + b.sumX2,
    sumXY: a.sumXY + b.sumXY,
  }
}

/** The outcome without its covariate. */
export function withoutCovariate(sample: CovariateSample): MeanSample {
  return { kind: 'mean', n: sample.n, sum: sample.sumY, sumSquares: sample.sumY2 }
}

/** Crashes on sums that no set of people can have: a bug in the query that made them. */
export function assertSample(sample: Sample): void {
  const { kind: _, ...sums } = sample
  assert(Object.values(sums).every(Number.isFinite), 'sums must be finite')
  assert(Number.isInteger(sample.n) && sample.n >= 0, 'n must be a count')
  if (sample.kind !== 'proportion') return
  assert(sample.successes >= 0 && sample.successes <= sample.n, 'successes must lie between 0 and n')
}

function outcomeSum(sample: Sample): number {
  switch (sample.kind) {
    case 'mean':
      return sample.sum
    case 'proportion':
      return sample.successes
    case 'covariate':
      return sample.sumY
  }
}

/** Sums are doubles: a spread of less than a millionth of the values themselves is their rounding. */
const roundingOfSums = 1e-12

function spread(n: number, sumA: number, sumB: number, sumProducts: number): number {
  const centred = sumProducts - (sumA * sumB) / n
  return n > 1 && centred > roundingOfSums * sumProducts ? centred / (n - 1) : 0
}

function coSpread(n: number, sumA: number, sumB: number, sumProducts: number): number {
  return n > 1 ? (sumProducts - (sumA * sumB) / n) / (n - 1) : 0
}
