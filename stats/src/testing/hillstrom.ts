import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import type { MeanSample, ProportionSample } from '../sample'

export const hillstromArms = ['No E-Mail', 'Mens E-Mail', 'Womens E-Mail'] as const
export const hillstromOutcomes = ['visit', 'conversion', 'spend'] as const
export type HillstromArm = (typeof hillstromArms)[number]
export type HillstromOutcome = (typeof hillstromOutcomes)[number]

interface OutcomeSums {
  readonly visit: ProportionSample
  readonly conversion: ProportionSample
  readonly spend: MeanSample
}

/** Sums of each outcome in each arm of the 64,000-row e-mail test. */
export type HillstromSums = Readonly<Record<HillstromArm, OutcomeSums>>

/** One test of a comparison in the reference file; `risk` and the like are left to where they are read. */
interface ReferenceInterval {
  readonly ci: readonly [number, number]
}

interface ReferenceScale {
  readonly freq: ReferenceInterval & {
    readonly expected: number
    readonly p: number
    readonly stderr: number
  }
  readonly sequential_5000: ReferenceInterval & { readonly p: number }
  readonly bayes_flat_prior: ReferenceInterval & {
    readonly expected: number
    readonly chanceToWin: number
    readonly risk: readonly [number, number]
  }
}

interface ReferenceArm {
  readonly n: number
  readonly sum: number
  readonly sumsq: number
}

export interface HillstromReference {
  readonly absolute: ReferenceScale
  readonly relative: ReferenceScale
  readonly control: ReferenceArm
  readonly treatment: ReferenceArm
}

/** What GrowthBook's package says of each comparison, keyed "arm vs No E-Mail / outcome". */
export function readHillstromReference(dataDir: string): Readonly<Record<string, HillstromReference>> {
  return JSON.parse(readFileSync(join(dataDir, 'hillstrom-email', 'ref_gbstats_ab.json'), 'utf8'))
}

/** Counts the rows. The last four columns are segment, visit, conversion and spend; only an earlier one is ever quoted. */
export function readHillstrom(dataDir: string): HillstromSums {
  const text = gunzipSync(readFileSync(join(dataDir, 'hillstrom-email', 'hillstrom.csv.gz'))).toString('utf8')
  const rows = text
    .trim()
    .split(/\r?\n/)
    .slice(1)
    .map((line) => line.split(',').slice(-4))
  const sumsOf = (arm: HillstromArm): OutcomeSums => {
    const ofArm = rows.filter(([segment]) => segment === arm)
    return { visit: shareOf(ofArm, 1), conversion: shareOf(ofArm, 2), spend: amountOf(ofArm, 3) }
  }
  return {
    'No E-Mail': sumsOf('No E-Mail'),
    'Mens E-Mail': sumsOf('Mens E-Mail'),
    'Womens E-Mail': sumsOf('Womens E-Mail'),
  }
}

function shareOf(rows: readonly string[][], column: number): ProportionSample {
  const { n, sum } = amountOf(rows, column)
  return { kind: 'proportion', n, successes: sum }
}

function amountOf(rows: readonly string[][], column: number): MeanSample {
  const values = rows.map((row) => Number(row[column]))
  return {
    kind: 'mean',
    n: values.length,
    sum: values.reduce((sum, value) => sum + value, 0),
    sumSquares: values.reduce((sum, value) => sum + value * value, 0),
  }
}
