import type { JsonLines } from './json-lines'

export type QueryParams = Readonly<Record<string, unknown>>

/** The store of facts that accumulate: append and ask, never update in place. */
export interface Facts {
  /** Rows as plain objects: 64-bit integers as numbers, moments as ISO text. Parameters are `{name:Type}` in the text. */
  query<R extends object>(text: string, params?: QueryParams): Promise<R[]>
  /** Appends rows, as one block per partition. Resolves when the engine has them on disk. */
  insert(table: string, rows: readonly object[] | JsonLines): Promise<void>
  /** Runs a statement that answers nothing. */
  command(text: string, params?: QueryParams): Promise<void>
  readonly engine: 'embedded' | 'server'
  close(): Promise<void>
}
