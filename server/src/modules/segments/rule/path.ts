import { propertyPathSchema } from '@rapport/contract'
import { assert } from '../../../kernel/assert'
import { Failure } from '../../../kernel/failure'

/** JSON columns that rules read. */
export type JsonColumn = 'traits' | 'properties'

/** A path as its parts: `products[].category` is the list `products` and, in each element, `category`. */
export interface Path {
  readonly outer: readonly string[]
  /** Null for a path that leads to one value. */
  readonly inner: readonly string[] | null
}

const listMark = '[]'

/** Cuts a path into its names; refuses what the rule language would not let through. */
export function parsePath(path: string): Path {
  if (!propertyPathSchema.safeParse(path).success)
    throw new Failure('invalid_input', `${JSON.stringify(path)} is not the path of a value`, { path })
  const at = path.indexOf(listMark)
  if (at < 0) return { outer: path.split('.'), inner: null }
  return { outer: path.slice(0, at).split('.'), inner: path.slice(at + listMark.length + 1).split('.') }
}

/**
 * The value at a path as ClickHouse reads it out of a JSON column, of one type: null, or an empty list, when it is
 * absent or of another type. For a path through a list, the values of its elements.
 */
export function typedPath(column: JsonColumn, path: string, type: string): string {
  const { outer, inner } = parsePath(path)
  return inner === null ? typed(plainPath(column, outer), type) : elementsPath(column, outer, inner, type)
}

/** The value of whatever type; null when it is absent. */
export function anyPath(column: JsonColumn, path: string): string {
  const { outer, inner } = parsePath(path)
  return inner === null ? plainPath(column, outer) : elementsPath(column, outer, inner, null)
}

/** A value that conditions ask, or a list of values, read in whatever type they ask for. */
export interface ValueSql {
  readonly isList: boolean
  /** Of one type: null, or an empty list, when it is absent or of another type. */
  typed(type: string): string
  /** Of whatever type; null when it is absent. */
  any(): string
}

/** The value at a path of a JSON column. */
export const jsonValue = (column: JsonColumn, path: string): ValueSql => ({
  isList: isListPath(path),
  typed: (type) => typedPath(column, path, type),
  any: () => anyPath(column, path),
})

export function isListPath(path: string): boolean {
  return path.includes(listMark)
}

/**
 * ClickHouse chooses the type of a list by what it has seen in the same block: the same list of objects may lie
 * there as objects, as objects that may be null, or as anything. All three are read; all but one are empty.
 */
function elementsPath(
  column: JsonColumn,
  outer: readonly string[],
  inner: readonly string[],
  type: string | null,
): string {
  const list = plainPath(column, outer)
  const within = inner.map(quoteName).join('.')
  const subcolumn = quoteText(type === null ? inner.join('.') : typed(inner.join('.'), type))
  return `arrayConcat(${[
    type === null ? `${list}[].${within}` : typed(`${list}[].${within}`, type),
    `getSubcolumn(${typed(list, 'Array(Nullable(JSON))')}, ${subcolumn})`,
    `arrayMap(element -> getSubcolumn(dynamicElement(element, 'JSON'), ${subcolumn}), ${typed(list, 'Array(Dynamic)')})`,
  ].join(', ')})`
}

function plainPath(column: JsonColumn, names: readonly string[]): string {
  return [column, ...names.map(quoteName)].join('.')
}

function typed(path: string, type: string): string {
  return `${path}.:${quoteName(type)}`
}

/**
 * The only two places where words of a caller enter the text of a statement. `parsePath` has already refused
 * backticks, backslashes, braces and control characters; the ends of the quotation are checked once more.
 */
function quoteName(name: string): string {
  assert(!/[`\\]/.test(name), `${JSON.stringify(name)} can be quoted`)
  return `\`${name}\``
}

function quoteText(text: string): string {
  assert(!text.includes('\\'), `${JSON.stringify(text)} can be quoted`)
  return `'${text.replaceAll("'", "\\'")}'`
}
