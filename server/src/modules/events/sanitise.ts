import { depthMax, keyLengthMax, keysMax, objectKeysMax } from './limits'
import type { Json, JsonObject } from './message'

export type ShapeProblem = 'too_deep' | 'too_many_keys' | 'key_too_long'

/** A value that every store accepts, or why it cannot be made one. */
export type Sanitised = { readonly value: Json } | { readonly problem: ShapeProblem }

class ShapeError extends Error {
  constructor(readonly problem: ShapeProblem) {
    super(problem)
  }
}

/**
 * Cleans a JSON value: no lone surrogates or NUL (no store takes them), no `__proto__`, no empty keys, numbers
 * finite. Refuses what is too deep or has too many keys. Untouched parts are returned as they are.
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
  if (typeof value === 'number') return Number.isFinite(value) ? value : null
  if (typeof value === 'boolean' || value === null || value === undefined) return value ?? null
  if (typeof value !== 'object') return null
  if (depth >= depthMax) throw new ShapeError('too_deep')
  return Array.isArray(value)
    ? value.map((item) => clean(item, depth + 1, budget))
    : cleanObject(value, depth, budget)
}

function cleanObject(value: object, depth: number, budget: { keys: number }): JsonObject {
  const entries = Object.entries(value)
  budget.keys -= entries.length
  if (entries.length > objectKeysMax || budget.keys < 0) throw new ShapeError('too_many_keys')
  const result: Record<string, Json> = {}
  for (const [key, item] of entries) {
    if (key.length > keyLengthMax) throw new ShapeError('key_too_long')
    const name = cleanText(key) || '_'
    if (name !== '__proto__') result[name] = clean(item, depth + 1, budget)
  }
  return result
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: NUL is what is looked for
const nul = /\u0000/g

/** Text without NUL and with lone surrogates replaced. */
export function cleanText(text: string): string {
  const formed = text.isWellFormed() ? text : text.toWellFormed()
  return formed.includes('\u0000') ? formed.replace(nul, '') : formed
}
