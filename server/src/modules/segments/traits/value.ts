import type { ComputedDefinition, ComputedValue, TraitMeasure } from '@rapport/contract'
import { valueTypeOf } from '@rapport/contract'
import type { Json } from '../../events'
import {
  chosenEvents,
  type EventFact,
  evaluate,
  measure as measureOf,
  type PersonFacts,
} from '../rule/evaluate'
import { parseMoment, type RuleContext } from '../rule/moments'
import { valuesAt } from '../rule/values'

/** What is measured before it is a value: milliseconds of dates, 0 and 1, total and number of an average. */
export type Raw = string | number | null | readonly [total: number, size: number]

/** Sums of properties come in ten-thousandths. */
const scale = 10_000

/** The value of a trait out of what was measured; null is no value. */
export function valueFrom(definition: ComputedDefinition, raw: Raw): ComputedValue {
  if (raw === null || raw === undefined) return null
  const type = valueTypeOf(definition)
  if (typeof raw === 'object') return averageFrom(raw, type === 'money')
  if (type === 'boolean') return raw === 1
  if (type === 'date') return new Date(Number(raw)).toISOString()
  if (isScaledSum(definition)) return plain(Number(raw) / scale)
  return typeof raw === 'number' ? plain(raw) : raw
}

function averageFrom([total, size]: readonly [number, number], isMoney: boolean): number | null {
  if (size === 0) return null
  return isMoney ? plain(Math.round(total / size)) : plain(Math.round(total / size) / scale)
}

function isScaledSum(definition: ComputedDefinition): boolean {
  return (
    definition.kind === 'events' &&
    definition.measure.kind === 'sum' &&
    definition.measure.of.kind === 'property'
  )
}

/** There is one nought. */
const plain = (value: number): number => value + 0

/**
 * The value of a trait for one person at a moment. This is what a definition means, written to be plainly right: the
 * compiled SQL is tested against it.
 */
export function traitValueOf(
  definition: ComputedDefinition,
  person: PersonFacts,
  context: RuleContext,
): ComputedValue {
  if (definition.kind === 'rule') return evaluate(definition.rule, person, context)
  const { measure, ...choice } = definition
  const events = chosenEvents(choice, person.events, context)
  return events === null ? null : valueFrom(definition, rawOf(measure, events, context))
}

function rawOf(measure: TraitMeasure, events: readonly EventFact[], context: RuleContext): Raw {
  switch (measure.kind) {
    case 'count':
    case 'distinct':
      return measureOf(measure, events)
    case 'sum':
      return totalOf(measure.of, events).total
    case 'average': {
      const { total, size } = totalOf(measure.of, events)
      return [total, size]
    }
    case 'min':
    case 'max': {
      const { of } = measure
      const numbers = events.flatMap((event) =>
        of.kind === 'value' ? [event.valueMinor] : typedValues(event, of.property, 'number', context),
      ) as number[]
      if (numbers.length === 0) return null
      return measure.kind === 'min' ? Math.min(...numbers) : Math.max(...numbers)
    }
    case 'first_time':
    case 'last_time': {
      const times = events.map(({ time }) => time.getTime())
      if (times.length === 0) return null
      return measure.kind === 'first_time' ? Math.min(...times) : Math.max(...times)
    }
    case 'first_value':
    case 'last_value':
      return endValue(measure, events, context)
    case 'most_frequent': {
      const values = events.flatMap((event) => typedValues(event, measure.property, measure.as, context))
      const often = (value: Scalar) => values.filter((other) => other === value).length
      return [...values].sort((left, right) => often(right) - often(left) || order(left, right))[0] ?? null
    }
  }
}

/** Of the earliest or latest event that has a value; of several at that moment the smallest. */
function endValue(
  { kind, property, as }: Extract<TraitMeasure, { kind: 'first_value' | 'last_value' | 'most_frequent' }>,
  events: readonly EventFact[],
  context: RuleContext,
): Scalar | null {
  const valued = events.filter((event) => typedValues(event, property, as, context).length > 0)
  const times = valued.map(({ time }) => time.getTime())
  const endMs = kind === 'first_value' ? Math.min(...times) : Math.max(...times)
  const atEnd = valued.filter(({ time }) => time.getTime() === endMs)
  return atEnd.flatMap((event) => typedValues(event, property, as, context)).sort(order)[0] ?? null
}

/** The total in units of 1/scale, or in minor units, and over how many values. */
function totalOf(
  of: Extract<TraitMeasure, { of: unknown }>['of'],
  events: readonly EventFact[],
): { readonly total: number; readonly size: number } {
  if (of.kind === 'value')
    return { total: events.reduce((sum, { valueMinor }) => sum + valueMinor, 0), size: events.length }
  const numbers = events
    .flatMap((event) => valuesAt(event.properties, of.property))
    .filter((value): value is number => typeof value === 'number' && Math.abs(value) <= 1e12)
  const total = numbers.reduce((sum, number) => sum + BigInt(Math.floor(number * scale + 0.5)), 0n)
  return { total: Number(total), size: numbers.length }
}

type Scalar = string | number

/** The values of one type that an event has at a path: dates as milliseconds, yes and no as 1 and 0. */
function typedValues(
  event: EventFact,
  property: string,
  as: Extract<TraitMeasure, { as: unknown }>['as'],
  { timezone }: RuleContext,
): Scalar[] {
  return valuesAt(event.properties, property).flatMap((value: Json): Scalar[] => {
    if (as === 'number') return typeof value === 'number' ? [value] : []
    if (as === 'boolean') return typeof value === 'boolean' ? [Number(value)] : []
    if (typeof value !== 'string') return []
    if (as === 'text') return [value]
    const ms = parseMoment(value, timezone)
    return ms === null ? [] : [ms]
  })
}

/** Numbers by size, texts by their bytes, as ClickHouse sorts them. */
function order(left: Scalar, right: Scalar): number {
  if (typeof left === 'number' && typeof right === 'number') return left - right
  return Buffer.compare(Buffer.from(String(left)), Buffer.from(String(right)))
}
