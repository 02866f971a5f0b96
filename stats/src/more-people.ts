import type { Prior } from './bayesian'
import { normalCdf, normalQuantile } from './distributions'
import type { Effect } from './effect'
import type { NoAnswer } from './no-answer'
import { noAnswer } from './no-answer'
import { powerOf } from './power'
import { sequentialHalfWidth } from './sequential'

/** How the test will be read when the further people are in. */
export type DecisionRule =
  | { readonly kind: 'fixed' }
  | { readonly kind: 'sequential'; readonly tuning: number }
  | { readonly kind: 'bayesian'; readonly prior: Prior }

export interface MorePeopleInput {
  /** Only its spread and size matter, not its estimate. */
  readonly effect: Pick<Effect, 'standardError' | 'n'>
  /** The true effect one wants to find, on the same scale. */
  readonly effectToFind: number
  readonly rule?: DecisionRule
  readonly alpha?: number
  /** Default 0.8. */
  readonly power?: number
}

export interface MorePeople {
  readonly kind: 'answer'
  /** Further people as a multiple of those there are. */
  readonly growth: number
  /** Further people over both arms, in the proportion they have now. */
  readonly people: number
}

/** 2²⁷ times as many people is beyond any shop. */
const doublingsMax = 27
/** The search stops this close to the wanted power. */
const powerTolerance = 1e-5
const bisectionsMax = 100

/** How many further people find this effect with the wanted power; 0 when there are enough already. */
export function morePeople(input: MorePeopleInput): MorePeople | NoAnswer<'OUT_OF_REACH'> {
  const { power = 0.8 } = input
  const powerAt = (growth: number) => powerAtGrowth(input, growth)
  if (powerAt(0) > power) return { kind: 'answer', growth: 0, people: 0 }
  const enough = firstEnough(powerAt, power)
  if (enough === null) return noAnswer('OUT_OF_REACH')
  const growth = bisect(powerAt, power, enough)
  return { kind: 'answer', growth, people: Math.ceil(growth * input.effect.n) }
}

/** The power once there are `growth` times as many further people. */
export function powerAtGrowth(input: MorePeopleInput, growth: number): number {
  const { effect, effectToFind, rule = { kind: 'fixed' }, alpha = 0.05 } = input
  const standardError = effect.standardError / Math.sqrt(1 + growth)
  const shift = Math.abs(effectToFind) / standardError
  switch (rule.kind) {
    case 'fixed':
      return powerOf(shift, normalQuantile(1 - alpha / 2))
    case 'sequential':
      return powerOf(shift, sequentialHalfWidth(effect.n * (1 + growth), alpha, rule.tuning))
    case 'bayesian':
      return bayesianPower(shift, standardError, rule.prior, normalQuantile(1 - alpha / 2))
  }
}

/** Chance that the credible interval of the posterior leaves out zero. */
function bayesianPower(shift: number, standardError: number, prior: Prior, critical: number): number {
  const wideness = standardError * Math.sqrt(1 / prior.variance + 1 / standardError ** 2)
  const pull = (standardError * prior.mean) / prior.variance
  return normalCdf(shift + pull - wideness * critical) + normalCdf(-shift - pull - wideness * critical)
}

function firstEnough(powerAt: (growth: number) => number, power: number): number | null {
  for (let doublings = 0; doublings <= doublingsMax; doublings++) {
    if (powerAt(2 ** doublings) >= power) return 2 ** doublings
  }
  return null
}

function bisect(powerAt: (growth: number) => number, power: number, enough: number): number {
  let low = 0
  let high = enough
  let growth = enough
  for (let step = 0; step < bisectionsMax; step++) {
    const excess = powerAt(growth) - power
    if (Math.abs(excess) < powerTolerance) break
    if (excess > 0) high = growth
    else low = growth
    growth = (low + high) / 2
  }
  return growth
}
