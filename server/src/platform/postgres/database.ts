/** Rows come back as plain objects: int8 as number, timestamptz as Date, json as parsed values. */
export type Row = Record<string, unknown>

export interface Queryable {
  /** Runs one statement with `$1…` parameters. Arrays go as `$1::text[]`; JSON goes as text and is cast in SQL. */
  query<R extends object = Row>(text: string, params?: readonly unknown[]): Promise<R[]>
}

export interface Database extends Queryable {
  /** Runs `work` in one transaction: all of it or nothing. On the embedded engine it holds the only connection, so keep it short. */
  transaction<T>(work: (tx: Queryable) => Promise<T>): Promise<T>
  /** Runs several statements without parameters (migrations). */
  script(text: string): Promise<void>
  readonly engine: 'embedded' | 'server'
  close(): Promise<void>
}
