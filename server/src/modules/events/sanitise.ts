import { depthMax, keyLengthMax, keysMax, objectKeysMax } from './limits'
import type { Json, JsonObject } from './message'

export type ShapeProblem = 'too_deep' | 'too_many_keys' | 'key_too_long' | 'bad_value'

/** A value that every store accepts, or why it cannot be made one. */
export type Sanitised = { readonly value: Json } | { readonly problem: ShapeProblem }

class ShapeError extends Error {
  constructor(readonly problem: ShapeProblem) {
    super(problem)
  }
}

/**
 * Cleans a JSON value: no lone surrogates or NUL (no store takes them), no `__proto__`, no empty keys. Refuses what
 * is too deep or has too many keys, and a number beyond the largest (`1e999`), which is read as infinite. Untouched
 * parts are returned as they are.
 */
export function sanitise(value: unknown): Sanitised {
  const budget = { keys: keysMax }
  try {
    return { value: clean(value, 0, budget) }
  } catch (error) {
    if (error instanceof ShapeError) return { problem: error.problem }
    throw error
  }
}

function clean(value: unknown, depth: number, budget: { keys: number }): Json {
  if (typeof value === 'string') return cleanText(value)
  if (typeof value === 'number') {
    if (!Number.isFinite(value)) throw new ShapeError('bad_value')
    return value
  }
  if (typeof value === 'boolean' || value === null || value === undefined) return value ?? null
  if (typeof value !== 'object') return null
  if (depth >= depthMax) throw new ShapeError('too_deep')
  return Array.isArray(value) ? cleanList(value, depth, budget) : cleanObject(value, depth, budget)
}

function cleanList(values: readonly unknown[], depth: number, budget: { keys: number }): readonly Json[] {
  const cleaned = values.map((item) => clean(item, depth + 1, budget))
  return cleaned.some((item, index) => item !== values[index]) ? cleaned : (values as readonly Json[])
}

function cleanObject(value: object, depth: number, budget: { keys: number }): JsonObject {
  const given = value as Readonly<Record<string, unknown>>
  const keys = Object.keys(given)
  if (keys.length === 0) return {}
  budget.keys -= keys.length
  if (keys.length > objectKeysMax || budget.keys < 0) throw new ShapeError('too_many_keys')
  /** Made when something had to be changed. */
  let result: Record<string, Json> | null = null
  for (const [index, key] of keys.entries()) {
    if (key.length > keyLengthMax) throw new ShapeError('key_too_long')
    const name = cleanText(key) || '_'
    const item = clean(given[key], depth + 1, budget)
    if (!result && (name !== key || name === '__proto__' || item !== given[key]))
      result = firstOf(given as JsonObject, keys, index)
    if (result && name !== '__proto__') result[name] = item
  }
  return result ?? (given as JsonObject)
}

/** The values of the first keys, which are clean. */
function firstOf(value: JsonObject, keys: readonly string[], count: number): Record<string, Json> {
  return Object.fromEntries(keys.slice(0, count).map((key) => [key, value[key] as Json]))
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: NUL is what is looked for
const nul = /\u0000/g

/** Text without NUL and with lone surrogates replaced. */
export function cleanText(text: string): string {
  const formed = text.isWellFormed() ? text : text.toWellFormed()
  return formed.includes('\u0000') ? formed.replace(nul, '') : formed
}
