import type { ComputedDefinition, TraitMeasure } from '@rapport/contract'
import type { Nodes } from '../nodes'
import { figuresSql, type Parts, ruleSql } from '../rule/compile'
import { type Compiling, momentSql, numberSql } from '../rule/condition-sql'
import { type CountedEvents, countedEvents } from '../rule/event-sql'
import { differentSql, summandsSql } from '../rule/measure-sql'
import type { RuleContext } from '../rule/moments'
import type { Statement } from '../rule/params'
import { anyPath, isListPath, typedPath } from '../rule/path'
import type { Raw } from './value'

/** A trait as far as values are concerned. */
export interface AskedTrait {
  readonly key: string
  readonly definition: ComputedDefinition
}

export interface ValueRow {
  readonly profile_id: string
  /** `v0`, `v1` …: what was measured; `h0`, `h1` …: what the profile holds. */
  readonly [column: string]: Raw
}

/** What traits measure of some profiles, in the order of the traits, and what the profiles hold at present. */
export function valuesSql(
  workspaceId: string,
  traits: readonly AskedTrait[],
  context: RuleContext,
  only: Nodes,
): Statement {
  const rules = traits.flatMap(({ definition }) => (definition.kind === 'rule' ? [definition.rule] : []))
  const write = (parts: Parts) =>
    Object.fromEntries(traits.map(({ definition }, index) => [`v${index}`, rawSql(definition, parts)]))
  const columns = () =>
    Object.fromEntries(traits.map(({ key }, index) => [`h${index}`, anyPath('traits', key)]))
  return figuresSql(workspaceId, rules, context, write, { only, columns })
}

/** What is measured, as an expression; `value.ts` makes the value of it. */
function rawSql(definition: ComputedDefinition, parts: Parts): string {
  if (definition.kind === 'rule') return `toUInt8(${ruleSql(definition.rule, parts)})`
  const { measure, ...choice } = definition
  return measureSql(measure, countedEvents(parts.compiling, parts.scans, choice), parts.compiling)
}

function measureSql(measure: TraitMeasure, counted: CountedEvents, compiling: Compiling): string {
  switch (measure.kind) {
    case 'count':
      return counted.figure(counted.number)
    case 'distinct':
      return counted.figure(counted.different(differentSql(measure.property)))
    case 'sum':
      return counted.figure(counted.sums(summandsSql(measure.of)).total())
    case 'average': {
      const { total, size } = counted.sums(summandsSql(measure.of))
      return `[toInt64(${total()}), toInt64(${size()})]`
    }
    case 'min':
    case 'max': {
      const { of } = measure
      const values = of.kind === 'value' ? '[value_minor]' : valuesSqlOf(of.property, 'number', compiling)
      const pairs = counted.pairs(values)
      const extreme = measure.kind === 'min' ? 'arrayMin' : 'arrayMax'
      return ifAny(pairs, `${extreme}(row -> row.2, ${pairs})`)
    }
    case 'first_time':
    case 'last_time':
      return counted.time(measure.kind === 'first_time' ? 'first' : 'last')
    case 'first_value':
    case 'last_value': {
      const pairs = counted.pairs(valuesSqlOf(measure.property, measure.as, compiling))
      const order = measure.kind === 'first_value' ? 'row' : '(-row.1, row.2)'
      return ifAny(pairs, `arraySort(row -> ${order}, ${pairs})[1].2`)
    }
    case 'most_frequent': {
      const pairs = counted.pairs(valuesSqlOf(measure.property, measure.as, compiling))
      return ifAny(pairs, mostFrequentSql(pairs))
    }
  }
}

const ifAny = (pairs: string, value: string) => `if(empty(${pairs}), NULL, ${value})`

function mostFrequentSql(pairs: string): string {
  const values = `arrayMap(row -> row.2, ${pairs})`
  const counts = `arrayMap(value -> (-toInt64(countEqual(${values}, value)), value), arrayDistinct(${values}))`
  return `arraySort(${counts})[1].2`
}

/** The values of one type that one event has at a path, as a list. */
function valuesSqlOf(
  property: string,
  as: Extract<TraitMeasure, { as: unknown }>['as'],
  { params, context }: Compiling,
): string {
  const listed = (value: string) => (isListPath(property) ? value : `[${value}]`)
  const present = (list: string) =>
    `arrayMap(one -> assumeNotNull(one), arrayFilter(one -> isNotNull(one), ${list}))`
  const texts = listed(typedPath('properties', property, 'String'))
  switch (as) {
    case 'text':
      return present(texts)
    case 'number':
      return present(listed(numberSql('properties', property)))
    case 'boolean':
      return `arrayMap(one -> toUInt8(one), ${present(listed(typedPath('properties', property, 'Bool')))})`
    case 'date':
      return present(
        `arrayMap(text -> ${momentSql('text', params.bind('String', context.timezone))}, ${texts})`,
      )
  }
}
