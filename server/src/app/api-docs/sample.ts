import { referredName, type Schema } from './document'

export type Shared = Readonly<Record<string, Schema>>

const byFormat: Readonly<Record<string, string>> = {
  uuid: '00000000-0000-4000-8000-000000000000',
  'date-time': '2026-03-01T08:00:00Z',
  date: '2026-03-01',
  email: 'li@example.com',
  uri: 'https://shop.example.com/',
}

/** Texts of the forms that the contract asks for; the first that fits a pattern is its example. */
const candidates = [
  'text',
  'CNY',
  'CN',
  '2026-03-01T10:00',
  '10:00',
  '#336699',
  'a',
  '1',
  'a text that is long enough',
]

/** A value that a schema takes: what must be there and nothing else. Null when none can be told. */
export function sampleOf(schema: Schema, shared: Shared): unknown {
  const name = referredName(schema)
  if (name) return sampleOf(shared[name] ?? {}, shared)
  if (schema.examples?.length) return schema.examples[0]
  if (schema.const !== undefined) return schema.const
  if (schema.enum) return schema.enum[0]
  const [first] = (schema.oneOf ?? schema.anyOf ?? []).toSorted((left, right) => rank(left) - rank(right))
  if (first) return sampleOf(first, shared)
  if (schema.allOf) return Object.assign({}, ...schema.allOf.map((part) => sampleOf(part, shared)))
  return byType(schema, shared)
}

function byType(schema: Schema, shared: Shared): unknown {
  switch (schema.type) {
    case 'object':
      return objectSample(schema, shared)
    case 'array':
      return listSample(schema, shared)
    case 'string':
      return textSample(schema)
    case 'integer':
    case 'number':
      return numberSample(schema)
    case 'boolean':
      return true
    default:
      return null
  }
}

/** A choice shows a shared schema first: it is the one with a name; null comes last. */
function rank({ $ref, type }: Schema): number {
  return type === 'null' ? 2 : $ref ? 0 : 1
}

/** What JSON Schema does not say of a text, its name does. */
const byName: Readonly<Record<string, string>> = { email: byFormat.email ?? '', timezone: 'Asia/Shanghai' }

function objectSample(
  { properties = {}, required = [], additionalProperties, propertyNames }: Schema,
  shared: Shared,
): Record<string, unknown> {
  const others = typeof additionalProperties === 'object' ? additionalProperties : {}
  const [firstName] = propertyNames?.enum ?? []
  const names = required.length === 0 && firstName !== undefined ? [String(firstName)] : required
  return Object.fromEntries(
    names.map((name) => [name, byName[name] ?? sampleOf(properties[name] ?? others, shared)]),
  )
}

function listSample({ items, prefixItems, minItems = 0 }: Schema, shared: Shared): unknown[] {
  if (prefixItems) return prefixItems.map((item) => sampleOf(item, shared))
  return Array.from({ length: minItems }, (_, index) => distinct(sampleOf(items ?? {}, shared), index))
}

/** Ids in a list are of different objects. */
function distinct(sample: unknown, index: number): unknown {
  return sample === byFormat.uuid ? String(sample).slice(0, -1) + (index % 10) : sample
}

function textSample({
  format = '',
  pattern,
  minLength = 0,
  maxLength = Number.POSITIVE_INFINITY,
}: Schema): string {
  const known = byFormat[format]
  if (known) return known
  const fits = (text: string) =>
    text.length >= minLength && text.length <= maxLength && (!pattern || new RegExp(pattern, 'u').test(text))
  return candidates.find(fits) ?? 'text'
}

function numberSample({ minimum = 1, maximum = Number.POSITIVE_INFINITY }: Schema): number {
  return Math.min(Math.max(minimum, 1), maximum)
}
