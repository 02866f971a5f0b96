import type { RejectReason } from '@rapport/contract'

/** One data row as the file has it. */
export interface SourceRow {
  /** Counted from 1, the rows before and with the header not included. */
  readonly row: number
  readonly cells: readonly string[]
  /** Set when the row cannot be read; `cells` are then what was legible. */
  readonly problem?: RejectReason
}

/** Turns pieces of text into rows. A row cut by the end of a piece waits for the next one. */
export interface RowParser {
  push(text: string): SourceRow[]
  end(): SourceRow[]
}
