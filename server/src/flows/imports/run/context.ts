import { type ImportFormat, importLimits, type RejectReason } from '@rapport/contract'
import { Failure } from '../../../kernel/failure'
import type { RowMapping } from '../rows/mapping'
import { isUndecodable, type Rejection } from '../rows/verdict'
import { openRows, type SourceFile } from '../source/open'
import type { SourceRow } from '../source/row'
import type { Recorder } from './recorder'
import type { Rejects } from './rejects'
import type { Tally } from './tally'

export type Phase = 'reading' | 'grouping' | 'recording'

/** What one attempt at an import works with. */
export interface Attempt {
  readonly file: SourceFile
  readonly format: ImportFormat
  readonly headers: readonly string[]
  readonly mapping: RowMapping
  /** An estimate until the file has been read. */
  readonly rowsTotal: number
  /** A folder of its own for what does not fit into memory. */
  readonly folder: string
  readonly tally: Tally
  readonly rejects: Rejects
  readonly recorder: Recorder
  /** Says how far it is; throws when it is to stop. */
  readonly progress: (phase: Phase, done: number, total: number) => Promise<void>
}

/** The readable data rows, piece by piece. Rows that cannot be read are rejected here; too many of them end the import. */
export async function* readableRows(attempt: Attempt, phase: Phase): AsyncIterable<SourceRow[]> {
  const { file, format, headers, tally } = attempt
  let broken = 0
  let read = 0
  for await (const rows of openRows(file, format, headers)) {
    const readable: SourceRow[] = []
    for (const row of rows) {
      if (row.problem === undefined) {
        if (isUndecodable(row.cells)) tally.warned([{ warning: 'undecodable_text', detail: '' }])
        readable.push(row)
        continue
      }
      if (isUnreadable(row.problem)) broken += 1
      if (broken > importLimits.brokenRowsMax) throw tooBroken(row.problem)
      await reject(attempt, row, { reason: row.problem, detail: '' })
    }
    read += rows.length
    await attempt.progress(phase, read, Math.max(read, attempt.rowsTotal))
    yield readable
  }
}

/** Counts a row as rejected and keeps it for the file of rejected rows. */
export function reject(
  { tally, rejects }: Attempt,
  row: Pick<SourceRow, 'row' | 'cells'>,
  { reason, detail }: Rejection,
): Promise<void> | undefined {
  tally.rejected(reason)
  return rejects.add(row, reason, detail)
}

function isUnreadable(problem: RejectReason): boolean {
  return problem === 'unclosed_quote' || problem === 'malformed_json' || problem === 'row_too_long'
}

function tooBroken(problem: RejectReason): Failure {
  return new Failure(
    'unprocessable',
    `more than ${importLimits.brokenRowsMax} rows cannot be read (${problem}): the file is not what its settings say`,
    { code: 'too_many_broken_rows', reason: problem },
  )
}
