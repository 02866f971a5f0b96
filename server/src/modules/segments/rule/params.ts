import type { QueryParams } from '../../../platform/clickhouse'

export type ParamType =
  | 'UUID'
  | 'String'
  | 'Int64'
  | 'Float64'
  | 'Array(String)'
  | 'Array(UUID)'
  | 'Array(UInt16)'
  | 'Array(Int32)'
  | 'Array(Int64)'
  | 'Array(Float64)'

/** Collects the values of a statement and gives back what stands for them in its text. */
export interface Params {
  /** The same value of the same type stands for itself: equal leaves become equal text. */
  bind(type: ParamType, value: string | number | readonly (string | number)[]): string
  readonly values: QueryParams
}

export function createParams(): Params {
  const values: Record<string, unknown> = {}
  const placeholders = new Map<string, string>()
  return {
    values,
    bind(type, value) {
      const key = `${type} ${JSON.stringify(value)}`
      const known = placeholders.get(key)
      if (known) return known
      const name = `p${placeholders.size}`
      values[name] = value
      placeholders.set(key, `{${name}:${type}}`)
      return `{${name}:${type}}`
    },
  }
}

/** What a statement is: its text, and the values that its placeholders stand for. */
export interface Statement {
  readonly text: string
  readonly params: QueryParams
}
