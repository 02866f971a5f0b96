import { unreachable } from '../../../kernel/assert'
import { own } from '../../../kernel/own'
import type { Json, JsonObject } from '../../events'
import { type ComputedDefinition, definitions, definitionsByEvent, type Source } from './definitions'

/** The part of an event that computed traits look at. */
export interface CountedEvent {
  readonly name: string
  readonly messageId: string
  readonly timeMs: number
  readonly valueMinor: number
  readonly properties: JsonObject
  /** Hour of the day in the workspace's zone, 0 to 23. */
  readonly hour: number
}

type Moment = readonly [timeMs: number, messageId: string, value: Json]
type Tally = Readonly<Record<string, number>>
/** What one computed trait has seen so far. */
export type Accumulator = number | Moment | Tally
/** All computed traits of one profile, by name. */
export type ComputedState = Readonly<Record<string, Accumulator>>

/**
 * Different values counted per trait. Past it new values are not counted: a favourite hardly notices, and a number of
 * different values ends here.
 */
export const tallyKeysMax = 500
const dayMs = 86_400_000

/** The state after one more event. The order of events does not matter. */
export function addEvent(state: ComputedState, event: CountedEvent): ComputedState {
  const fed = definitionsByEvent.get(event.name)
  if (!fed) return state
  const next: Record<string, Accumulator> = { ...state }
  for (const [name, definition] of fed) {
    const added = lift(definition, event)
    if (added !== null) next[name] = combineOne(definition, next[name], added)
  }
  return next
}

/** The state of two profiles taken together. */
export function combineStates(left: ComputedState, right: ComputedState): ComputedState {
  const result: Record<string, Accumulator> = { ...left }
  for (const [name, accumulator] of Object.entries(right)) {
    const definition = definitions[name]
    if (definition) result[name] = combineOne(definition, result[name], accumulator)
  }
  return result
}

/** What a single event contributes; null when nothing. */
function lift(definition: ComputedDefinition, event: CountedEvent): Accumulator | null {
  switch (definition.kind) {
    case 'count':
      return !definition.whereAny || definition.whereAny.some((path) => isPresent(event.properties[path]))
        ? 1
        : null
    case 'sum':
      return definition.of === 'value' ? event.valueMinor : numberAt(event, definition.of)
    case 'first':
    case 'last':
      return momentOf(definition.of, event)
    case 'most_frequent':
    case 'distinct':
      return tallyOf(definition.of, event)
    case 'rolling':
      return { [Math.floor(event.timeMs / dayMs)]: definition.of === 'value' ? event.valueMinor : 1 }
    default:
      return unreachable(definition)
  }
}

function combineOne(
  definition: ComputedDefinition,
  left: Accumulator | undefined,
  right: Accumulator,
): Accumulator {
  if (left === undefined) return right
  switch (definition.kind) {
    case 'count':
    case 'sum':
      return (left as number) + (right as number)
    case 'first':
      return isBefore(left as Moment, right as Moment) ? left : right
    case 'last':
      return isBefore(left as Moment, right as Moment) ? right : left
    case 'most_frequent':
    case 'distinct':
      return addTallies(left as Tally, right as Tally)
    case 'rolling':
      return addDays(left as Tally, right as Tally, definition.days + 1)
    default:
      return unreachable(definition)
  }
}

/** By time; equal times by message id, so that the order of arrival decides nothing. */
function isBefore(left: Moment, right: Moment): boolean {
  return left[0] !== right[0] ? left[0] < right[0] : left[1] <= right[1]
}

function addTallies(left: Tally, right: Tally): Tally {
  const result: Record<string, number> = { ...left }
  let size = Object.keys(result).length
  for (const [key, count] of Object.entries(right)) {
    const before = own(result, key)
    if (before === undefined && size >= tallyKeysMax) continue
    if (before === undefined) size += 1
    result[key] = (before ?? 0) + count
  }
  return result
}

/**
 * Amounts by day (days since 1970), of the newest `daysMax` days with any: a window of as many days less one, and the
 * day that a message may be ahead of our clock, holds no others, now or later.
 */
function addDays(left: Tally, right: Tally, daysMax: number): Tally {
  const result: Record<string, number> = { ...left }
  for (const [day, amount] of Object.entries(right)) result[day] = (result[day] ?? 0) + amount
  const days = Object.keys(result)
  if (days.length <= daysMax) return result
  const newest = days.sort((one, other) => Number(other) - Number(one)).slice(0, daysMax)
  return Object.fromEntries(newest.map((day) => [day, result[day] ?? 0]))
}

function momentOf(of: Source | 'time', event: CountedEvent): Moment | null {
  if (of === 'time') return [event.timeMs, event.messageId, null]
  if (of === 'value') return [event.timeMs, event.messageId, event.valueMinor]
  const [value] = valuesAt(event.properties, of.path)
  return value === undefined ? null : [event.timeMs, event.messageId, value]
}

function tallyOf(of: Source | 'hour', event: CountedEvent): Tally | null {
  if (of === 'hour') return { [event.hour]: 1 }
  if (of === 'value') return { [event.valueMinor]: 1 }
  const tally: Record<string, number> = {}
  for (const value of valuesAt(event.properties, of.path)) {
    if (typeof value !== 'string' && typeof value !== 'number') continue
    const key = String(value).slice(0, 100)
    if (key !== '') tally[key] = (own(tally, key) ?? 0) + 1
  }
  return Object.keys(tally).length > 0 ? tally : null
}

function numberAt(event: CountedEvent, of: { readonly path: string }): number | null {
  const [value] = valuesAt(event.properties, of.path)
  return typeof value === 'number' ? value : null
}

/** The values at a path: one for a plain path, one a list item for `list[].key|other`. */
function valuesAt(properties: JsonObject, path: string): Json[] {
  const [head = '', tail] = path.split('[].')
  const value = properties[head]
  if (tail === undefined) return value === undefined || value === null ? [] : [value]
  if (!Array.isArray(value)) return []
  const keys = tail.split('|')
  return value.flatMap((item: Json) => {
    if (!isRecord(item)) return []
    const key = keys.find((one) => item[one] !== undefined && item[one] !== null && item[one] !== '')
    return key === undefined ? [] : [item[key] as Json]
  })
}

/** Whether there is any: a text of nothing but zero (`0.00`) is none, another text (`SPRING10`) is one. */
function isPresent(value: Json | undefined): boolean {
  return typeof value === 'number'
    ? value > 0
    : typeof value === 'string'
      ? Number(value) !== 0
      : Boolean(value)
}

function isRecord(value: Json): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
