import type { Comparison, EventRule, Measure } from '@rapport/contract'
import { type Compiling, comparisonSql, conditionSql, instantSql, numberSql, spanSql } from './condition-sql'
import { windowSpan } from './moments'
import type { Params } from './params'
import { isListPath } from './path'

/** Numbers in properties are added up in ten-thousandths, as integers: the order of addition changes nothing. */
export const sumScale = 10_000

/** Larger numbers take no part in sums: ten-thousandths of them would not fit into 64 bits many times over. */
export const summandMax = 1e12

/** Registers an aggregate over the events of one scan; gives the name of its column. */
export type AddColumn = (aggregate: string) => string

/** An event leaf as an expression over aggregates of its scan; 0 or 1, never null. People without events have zeros. */
export function eventRuleSql(compiling: Compiling, rule: EventRule, add: AddColumn): string {
  const counts = eventFilterSql(compiling, rule)
  return measureSql(rule.measure, counts, rule.compare, compiling.params, add)
}

/** Which rows of the scan the leaf counts. */
function eventFilterSql(compiling: Compiling, rule: EventRule): string {
  const { params, context } = compiling
  const inWindow = spanSql('time', windowSpan(rule.window, context), (ms) => instantSql(params, ms))
  const filters = rule.where.map(({ property, condition }) =>
    conditionSql(compiling, 'properties', property, condition),
  )
  return [inWindow, ...filters].join(' AND ')
}

function measureSql(
  measure: Measure,
  counts: string,
  compare: Comparison,
  params: Params,
  add: AddColumn,
): string {
  if (measure.kind === 'count') return comparisonSql(add(`countIf(${counts})`), compare, params)
  const { sum, number, scale } = summands(measure, counts)
  const total = add(sum)
  if (measure.kind === 'sum')
    return comparisonSql(scale === 1 ? total : `${total} / ${scale}`, compare, params)
  const size = add(number)
  return `(${size} > 0 AND ${comparisonSql(`${total} / (${size} * ${scale})`, compare, params)})`
}

/** The sum of what is measured, in units of 1/scale, and the number of values in it. */
function summands(measure: Exclude<Measure, { kind: 'count' }>, counts: string) {
  if (measure.of.kind === 'value')
    return { sum: `sumIf(value_minor, ${counts})`, number: `countIf(${counts})`, scale: 1 }
  const value = numberSql('properties', measure.of.property)
  const scaled = (x: string) => `toInt64(floor(${x} * ${sumScale} + 0.5))`
  const takesPart = (x: string) => `ifNull(abs(${x}) <= ${summandMax}, 0)`
  if (!isListPath(measure.of.property)) {
    const counted = `${counts} AND ${takesPart(value)}`
    return {
      sum: `sumIf(${scaled(`assumeNotNull(${value})`)}, ${counted})`,
      number: `countIf(${counted})`,
      scale: sumScale,
    }
  }
  const values = `arrayFilter(x -> ${takesPart('x')}, ${value})`
  return {
    sum: `sumIf(arraySum(x -> ${scaled('assumeNotNull(x)')}, ${values}), ${counts})`,
    number: `sumIf(length(${values}), ${counts})`,
    scale: sumScale,
  }
}
