import type { Measure } from '@rapport/contract'
import { numberSql } from './condition-sql'
import { isListPath, typedPath } from './path'

/** Numbers in properties are added up in ten-thousandths, as integers: the order of addition changes nothing. */
const sumScale = 10_000

/** Larger numbers take no part in sums: ten-thousandths of them would not fit into 64 bits many times over. */
const summandMax = 1e12

/** What one event adds to a sum, in units of 1/scale, and how many values that is. */
export interface Summands {
  readonly summand: string
  readonly size: string
  readonly scale: number
}

export function summandsSql(of: Extract<Measure, { kind: 'sum' | 'average' }>['of']): Summands {
  if (of.kind === 'value') return { summand: 'value_minor', size: '1', scale: 1 }
  const value = numberSql('properties', of.property)
  const scaled = (x: string) => `toInt64(floor(${x} * ${sumScale} + 0.5))`
  const takesPart = (x: string) => `ifNull(abs(${x}) <= ${summandMax}, 0)`
  if (!isListPath(of.property))
    return {
      summand: `if(${takesPart(value)}, ${scaled(`assumeNotNull(${value})`)}, 0)`,
      size: takesPart(value),
      scale: sumScale,
    }
  const values = `arrayFilter(x -> ${takesPart('x')}, ${value})`
  return {
    summand: `arraySum(x -> ${scaled('assumeNotNull(x)')}, ${values})`,
    size: `length(${values})`,
    scale: sumScale,
  }
}

/** The values of a property in one event, as a list of texts that differ when the values do. */
export function differentSql(property: string): string {
  const listed = (value: string) => (isListPath(property) ? value : `[${value}]`)
  const keys = [
    `arrayMap(x -> concat('text ', x), ${listed(typedPath('properties', property, 'String'))})`,
    `arrayMap(x -> concat('number ', toString(x)), ${listed(numberSql('properties', property))})`,
    `arrayMap(x -> concat('boolean ', toString(x)), ${listed(typedPath('properties', property, 'Bool'))})`,
  ]
  return `arrayMap(x -> assumeNotNull(x), arrayFilter(x -> isNotNull(x), arrayConcat(${keys.join(', ')})))`
}
