import { Failure } from './failure'

export interface Page<T> {
  readonly items: readonly T[]
  readonly nextCursor: string | null
}

/** A cursor hides the sort keys of the last row shown; it is opaque to clients and safe to guess. */
export function encodeCursor(keys: readonly (string | number)[]): string {
  return Buffer.from(JSON.stringify(keys)).toString('base64url')
}

/** The sort keys inside a cursor, or a `invalid_input` Failure for one that we did not make. */
export function decodeCursor(cursor: string, length: number): (string | number)[] {
  const keys = parseKeys(cursor)
  if (keys?.length !== length)
    throw new Failure('invalid_input', 'the cursor is not one that this list gave out')
  return keys
}

/** Cuts a list fetched with one row too many into a page. */
export function pageOf<T>(
  rows: readonly T[],
  limit: number,
  keysOf: (last: T) => readonly (string | number)[],
): Page<T> {
  const items = rows.slice(0, limit)
  const last = items.at(-1)
  return { items, nextCursor: rows.length > limit && last ? encodeCursor(keysOf(last)) : null }
}

function parseKeys(cursor: string): (string | number)[] | null {
  try {
    const value: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString())
    const isKey = (key: unknown) => typeof key === 'string' || typeof key === 'number'
    return Array.isArray(value) && value.every(isKey) ? value : null
  } catch {
    return null
  }
}
