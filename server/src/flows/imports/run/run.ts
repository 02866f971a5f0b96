import { join } from 'node:path'
import type { ImportFormat, ImportKind, ImportReport } from '@rapport/contract'
import type { RowMapping } from '../rows/mapping'
import type { SourceFile } from '../source/open'
import type { Attempt, Phase } from './context'
import { runCustomers, runEvents } from './lists'
import { runOrders } from './orders'
import { type Checkpoint, createRecorder, type RecorderDeps } from './recorder'
import { createRejects } from './rejects'
import { createTally } from './tally'

export interface RunInput {
  readonly kind: ImportKind
  readonly file: SourceFile
  readonly format: ImportFormat
  readonly headers: readonly string[]
  readonly mapping: RowMapping
  readonly rowsTotal: number
  /** A folder of its own, emptied first. */
  readonly folder: string
  /** Where the file of rejected rows goes. */
  readonly rejectsPath: string
  readonly from: Checkpoint
}

export interface RunDeps extends RecorderDeps {
  readonly progress: (phase: Phase, done: number, total: number) => Promise<void>
}

const runs: Readonly<Record<ImportKind, (attempt: Attempt) => Promise<void>>> = {
  customers: runCustomers,
  orders: runOrders,
  events: runEvents,
}

/**
 * Reads a file into messages from beginning to end. Everything it makes is a function of the file and the mapping alone, so
 * an attempt after a crash makes the same again and passes over the batches that are recorded: no state to repair.
 */
export async function runImport(input: RunInput, deps: RunDeps): Promise<ImportReport> {
  const { kind, file, format, headers, mapping, rowsTotal, folder } = input
  const tally = createTally()
  const rejects = await createRejects(join(folder, 'rejects'), rowsTotal)
  const recorder = createRecorder(deps, input.from)
  try {
    const progress = deps.progress
    await runs[kind]({
      file,
      format,
      headers,
      mapping,
      rowsTotal,
      folder,
      tally,
      rejects,
      recorder,
      progress,
    })
    await recorder.finish()
    await rejects.write(input.rejectsPath, headers)
    return tally.report()
  } finally {
    await rejects.remove()
  }
}
