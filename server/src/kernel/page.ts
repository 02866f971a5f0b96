import { isCalendarDay } from './calendar'
import { Failure } from './failure'

export interface Page<T> {
  readonly items: readonly T[]
  readonly nextCursor: string | null
}

/** A cursor hides the sort keys of the last row shown; it is opaque to clients and safe to guess. */
export function encodeCursor(keys: readonly (string | number)[]): string {
  return Buffer.from(JSON.stringify(keys)).toString('base64url')
}

/** What a sort key is, so that a cursor of another list, or one made up, never gets as far as a statement. */
export type CursorKey = 'text' | 'number' | 'whole' | 'int32' | 'digits' | 'uuid' | 'time'
type KeyValue<K> = K extends 'number' | 'whole' | 'int32' ? number : string
type KeyValues<Ks extends readonly CursorKey[]> = { -readonly [I in keyof Ks]: KeyValue<Ks[I]> }

const keyForms: Readonly<Record<CursorKey, (key: unknown) => boolean>> = {
  text: (key) => typeof key === 'string' && !key.includes('\u0000') && key.isWellFormed(),
  number: (key) => typeof key === 'number' && Number.isFinite(key),
  whole: (key) => Number.isSafeInteger(key),
  int32: (key) => Number.isInteger(key) && Math.abs(Number(key)) < 2 ** 31,
  digits: (key) => typeof key === 'string' && /^-?\d{1,18}$/.test(key),
  uuid: (key) => typeof key === 'string' && /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(key),
  time: (key) =>
    typeof key === 'string' &&
    /^(?!0000)\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(\.\d{1,9})?Z?$/.test(key) &&
    isCalendarDay(key) &&
    !Number.isNaN(Date.parse(key)),
}

/** The first page: no sort keys yet, so that the first of them tells whether there are any. */
type NoKeys = readonly [undefined, undefined, undefined]

/** The sort keys inside a cursor, or an `invalid_input` Failure for one that this list did not give out. */
export function decodeCursor<const Ks extends readonly CursorKey[]>(
  cursor: string,
  ...forms: Ks
): KeyValues<Ks>
export function decodeCursor<const Ks extends readonly CursorKey[]>(
  cursor: string | null | undefined,
  ...forms: Ks
): KeyValues<Ks> | NoKeys
export function decodeCursor(
  cursor: string | null | undefined,
  ...forms: readonly CursorKey[]
): readonly unknown[] {
  if (!cursor) return [undefined, undefined, undefined]
  const keys = parseKeys(cursor)
  if (keys?.length !== forms.length || !forms.every((form, index) => keyForms[form](keys[index])))
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

function parseKeys(cursor: string): unknown[] | null {
  try {
    const value: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString())
    return Array.isArray(value) ? value : null
  } catch {
    return null
  }
}
