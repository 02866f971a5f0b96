import type { LookalikeTrait } from '@rapport/contract'
import { type Points, quantile7 } from '@rapport/stats'
import type { RuleColumn } from '../../clusters/rule-of'
import { hasValues, type Measure, type People } from './people'

/** One column of the model: a measure as it is, or whether it has one of its values. */
export interface Feature extends LookalikeTrait {
  /** The place of the measure among all. */
  readonly measure: number
  readonly value: string | null
  /** The place of the value, from 1 on; 0 for numbers. */
  readonly place: number
  /** Stands for a missing number. */
  readonly fill: number
}

/** Counts and amounts of which somebody who has none has nothing; a missing date is long ago; else nothing is known. */
const noneIsZero: ReadonlySet<string> = new Set([
  ...['orders', 'revenue', 'refunds', 'orders_90d', 'revenue_90d', 'discount_share', 'distinct_products'],
])

const fillRowsMax = 4_000

/** The columns that measures come to, with what stands for a missing number, going by some rows. */
export function featuresOf(measures: readonly Measure[], people: People, rows: Uint32Array): Feature[] {
  return measures.flatMap((measure, index): Feature[] => {
    const { trait, kind } = measure
    if (hasValues(measure))
      return measure.values.map((value, at) => ({
        trait,
        kind,
        measure: index,
        value,
        place: at + 1,
        fill: 0,
      }))
    return [
      {
        trait,
        kind,
        measure: index,
        value: null,
        place: 0,
        fill: fillOf(measure, people.columns[index], rows),
      },
    ]
  })
}

function fillOf({ trait, kind }: Measure, column: Float64Array | undefined, rows: Uint32Array): number {
  if (noneIsZero.has(trait)) return 0
  const stride = Math.max(1, Math.ceil(rows.length / fillRowsMax))
  const present = Float64Array.from(
    rows.filter((_, at) => at % stride === 0),
    (row) => column?.[row] ?? Number.NaN,
  )
    .filter((value) => !Number.isNaN(value))
    .sort()
  if (present.length === 0) return 0
  return kind === 'days_since' ? (present.at(-1) ?? 0) : quantile7(present, 0.5)
}

/** Some rows of people as the columns of the features, nothing missing. */
export function pointsOfRows(people: People, features: readonly Feature[], rows: ArrayLike<number>): Points {
  const values = new Float64Array(rows.length * features.length)
  for (const [column, { measure, place, fill }] of features.entries()) {
    const from = people.columns[measure] as Float64Array
    for (let index = 0, at = column; index < rows.length; index += 1, at += features.length) {
      const value = from[rows[index] as number] as number
      if (place > 0) values[at] = value === place ? 1 : 0
      else values[at] = Number.isNaN(value) ? fill : value
    }
  }
  return { rows: rows.length, columns: features.length, values }
}

/** A column as a rule asks about it. */
export function ruleColumnOf({ trait, kind, value }: Feature): RuleColumn {
  if (kind === 'choice' && value !== null)
    return {
      trait,
      kind: 'has_value',
      has: { type: 'text', op: 'is', values: [value] },
      hasNot: { type: 'text', op: 'is_not', values: [value] },
    }
  if (kind === 'hour')
    return {
      trait,
      kind: 'has_value',
      has: { type: 'number', op: 'is', value: Number(value) },
      hasNot: { type: 'number', op: 'is_not', value: Number(value) },
    }
  return { trait, kind: kind === 'choice' ? 'number' : kind }
}
