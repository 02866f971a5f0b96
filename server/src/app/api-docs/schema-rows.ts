import { referredName, type Schema } from './document'
import type { ApiTexts } from './texts'

/** One line of the table of a schema. */
export interface SchemaRow {
  readonly depth: number
  /** `name`, `[]` for what a list holds; empty for the value itself. */
  readonly name: string
  readonly type: string
  /** The shared schema that the type names, if it does. */
  readonly refersTo: string | null
  readonly isRequired: boolean
  readonly notes: string
}

/** A schema as lines: every property under the one it belongs to, the variants of a choice one after another. */
export function schemaRows(schema: Schema, texts: ApiTexts): SchemaRow[] {
  const open = plainObject(schema) ?? null
  return open ? propertyRows(open, 0, texts) : rowsOf(texts.value, schema, true, 0, texts)
}

function propertyRows(schema: Schema, depth: number, texts: ApiTexts): SchemaRow[] {
  const required = new Set(schema.required ?? [])
  const own = Object.entries(schema.properties ?? {}).flatMap(([name, property]) =>
    rowsOf(name, property, required.has(name), depth, texts),
  )
  return [...own, ...(schema.allOf ?? []).flatMap((part) => propertyRows(part, depth, texts))]
}

function rowsOf(
  name: string,
  schema: Schema,
  isRequired: boolean,
  depth: number,
  texts: ApiTexts,
): SchemaRow[] {
  const { inner, isList, isNullable } = unwrapped(schema)
  const type = typeText(inner, texts)
  const row: SchemaRow = {
    depth,
    name,
    type: [isList && texts.listOf, type, isNullable && texts.orNull].filter(Boolean).join(' '),
    refersTo: referredName(inner),
    isRequired,
    notes: notesOf(schema, inner, texts),
  }
  return [row, ...insideRows(inner, depth + 1, texts)]
}

/** What is to be said below a line: the properties of an object, the values of a map, the variants of a choice. */
function insideRows(schema: Schema, depth: number, texts: ApiTexts): SchemaRow[] {
  if (referredName(schema)) return []
  if (plainObject(schema)) return propertyRows(schema, depth, texts)
  if (schema.type === 'object' && isSchema(schema.additionalProperties)) {
    const { inner } = unwrapped(schema.additionalProperties)
    return insideRows(inner, depth, texts)
  }
  return structuredVariants(schema).flatMap((variant) => variantRows(variant, depth, texts))
}

function variantRows(variant: Schema, depth: number, texts: ApiTexts): SchemaRow[] {
  const refersTo = referredName(variant)
  const inner = variantsOf(variant)
  if (!refersTo && inner.length > 0) return inner.flatMap((one) => variantRows(one, depth, texts))
  const mark = Object.entries(variant.properties ?? {}).filter(([, value]) => value.const !== undefined)
  const when = mark.map(([name, value]) => `${name} = ${JSON.stringify(value.const)}`).join(', ')
  const head: SchemaRow = {
    depth,
    name: when ? `${texts.when} ${when}` : '',
    type: typeText(variant, texts),
    refersTo,
    isRequired: false,
    notes: '',
  }
  return [head, ...insideRows(variant, depth + 1, texts)]
}

/** The schema without the list and the null around it. */
function unwrapped(schema: Schema): { inner: Schema; isList: boolean; isNullable: boolean } {
  const variants = variantsOf(schema)
  const kept = variants.filter(({ type }) => type !== 'null')
  const isNullable = kept.length < variants.length
  const [only] = kept
  const value = isNullable && kept.length === 1 && only ? only : schema
  const isList = value.type === 'array'
  return { inner: isList ? (value.items ?? {}) : value, isList, isNullable }
}

function variantsOf(schema: Schema): readonly Schema[] {
  return schema.oneOf ?? schema.anyOf ?? []
}

/** The variants of a choice, when at least one has something inside. */
function structuredVariants(schema: Schema): readonly Schema[] {
  const variants = variantsOf(schema).filter(({ type }) => type !== 'null')
  const isStructured = (variant: Schema) =>
    referredName(variant) !== null || plainObject(variant) !== null || variantsOf(variant).length > 0
  return variants.some(isStructured) ? variants : []
}

function plainObject(schema: Schema): Schema | null {
  return schema.properties || schema.allOf ? schema : null
}

function isSchema(value: Schema | boolean | undefined): value is Schema {
  return typeof value === 'object'
}

function typeText(schema: Schema, texts: ApiTexts): string {
  const name = referredName(schema)
  if (name) return name
  if (schema.const !== undefined) return JSON.stringify(schema.const)
  if (schema.enum) return schema.enum.map((value) => JSON.stringify(value)).join(' | ')
  if (schema.format === 'date-time' || schema.format === 'date') return schema.format
  const variants = variantsOf(schema)
  if (variants.length > 0) return choiceText(schema, variants, texts)
  if (schema.type === 'object' && isSchema(schema.additionalProperties))
    return `${texts.mapOf} ${typeText(unwrapped(schema.additionalProperties).inner, texts)}`
  if (schema.type === 'array') return `${texts.listOf} ${typeText(schema.items ?? {}, texts)}`
  if (schema.allOf) return 'object'
  return schema.format ?? schema.type ?? texts.anyValue
}

function choiceText(schema: Schema, variants: readonly Schema[], texts: ApiTexts): string {
  if (structuredVariants(schema).length > 0) return texts.oneOf
  return variants
    .filter(({ type }) => type !== 'null')
    .map((variant) => typeText(variant, texts))
    .join(' | ')
}

/** Integers of JSON reach so far; zod writes it down where nobody set a limit. */
const integerEnd = Number.MAX_SAFE_INTEGER

function notesOf(outer: Schema, inner: Schema, texts: ApiTexts): string {
  const isShown = (end: number | undefined) => end !== undefined && Math.abs(end) < integerEnd
  const { format, pattern, minimum, maximum } = inner
  const notes = [
    outer.type === 'array' && range(outer.minItems, outer.maxItems, texts.items),
    format === undefined && range(inner.minLength, inner.maxLength, texts.characters),
    range(isShown(minimum) ? minimum : undefined, isShown(maximum) ? maximum : undefined, ''),
    pattern !== undefined && format === undefined && `${texts.pattern} ${pattern}`,
    outer.default !== undefined && `${texts.default} ${JSON.stringify(outer.default)}`,
  ]
  return notes.filter(Boolean).join(', ')
}

function range(least: number | undefined, most: number | undefined, unit: string): string {
  const from = least === undefined ? '' : `≥ ${least}`
  const to = most === undefined ? '' : `≤ ${most}`
  const both = least !== undefined && most !== undefined ? `${least}–${most}` : from || to
  return both && unit ? `${both} ${unit}` : both
}
