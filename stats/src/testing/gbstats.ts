import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Belief, Indifference, Prior } from '../bayesian'
import { bayesianEffect } from '../bayesian'
import type { Effect, EffectRefusal } from '../effect'
import { measureEffect } from '../effect'
import type { Alternative } from '../interval'
import type { NoAnswer } from '../no-answer'
import type { Sample } from '../sample'
import { sequentialTest } from '../sequential'
import type { TestResult } from '../welch'
import { welchTest } from '../welch'

/** An arm as the reference file writes it; without squares it is a proportion. */
interface ReferenceArm {
  readonly n: number
  readonly sum: number
  readonly sum_squares?: number
}

export interface FrequentistCase {
  readonly test: string
  readonly a: ReferenceArm
  readonly b: ReferenceArm
  readonly expected?: number
  readonly ci: readonly [number | null, number | null]
  readonly stddev?: number
  readonly p: number
}

export interface BayesianCase {
  readonly test: string
  readonly a?: ReferenceArm
  readonly b?: ReferenceArm
  readonly expected?: number
  readonly ci?: readonly [number, number]
  readonly stddev?: number
  readonly chanceToWin?: number
  readonly risk?: readonly [number, number]
}

export type SampleRatioCase = readonly [people: number[], weights: number[], pValue: number]
type WeekPair = readonly [binomial: number, amount: number]

interface WeeksReference {
  readonly 'power_by_week_[m1,m2]': readonly WeekPair[]
  readonly 'mde_by_week_[m1,m2]': readonly WeekPair[]
  readonly sequential_5000_power: readonly WeekPair[]
  readonly weeks_to_80pct_power: readonly [number | null, number | null]
}

interface GbstatsFile {
  readonly frequentist: readonly FrequentistCase[]
  readonly bayesian: readonly BayesianCase[]
  readonly srm_chi_square_p: readonly SampleRatioCase[]
  readonly power: Readonly<Record<string, Readonly<Record<string, number>>>>
}

/** The published A/B expectations, as they are in the data set. */
export function readGbstats(dataDir: string): GbstatsFile {
  return JSON.parse(readFileSync(join(dataDir, 'abtest-gbstats', 'ref_expectations.json'), 'utf8'))
}

/** A figure of the power section: the section is found by how its title begins. */
export function powerFigure(file: GbstatsFile, title: string, figure: string): number {
  const value = powerSection(file, title)[figure]
  if (value === undefined) throw new Error(`no figure ${figure} under ${title}`)
  return value
}

/** The week by week tables of the power section. */
export function weekTables(file: GbstatsFile): WeeksReference {
  return powerSection(file, 'usersPerWeek') as unknown as WeeksReference
}

function powerSection({ power }: GbstatsFile, title: string): Readonly<Record<string, number>> {
  const found = Object.entries(power).find(([key]) => key.startsWith(title))
  if (!found) throw new Error(`no section ${title}`)
  return found[1]
}

/** Our test of a frequentist or sequential case; its title says which test, scale and tuning it is. */
export function runFrequentist(reference: FrequentistCase): TestResult & { standardError: number } {
  const { test } = reference
  const effect = effectOf(reference)
  if (effect.kind === 'no_answer') throw new Error(`${test}: ${effect.reason}`)
  const options = { alternative: alternativeOf(test), tuning: Number(/tuning=(\d+)/.exec(test)?.[1] ?? 5000) }
  const result = test.startsWith('sequential') ? sequentialTest(effect, options) : welchTest(effect, options)
  return { ...result, standardError: effect.standardError }
}

/** Our belief in a Bayesian case that carries samples; without them, of nobody at all. */
export function runBayesian(reference: BayesianCase): Belief | Indifference {
  return bayesianEffect(effectOf({ a: nobody, b: nobody, ...reference }), { prior: priorOf(reference.test) })
}

const nobody: ReferenceArm = { n: 0, sum: 0, sum_squares: 0 }

function effectOf({
  test,
  a,
  b,
}: {
  test: string
  a: ReferenceArm
  b: ReferenceArm
}): Effect | NoAnswer<EffectRefusal> {
  const scale = test.includes('absolute') ? 'absolute' : 'relative'
  const [control, treatment] = test.includes('regression-adjusted')
    ? adjustable(a, b)
    : [sampleOf(a), sampleOf(b)]
  return measureEffect(control, treatment, scale)
}

function sampleOf({ n, sum, sum_squares }: ReferenceArm): Sample {
  return sum_squares === undefined
    ? { kind: 'proportion', n, successes: sum }
    : { kind: 'mean', n, sum, sumSquares: sum_squares }
}

/** The one adjusted case states its covariate in words: these are its sums. */
function adjustable(a: ReferenceArm, b: ReferenceArm): [Sample, Sample] {
  const withCovariate = ({ n, sum, sum_squares = 0 }: ReferenceArm, sumX: number, sumX2: number): Sample => ({
    kind: 'covariate',
    n,
    sumY: sum,
    sumY2: sum_squares,
    sumX,
    sumX2,
    sumXY: 1,
  })
  return [withCovariate(a, 16.87, 527.9767), withCovariate(b, 22.7, 1348.29)]
}

function alternativeOf(test: string): Alternative {
  if (test.includes('one-sided greater')) return 'greater'
  return test.includes('one-sided lesser') ? 'lesser' : 'two_sided'
}

function priorOf(test: string): Prior | undefined {
  return test.includes('prior mean .1 var .1') ? { mean: 0.1, variance: 0.1 } : undefined
}

/** Half a unit of the last digit that was published: five decimals, or as many as were printed up to twelve. */
export function publishedTolerance(value: number): number {
  const decimals = /\.(\d+)$/.exec(String(value))?.[1]?.length ?? 0
  return 0.5 * 10 ** -Math.min(12, Math.max(5, decimals)) * (1 + 1e-6)
}

/**
 * Upstream bisects for a one-sided sequential p and returns the midpoint after the one it found good, half a step off the
 * root. `sequential.test.ts` repeats its loop and gets its number to the last digit; the root may differ by that step.
 */
export function bisectedTolerance({ test }: FrequentistCase): number | undefined {
  return test.startsWith('sequential one-sided') ? 2.5e-4 : undefined
}
