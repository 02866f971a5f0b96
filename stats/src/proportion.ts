import { assert } from './assert'
import { normalQuantile } from './distributions'
import type { Interval } from './interval'
import type { ProportionSample } from './sample'

/**
 * Wilson's score interval of a share, for rates such as opened of sent: never below 0 or above 1, sound for few people.
 * With nobody counted the share may be anything. Source: Wilson 1927; Newcombe, Statist. Med. 17 (1998) 857–872, method 3.
 */
export function wilsonInterval(successes: number, n: number, alpha = 0.05): Interval {
  assert(n >= 0 && successes >= 0 && successes <= n, 'successes must lie between 0 and n')
  if (n === 0) return { estimate: 0, low: 0, high: 1 }
  const share = successes / n
  const z2 = normalQuantile(1 - alpha / 2) ** 2
  const centre = (share + z2 / (2 * n)) / (1 + z2 / n)
  const halfWidth = Math.sqrt((z2 / n) * (share * (1 - share) + z2 / (4 * n))) / (1 + z2 / n)
  return {
    estimate: share,
    low: successes === 0 ? 0 : centre - halfWidth,
    high: successes === n ? 1 : centre + halfWidth,
  }
}

/**
 * Interval of the difference of two shares, treatment minus control, from their Wilson intervals: sound where a t test
 * is not, with a handful of successes or none. Source: Newcombe, Statist. Med. 17 (1998) 873–890, method 10.
 */
export function newcombeInterval(
  control: ProportionSample,
  treatment: ProportionSample,
  alpha = 0.05,
): Interval {
  const a = wilsonInterval(control.successes, control.n, alpha)
  const b = wilsonInterval(treatment.successes, treatment.n, alpha)
  const estimate = b.estimate - a.estimate
  return {
    estimate,
    low: estimate - Math.hypot(b.estimate - b.low, a.high - a.estimate),
    high: estimate + Math.hypot(b.high - b.estimate, a.estimate - a.low),
  }
}

const bisections = 50

/** The alpha at which Newcombe's interval would just touch zero, so that p and interval never disagree. */
export function newcombePValue(control: ProportionSample, treatment: ProportionSample): number {
  const touchesZero = (alpha: number) => {
    const { low, high } = newcombeInterval(control, treatment, alpha)
    return low <= 0 && high >= 0
  }
  let touching = 0
  let clear = 1
  for (let step = 0; step < bisections; step++) {
    const alpha = (touching + clear) / 2
    if (touchesZero(alpha)) touching = alpha
    else clear = alpha
  }
  return clear
}
