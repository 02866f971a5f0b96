import { type PlannedProperty, planLimits, plannedPathSchema, type ValueType } from '@rapport/contract'
import type { Json, JsonObject } from '../message'
import { typeOfValue } from './types'

/** Fewer messages say nothing of what is always there. */
const samplesMin = 20
/** Objects within objects that are looked into. */
const depthMax = 4
const elementsMax = 50

interface Seen {
  count: number
  readonly types: Set<ValueType>
  /** Objects in which it could have stood. */
  readonly parent: string
}

/** What properties a number of messages show: types as seen, required where every one has it. */
export function inferProperties(samples: readonly JsonObject[]): PlannedProperty[] {
  const seen = new Map<string, Seen>()
  const parents = new Map<string, number>()
  for (const sample of samples) lookInto(sample, '', 0, seen, parents)
  return [...seen]
    .filter(([path]) => plannedPathSchema.safeParse(path).success)
    .slice(0, planLimits.properties)
    .map(([path, { count, types, parent }]) =>
      declared(path, types, samples.length >= samplesMin && count === parents.get(parent)),
    )
    .sort((left, right) => (left.path < right.path ? -1 : 1))
}

/** Properties that were seen some time, beside what recent messages show. */
export function withOlder(
  recent: readonly PlannedProperty[],
  older: readonly { readonly path: string; readonly types: readonly string[] }[],
): PlannedProperty[] {
  const known = new Set(recent.map(({ path }) => path))
  const others = older
    .filter(({ path }) => !known.has(path) && plannedPathSchema.safeParse(path).success)
    .map(({ path, types }) =>
      declared(path, new Set(types.flatMap((type) => byCatalogueType[type] ?? [])), false),
    )
  return [...recent, ...others]
    .slice(0, planLimits.properties)
    .sort((left, right) => (left.path < right.path ? -1 : 1))
}

const byCatalogueType: Readonly<Record<string, ValueType>> = {
  string: 'text',
  number: 'number',
  boolean: 'boolean',
  list: 'list',
  object: 'object',
}

function declared(path: string, types: ReadonlySet<ValueType>, required: boolean): PlannedProperty {
  return {
    path,
    description: '',
    types: settled(types),
    required,
    allowed: [],
    pattern: '',
    min: null,
    max: null,
  }
}

/** Whole numbers may be amounts that happened to be round; a text that was once no moment is a text. */
function settled(types: ReadonlySet<ValueType>): ValueType[] {
  const wide = new Set([...types].map((type) => (type === 'integer' ? 'number' : type)))
  if (wide.has('text')) wide.delete('moment')
  return [...wide].sort()
}

function lookInto(
  object: JsonObject,
  prefix: string,
  depth: number,
  seen: Map<string, Seen>,
  parents: Map<string, number>,
): void {
  parents.set(prefix, (parents.get(prefix) ?? 0) + 1)
  for (const [key, value] of Object.entries(object)) {
    if (value === null) continue
    const path = prefix ? `${prefix}.${key}` : key
    const known = seen.get(path) ?? { count: 0, types: new Set<ValueType>(), parent: prefix }
    known.count += 1
    const type = typeOfValue(value)
    if (type !== 'null') known.types.add(type)
    seen.set(path, known)
    if (depth < depthMax)
      for (const [inner, at] of objectsIn(value, path)) lookInto(inner, at, depth + 1, seen, parents)
  }
}

function objectsIn(value: Json, path: string): [JsonObject, string][] {
  if (Array.isArray(value))
    return value.slice(0, elementsMax).flatMap((item) => (isObject(item) ? [[item, `${path}[]`]] : []))
  return isObject(value) ? [[value, path]] : []
}

function isObject(value: Json): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
