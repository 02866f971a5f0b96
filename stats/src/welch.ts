import { studentQuantile, studentSf, studentTwoTailed } from './distributions'
import type { Effect } from './effect'
import type { Alternative, Interval } from './interval'
import { intervalAround } from './interval'

export interface TestResult extends Interval {
  readonly pValue: number
}

export interface TestOptions {
  /** Share of false alarms when there is no effect; the interval covers 1 − alpha. Default 0.05. */
  readonly alpha?: number
  readonly alternative?: Alternative
}

/** Welch's t test: for a test that is read once, at a size fixed beforehand. */
export function welchTest(effect: Effect, options: TestOptions = {}): TestResult {
  const { alpha = 0.05, alternative = 'two_sided' } = options
  const tail = alternative === 'two_sided' ? alpha / 2 : alpha
  const critical = studentQuantile(1 - tail, effect.degreesOfFreedom)
  return {
    ...intervalAround(effect.estimate, critical * effect.standardError, alternative),
    pValue: pValueOf(effect, alternative),
  }
}

function pValueOf({ estimate, standardError, degreesOfFreedom }: Effect, alternative: Alternative): number {
  const t = estimate / standardError
  switch (alternative) {
    case 'two_sided':
      return studentTwoTailed(t, degreesOfFreedom)
    case 'greater':
      return studentSf(t, degreesOfFreedom)
    case 'lesser':
      return studentSf(-t, degreesOfFreedom)
  }
}
