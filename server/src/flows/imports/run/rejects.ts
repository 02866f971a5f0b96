import { once } from 'node:events'
import { createWriteStream } from 'node:fs'
import type { RejectReason } from '@rapport/contract'
import { csvLine, csvMark } from '../../../kernel/csv'
import { createSpill } from '../../../platform/files'
import { rejectHeaders } from '../mapping/guess'
import type { SourceRow } from '../source/row'

/** Rows that are sorted in memory together. */
const rowsPerPart = 20_000
const partsMax = 1_000
/** Of one rejected row in the file of rejected rows. */
const rowCharsMax = 64 * 1024

/**
 * Rejected rows on their way to a CSV file: original columns behind row number, reason and detail, in the order of the
 * file whatever order they were judged in.
 */
export async function createRejects(directory: string, rowsTotal: number) {
  const parts = Math.min(partsMax, Math.ceil((rowsTotal + 1) / rowsPerPart) + 1)
  const spill = await createSpill(directory, parts)
  let count = 0
  return {
    add(
      { row, cells }: Pick<SourceRow, 'row' | 'cells'>,
      reason: RejectReason,
      detail: string,
    ): Promise<void> | undefined {
      count += 1
      const part = Math.min(parts - 1, Math.floor(row / rowsPerPart))
      return spill.add(part, JSON.stringify([row, reason, detail, ...cells]))
    },
    /** Writes the file with a header, and returns how many rows are in it. */
    async write(path: string, headers: readonly string[]): Promise<number> {
      await spill.finish()
      const file = createWriteStream(path)
      file.write(`${csvMark}${csvLine([...rejectHeaders, ...headers])}`)
      for (let part = 0; part < parts; part += 1) {
        const rows: (readonly [number, ...string[]])[] = []
        for await (const lines of spill.lines(part)) for (const line of lines) rows.push(JSON.parse(line))
        rows.sort((left, right) => left[0] - right[0])
        for (const row of rows) if (!file.write(csvLine(shortened(row)))) await once(file, 'drain')
      }
      file.end()
      await once(file, 'close')
      await spill.remove()
      return count
    },
    remove: () => spill.remove(),
  }
}

export type Rejects = Awaited<ReturnType<typeof createRejects>>

function shortened([row, ...texts]: readonly [number, ...string[]]): string[] {
  let room = rowCharsMax
  return [
    String(row),
    ...texts.map((text) => {
      const kept = text.slice(0, room)
      room -= kept.length
      return kept
    }),
  ]
}
