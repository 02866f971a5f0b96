import { type PlannedProperty, plannedPathSchema, type ValueType } from '@rapport/contract'
import { parsePattern } from './pattern'

export type Schema = { readonly [key: string]: unknown }

export interface Skipped {
  readonly where: string
  readonly what: string
}

/** Keywords of JSON Schema that a plan has no counterpart for; each is named when it is left out. */
const foreign = [
  '$ref',
  'allOf',
  'anyOf',
  'oneOf',
  'not',
  'if',
  'const',
  'dependencies',
  'patternProperties',
  'propertyNames',
  'uniqueItems',
  'multipleOf',
  'exclusiveMinimum',
  'exclusiveMaximum',
] as const

const byJsonType: Readonly<Record<string, ValueType>> = {
  string: 'text',
  number: 'number',
  integer: 'integer',
  boolean: 'boolean',
  array: 'list',
  object: 'object',
}

/** What a schema goes down to; deeper ones would be no message that is accepted. */
const depthMax = 12

export const isSchema = (value: unknown): value is Schema =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** The properties that a JSON Schema of an object declares, objects and lists within it too. */
export function propertiesOfSchema(schema: Schema, where: string, skipped: Skipped[]): PlannedProperty[] {
  return below(schema, '', 0, (path, what) => skipped.push({ where: `${where} ${path}`.trim(), what }))
}

type Skip = (path: string, what: string) => void

function below(schema: Schema, prefix: string, depth: number, skip: Skip): PlannedProperty[] {
  if (depth > depthMax || !isSchema(schema.properties)) return []
  const required = new Set(Array.isArray(schema.required) ? schema.required : [])
  return Object.entries(schema.properties).flatMap(([key, inner]) => {
    const path = prefix ? `${prefix}.${key}` : key
    if (!plannedPathSchema.safeParse(path).success || !isSchema(inner)) {
      skip(path, 'name')
      return []
    }
    return [propertyOf(inner, path, required.has(key), skip), ...within(inner, path, depth, skip)]
  })
}

function within(schema: Schema, path: string, depth: number, skip: Skip): PlannedProperty[] {
  const ofObject = below(schema, path, depth + 1, skip)
  const { items } = schema
  if (!isSchema(items)) return ofObject
  const element = propertyOf(items, `${path}[]`, false, skip)
  const saysSomething = element.types.some((type) => type !== 'object') || element.allowed.length > 0
  return [...ofObject, ...(saysSomething ? [element] : []), ...within(items, `${path}[]`, depth + 1, skip)]
}

function propertyOf(schema: Schema, path: string, required: boolean, skip: Skip): PlannedProperty {
  for (const keyword of foreign) if (schema[keyword] !== undefined) skip(path, keyword)
  const types = typesOf(schema)
  const [min, max] = limitsOf(schema, types)
  return {
    path,
    description: typeof schema.description === 'string' ? schema.description.slice(0, 500) : '',
    types,
    required,
    allowed: allowedOf(schema),
    pattern: patternOf(schema, path, skip),
    min,
    max,
  }
}

function typesOf({ type, format, properties, items }: Schema): ValueType[] {
  const named = (Array.isArray(type) ? type : [type]).flatMap((one) => {
    const known = typeof one === 'string' && Object.hasOwn(byJsonType, one) ? byJsonType[one] : undefined
    return known === 'text' && (format === 'date-time' || format === 'date')
      ? ['moment' as const]
      : (known ?? [])
  })
  if (named.length > 0) return [...new Set(named)]
  if (properties) return ['object']
  return items ? ['list'] : []
}

function allowedOf({ enum: values }: Schema): PlannedProperty['allowed'] {
  if (!Array.isArray(values)) return []
  return values.filter((value) => ['string', 'number', 'boolean'].includes(typeof value))
}

function patternOf({ pattern }: Schema, path: string, skip: Skip): string {
  if (typeof pattern !== 'string' || pattern === '') return ''
  if (pattern.length <= 200 && parsePattern(pattern)) return pattern
  skip(path, 'pattern')
  return ''
}

const limitKeywords: Readonly<Partial<Record<ValueType, readonly [string, string]>>> = {
  number: ['minimum', 'maximum'],
  integer: ['minimum', 'maximum'],
  text: ['minLength', 'maxLength'],
  list: ['minItems', 'maxItems'],
}

function limitsOf(schema: Schema, types: readonly ValueType[]): [number | null, number | null] {
  const keywords = types.flatMap((type) => limitKeywords[type] ?? [])
  const first = (name: string) => {
    const found = keywords.filter((keyword) => keyword.startsWith(name)).map((keyword) => schema[keyword])
    return found.find((value): value is number => typeof value === 'number') ?? null
  }
  return [first('min'), first('max')]
}
