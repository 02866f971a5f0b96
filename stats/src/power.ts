import { assert } from './assert'
import { normalCdf, normalQuantile } from './distributions'
import type { NoAnswer } from './no-answer'
import { noAnswer } from './no-answer'
import { sequentialHalfWidth } from './sequential'

/** An outcome as it is expected in a group: mean and variance between people. */
export interface Outcome {
  readonly mean: number
  readonly variance: number
}

/** A yes or no outcome with this share of yes. */
export function proportionOutcome(share: number): Outcome {
  assert(share >= 0 && share <= 1, 'a share lies between 0 and 1')
  return { mean: share, variance: share * (1 - share) }
}

export interface TestPlan {
  readonly outcome: Outcome
  /** Default 0.05. */
  readonly alpha?: number
  /** Set to plan a sequential test with this tuning; left out, the test is read once. */
  readonly sequentialTuning?: number
}

/**
 * Chance that a two-tailed test finds this relative effect with so many people in each of its two arms. The sequential
 * case widens the standard error as GrowthBook's planner does, which is cautious above a power of one half.
 */
export function plannedPower(plan: TestPlan, relativeEffect: number, peoplePerArm: number): number {
  const { outcome, alpha = 0.05 } = plan
  assert(outcome.mean !== 0, 'an effect relative to zero has no meaning')
  const treatedMean = outcome.mean * (1 + relativeEffect)
  const relativeVariancePerPerson =
    outcome.variance / outcome.mean ** 2 + (outcome.variance * treatedMean ** 2) / outcome.mean ** 4
  const standardError =
    sequentialInflation(plan, peoplePerArm) * Math.sqrt(relativeVariancePerPerson / peoplePerArm)
  return powerOf(relativeEffect / standardError, normalQuantile(1 - alpha / 2))
}

/** Chance that |Z + shift| exceeds a critical value. */
export function powerOf(shift: number, critical: number): number {
  return normalCdf(shift - critical) + normalCdf(-shift - critical)
}

export interface MinimalEffect {
  readonly kind: 'answer'
  readonly relativeEffect: number
}

/** The smallest relative increase that a two-tailed test finds with the wanted power; solves a quadratic in the treated mean. */
export function minimalDetectableEffect(
  plan: TestPlan,
  peoplePerArm: number,
  power = 0.8,
): MinimalEffect | NoAnswer<'TOO_FEW_PEOPLE' | 'ZERO_BASELINE'> {
  const { outcome, alpha = 0.05 } = plan
  if (outcome.mean === 0) return noAnswer('ZERO_BASELINE')
  assert(power > alpha && power < 1, 'power must lie between alpha and 1')
  const z = normalQuantile(1 - alpha / 2) + normalQuantile(power)
  const inflation = sequentialInflation(plan, peoplePerArm)
  const noise = (z * inflation) ** 2 * (outcome.variance / peoplePerArm / outcome.mean ** 2)
  if (noise >= 1) return noAnswer('TOO_FEW_PEOPLE')
  const treatedOverControl = (1 + Math.sqrt(1 - (1 - noise) ** 2)) / (1 - noise)
  return { kind: 'answer', relativeEffect: treatedOverControl - 1 }
}

export interface PlannedWeek {
  readonly week: number
  readonly people: number
  readonly power: number
  /** Null while there are too few people for any effect. */
  readonly minimalEffect: number | null
}

export interface WeeksInput {
  readonly plan: TestPlan
  readonly relativeEffect: number
  readonly peoplePerWeek: number
  readonly arms: number
  readonly weeks: number
  /** Default 0.8. */
  readonly power?: number
}

export interface WeekPlan {
  readonly weeks: readonly PlannedWeek[]
  /** The first week with the wanted power; null when none of the weeks has it. */
  readonly enoughAfterWeeks: number | null
}

/** Power and smallest detectable effect week by week, people spread evenly over the arms. */
export function planWeeks(input: WeeksInput): WeekPlan {
  const { power = 0.8 } = input
  const weeks = Array.from({ length: input.weeks }, (_, index) => planWeek(input, index + 1, power))
  return { weeks, enoughAfterWeeks: weeks.find((week) => week.power >= power)?.week ?? null }
}

function planWeek(input: WeeksInput, week: number, power: number): PlannedWeek {
  const people = input.peoplePerWeek * week
  const peoplePerArm = people / input.arms
  const minimal = minimalDetectableEffect(input.plan, peoplePerArm, power)
  return {
    week,
    people,
    power: plannedPower(input.plan, input.relativeEffect, peoplePerArm),
    minimalEffect: minimal.kind === 'answer' ? minimal.relativeEffect : null,
  }
}

/** How much wider than a test read once a sequential test of two arms is. */
function sequentialInflation({ alpha = 0.05, sequentialTuning }: TestPlan, peoplePerArm: number): number {
  if (sequentialTuning === undefined) return 1
  return sequentialHalfWidth(2 * peoplePerArm, alpha, sequentialTuning) / normalQuantile(1 - alpha / 2)
}
