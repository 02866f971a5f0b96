import type { DecisionRule, Outcome, TestPlan } from '@rapport/stats'
import {
  measureEffect,
  minimalDetectableEffect,
  morePeople,
  plannedPower,
  planWeeks,
  proportionOutcome,
} from '@rapport/stats'
import type { readGbstats } from '../../stats/src/testing/gbstats'
import { powerFigure, weekTables } from '../../stats/src/testing/gbstats'
import type { Check } from './check'
import { checkFigures } from './check'
import { figure } from './published-figure'

type Reference = ReturnType<typeof readGbstats>

/** Power, smallest detectable effects and people needed, as GrowthBook publishes them. */
export function planningChecks(reference: Reference): Check[] {
  return [
    ...deltaMethodChecks(reference),
    powerCheck(reference, 'once', { outcome: bigAmount }, ['power_two_tailed', 'mde_80']),
    powerCheck(reference, 'always-valid', { outcome: bigAmount, sequentialTuning: 5000 }, [
      'power_sequential_5000',
      'mde_sequential_5000',
    ]),
    ...plannedMetrics.flatMap((metric) => weekChecks(reference, metric)),
    ...morePeopleChecks(reference),
  ]
}

const bigAmount: Outcome = { mean: 10, variance: 3909.9997749994377 }

/** Two arms with the variances, means and sizes that the reference names in its title. */
function deltaMethodChecks(reference: Reference): Check[] {
  const control = { kind: 'mean', n: 4, sum: 28, sumSquares: 202 } as const
  const treatment = { kind: 'mean', n: 15, sum: 75, sumSquares: 382 } as const
  return (['absolute', 'relative'] as const).map((scale) => {
    const effect = measureEffect(control, treatment, scale)
    const variance = effect.kind === 'effect' ? effect.standardError ** 2 : Number.NaN
    return checkFigures(`stats.gbstats.delta-method.${scale}`, `Delta-method variance, ${scale}`, [
      ...figure('variance', powerFigure(reference, 'delta_method_variance', scale), variance),
    ])
  })
}

function powerCheck(
  reference: Reference,
  kind: string,
  plan: TestPlan,
  [power, minimal]: readonly [power: string, minimal: string],
): Check {
  const peoplePerArm = 400_000 / 3
  const published = (name: string) => powerFigure(reference, 'mean metric mean=10', name)
  const found = minimalDetectableEffect(plan, peoplePerArm)
  const effect = found.kind === 'answer' ? found.relativeEffect : Number.NaN
  return checkFigures(`stats.gbstats.power.${kind}`, `Power and smallest effect, 400,000 people, ${kind}`, [
    ...figure('power', published(power), plannedPower(plan, 0.05, peoplePerArm)),
    ...figure('effect', published(minimal), effect),
  ])
}

const plannedMetrics = [
  { name: 'share', at: 0, outcome: proportionOutcome(0.1), relativeEffect: 0.05 },
  { name: 'amount', at: 1, outcome: { mean: 0.1, variance: 0.5 }, relativeEffect: 0.3 },
] as const

function weekChecks(reference: Reference, metric: (typeof plannedMetrics)[number]): Check[] {
  const { name, at, outcome, relativeEffect } = metric
  const tables = weekTables(reference)
  const input = { relativeEffect, peoplePerWeek: 4500, arms: 3, weeks: 9 }
  const once = planWeeks({ ...input, plan: { outcome } })
  const always = planWeeks({ ...input, plan: { outcome, sequentialTuning: 5000 } })
  const minimal = once.weeks.map((week) => week.minimalEffect ?? Number.NaN)
  const enough = tables.weeks_to_80pct_power[at]
  const tableCheck = (what: string, table: readonly (readonly [number, number])[], got: readonly number[]) =>
    checkFigures(
      `stats.gbstats.weeks.${name}.${what.replaceAll(' ', '-')}`,
      `Week by week, ${name}: ${what}`,
      got.flatMap((value, week) => figure(`${week + 1}:`, table[week]?.[at], value)),
    )
  return [
    tableCheck('power', tables['power_by_week_[m1,m2]'], once.weeks.map(powerOf)),
    tableCheck('smallest effect', tables['mde_by_week_[m1,m2]'], minimal),
    tableCheck('always-valid power', tables.sequential_5000_power, always.weeks.map(powerOf)),
    {
      id: `stats.gbstats.weeks.${name}.enough`,
      title: `Week by week, ${name}: weeks to 80 % power`,
      expected: String(enough),
      got: String(once.enoughAfterWeeks),
      ok: once.enoughAfterWeeks === enough,
    },
  ]
}

function powerOf({ power }: { readonly power: number }): number {
  return power
}

const rules: readonly (readonly [figure: string, rule: DecisionRule])[] = [
  ['scaling_factor_frequentist', { kind: 'fixed' }],
  ['scaling_factor_sequential_5000', { kind: 'sequential', tuning: 5000 }],
  ['scaling_factor_bayes_prior(.05,.001)', { kind: 'bayesian', prior: { mean: 0.05, variance: 0.001 } }],
]

function morePeopleChecks(reference: Reference): Check[] {
  const control = { kind: 'mean', n: 500, sum: 500, sumSquares: 1500 } as const
  const treatment = { kind: 'mean', n: 500, sum: 525, sumSquares: 1551.25 } as const
  const effect = measureEffect(control, treatment, 'relative')
  if (effect.kind === 'no_answer') throw new Error(effect.reason)
  return rules.map(([name, rule]) => {
    const more = morePeople({ effect, effectToFind: 0.05, rule })
    const got = more.kind === 'answer' ? more.growth : Number.NaN
    const title = `People needed in the middle of a test, ${rule.kind}`
    return checkFigures(`stats.gbstats.more-people.${rule.kind}`, title, [
      ...figure('times as many', powerFigure(reference, 'mid_experiment', name), got),
    ])
  })
}
