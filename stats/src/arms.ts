import type { Arm, Arms } from './arm'
import { assert } from './assert'
import { adjust } from './cuped'
import type { Sample } from './sample'
import { assertSample, meanOf, varianceOf } from './sample'

/** Both arms, adjusted by their covariate when they carry one. Crashes on impossible sums and on arms of different kinds. */
export function armsOf(control: Sample, treatment: Sample): Arms {
  assert(control.kind === treatment.kind, 'both arms must be the same kind of sample')
  assertSample(control)
  assertSample(treatment)
  if (control.kind === 'covariate' && treatment.kind === 'covariate') return adjust(control, treatment)
  return { control: plainArm(control), treatment: plainArm(treatment) }
}

function plainArm(sample: Sample): Arm {
  const mean = meanOf(sample)
  const variance = varianceOf(sample)
  return { n: sample.n, mean, variance, raw: { mean, variance, covariance: variance } }
}
