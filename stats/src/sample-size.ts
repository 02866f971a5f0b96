import { assert } from './assert'
import { normalQuantile } from './distributions'
import type { Outcome } from './power'

export interface SampleSizeInput {
  readonly control: Outcome
  readonly treated: Outcome
  /** Share of people who are treated: 0.9 with a hold-out of a tenth. Default 0.5. */
  readonly treatedShare?: number
  /** Default 0.05, two-tailed. */
  readonly alpha?: number
  /** Default 0.8. */
  readonly power?: number
}

export interface SampleSize {
  readonly treated: number
  readonly control: number
}

/**
 * People needed to tell two outcomes apart: (z₁₋α/₂ + z_power)²(σ²_t/s + σ²_c/(1−s))/δ² in all, each group rounded up.
 * Source: Chow, Shao, Wang, "Sample Size Calculations in Clinical Research", 3.2.1 and 4.2.1.
 */
export function sampleSize(input: SampleSizeInput): SampleSize {
  const { control, treated, treatedShare = 0.5, alpha = 0.05, power = 0.8 } = input
  assert(treatedShare > 0 && treatedShare < 1, 'the treated share lies between 0 and 1')
  const difference = treated.mean - control.mean
  assert(difference !== 0, 'no number of people finds a difference of zero')
  const z = normalQuantile(1 - alpha / 2) + normalQuantile(power)
  const variance = treated.variance / treatedShare + control.variance / (1 - treatedShare)
  const people = (z ** 2 * variance) / difference ** 2
  return { treated: roundUp(people * treatedShare), control: roundUp(people * (1 - treatedShare)) }
}

/** Up to the next whole person, forgiving the rounding of doubles. */
function roundUp(people: number): number {
  return Math.ceil(people - 1e-9)
}
