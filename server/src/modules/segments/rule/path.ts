import { propertyPathSchema } from '@rapport/contract'
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

/** The value as ClickHouse reads it out of a JSON column, of one type: absent and other types are null, or an empty list. */
export function typedPath(column: JsonColumn, path: string, type: string): string {
  return `${quotedPath(column, path)}.:${quoteName(type)}`
}

/** The value of whatever type; null when it is absent. */
export function quotedPath(column: JsonColumn, path: string): string {
  const { outer, inner } = parsePath(path)
  const list = [column, ...outer.map(quoteName)].join('.')
  return inner === null ? list : `${list}[].${inner.map(quoteName).join('.')}`
}

export function isListPath(path: string): boolean {
  return path.includes(listMark)
}

/**
 * The only place where words of a caller enter the text of a statement. `parsePath` has already refused quotes,
 * backslashes, braces and control characters; this asserts the two that could end the name.
 */
function quoteName(name: string): string {
  if (/[`\\]/.test(name)) throw new Error(`assertion failed: ${JSON.stringify(name)} cannot be quoted`)
  return `\`${name}\``
}
