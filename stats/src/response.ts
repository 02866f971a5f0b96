import { assert } from './assert'
import { normalQuantile } from './distributions'
import type { Interval } from './interval'
import { wilsonInterval } from './proportion'
import type { ProportionSample } from './sample'

/** What one campaign did among the people of one group. */
export interface Trial {
  readonly treated: ProportionSample
  readonly holdOut: ProportionSample
}

/** The difference between treated and hold-out over several campaigns, with the share that each arm came to. */
export interface Response {
  readonly treated: Interval
  readonly holdOut: Interval
  /** Treated less hold-out. */
  readonly incremental: Interval
}

/**
 * Response over several campaigns. Each counts with nT·nH / (nT + nH), Cochran's weight (Biometrics 10 (1954) 417–451), so
 * that campaigns with other hold-out shares are not mixed up (Simpson). The intervals of the shares are put together from
 * Wilson's by recovered variances (MOVER: Zou and Donner, Statist. Med. 27 (2008) 1693–1702), and the difference of both as
 * Newcombe's method 10. With one campaign it is exactly Wilson's and Newcombe's. Null when no campaign has both arms.
 */
export function pooledResponse(trials: readonly Trial[], alpha = 0.05): Response | null {
  const usable = trials.filter(({ treated, holdOut }) => treated.n > 0 && holdOut.n > 0)
  if (usable.length === 0) return null
  const weights = usable.map(({ treated, holdOut }) => (treated.n * holdOut.n) / (treated.n + holdOut.n))
  const total = weights.reduce((sum, weight) => sum + weight, 0)
  const shares = weights.map((weight) => weight / total)
  const pooled = (arm: keyof Trial) =>
    combine(
      usable.map((trial) => wilsonInterval(trial[arm].successes, trial[arm].n, alpha)),
      shares,
    )
  const [treated, holdOut] = [pooled('treated'), pooled('holdOut')]
  const estimate = treated.estimate - holdOut.estimate
  return {
    treated,
    holdOut,
    incremental: {
      estimate,
      low: estimate - Math.hypot(treated.estimate - treated.low, holdOut.high - holdOut.estimate),
      high: estimate + Math.hypot(treated.high - treated.estimate, holdOut.estimate - holdOut.low),
    },
  }
}

/** A weighted mean of independent estimates; the distances to the ends add up as standard errors do. */
function combine(intervals: readonly Interval[], shares: readonly number[]): Interval {
  const sum = (of: (interval: Interval) => number) =>
    intervals.reduce((total, interval, index) => total + (shares[index] ?? 0) * of(interval), 0)
  const reach = (of: (interval: Interval) => number) =>
    Math.hypot(...intervals.map((interval, index) => (shares[index] ?? 0) * of(interval)))
  const estimate = sum((interval) => interval.estimate)
  return {
    estimate,
    low: estimate - reach((interval) => interval.estimate - interval.low),
    high: estimate + reach((interval) => interval.high - interval.estimate),
  }
}

/** How many people a group counts for that is nothing but the average, at least and at most. */
export const priorPeople = { min: 10, max: 10_000 } as const

/**
 * Shares drawn towards the mean of all by how much groups differ: a beta-binomial model whose prior is fitted by moments
 * (Kleinman, J. Amer. Statist. Assoc. 68 (1973) 46–54), each group then having the mean (x + m·s) / (n + s). `mean` is the
 * share of everybody. Groups that do not differ by more than chance all have the mean.
 */
export function shrinkShares(groups: readonly ProportionSample[], mean: number): number[] {
  assert(mean >= 0 && mean <= 1, 'a mean of shares is a share')
  const strength = priorStrength(
    groups.filter(({ n }) => n > 0),
    mean,
  )
  return groups.map(({ n, successes }) => (successes + mean * strength) / (n + strength))
}

/** The prior's size s, in people: small when groups differ much. */
function priorStrength(groups: readonly ProportionSample[], mean: number): number {
  const spread = mean * (1 - mean)
  if (groups.length < 2 || spread === 0) return priorPeople.max
  const people = groups.reduce((sum, { n }) => sum + n, 0)
  const observed = groups.reduce((sum, { n, successes }) => sum + n * (successes / n - mean) ** 2, 0)
  const byChance = groups.length * spread
  const over = observed - byChance
  if (over <= 0) return priorPeople.max
  const betweenGroups = over / Math.max(1, people - groups.length)
  const strength = spread / betweenGroups - 1
  return Math.min(priorPeople.max, Math.max(priorPeople.min, strength))
}

/**
 * Effects drawn towards their common mean: a normal model, the spread between groups by DerSimonian and Laird's moments
 * (Controlled Clinical Trials 7 (1986) 177–188), intervals as of empirical Bayes with what is not known of the mean added
 * (Morris, J. Amer. Statist. Assoc. 78 (1983) 47–55). `overall` is the effect among everybody.
 */
export function shrinkEffects(effects: readonly Interval[], overall: Interval, alpha = 0.05): Interval[] {
  const z = normalQuantile(1 - alpha / 2)
  const variance = ({ low, high }: Interval) => ((high - low) / (2 * z)) ** 2
  const between = spreadBetween(effects, overall.estimate, variance)
  const ofMean = variance(overall)
  return effects.map((effect) => {
    const own = variance(effect)
    const kept = between + own === 0 ? 1 : between / (between + own)
    const estimate = kept * effect.estimate + (1 - kept) * overall.estimate
    const halfWidth = z * Math.sqrt(kept * own + (1 - kept) ** 2 * ofMean)
    return { estimate, low: estimate - halfWidth, high: estimate + halfWidth }
  })
}

function spreadBetween(
  effects: readonly Interval[],
  mean: number,
  variance: (effect: Interval) => number,
): number {
  const known = effects.filter((effect) => variance(effect) > 0)
  if (known.length < 2) return 0
  const weights = known.map((effect) => 1 / variance(effect))
  const total = weights.reduce((sum, weight) => sum + weight, 0)
  const squares = weights.reduce((sum, weight) => sum + weight * weight, 0)
  const q = known.reduce(
    (sum, effect, index) => sum + (weights[index] ?? 0) * (effect.estimate - mean) ** 2,
    0,
  )
  return Math.max(0, (q - (known.length - 1)) / (total - squares / total))
}
