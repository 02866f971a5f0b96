import type { Readable } from 'node:stream'
import type { ImportFormat } from '@rapport/contract'
import { createCsvParser } from './csv'
import { decoded } from './encoding'
import { unpacked } from './inflate'
import { createJsonLinesParser } from './jsonl'
import type { RowParser, SourceRow } from './row'
import { openWorkbook } from './xlsx'

/** An uploaded file. */
export interface SourceFile {
  readonly path: string
  readonly bytes: number
  read(): Readable
}

/** The data rows of a file, piece by piece, each as wide as the header. Rows over and with the header are left out. */
export async function* openRows(
  file: SourceFile,
  format: ImportFormat,
  headers: readonly string[],
): AsyncIterable<SourceRow[]> {
  let skip = format.kind === 'jsonl' ? 0 : format.headerRow
  for await (const rows of openAllRows(file, format, headers)) {
    const data = rows.slice(skip)
    skip -= rows.length - data.length
    if (data.length > 0) yield data.map((row) => fitted(row, headers.length, format))
  }
}

/** The first rows of a table, at most `rowsMax`. A piece of it may hold a hundred thousand. */
export async function firstOf(pieces: AsyncIterable<SourceRow[]>, rowsMax: number): Promise<SourceRow[]> {
  let rows: SourceRow[] = []
  for await (const some of pieces) {
    rows = rows.concat(some.slice(0, rowsMax - rows.length))
    if (rows.length >= rowsMax) break
  }
  return rows
}

/** Every row, the header's too. */
export async function* openAllRows(
  file: SourceFile,
  format: ImportFormat,
  headers: readonly string[],
): AsyncIterable<SourceRow[]> {
  if (format.kind === 'xlsx') {
    const workbook = await openWorkbook(file.path)
    try {
      yield* workbook.rows(format.sheet)
    } finally {
      await workbook.close()
    }
    return
  }
  const parser = format.kind === 'csv' ? createCsvParser(format.separator) : createJsonLinesParser(headers)
  yield* parsed(decoded(unpacked(file.read(), format.isCompressed, file.bytes), format.encoding), parser)
}

async function* parsed(pieces: AsyncIterable<string>, parser: RowParser): AsyncIterable<SourceRow[]> {
  let hasOldMacLines: boolean | null = null
  for await (const piece of pieces) {
    hasOldMacLines ??= piece.includes('\r') && !piece.includes('\n')
    yield parser.push(hasOldMacLines ? piece.replaceAll('\r', '\n') : piece)
  }
  yield parser.end()
}

function fitted(source: SourceRow, width: number, { kind, headerRow }: ImportFormat): SourceRow {
  const row = kind === 'jsonl' ? source.row : source.row - headerRow
  const { cells, problem } = source
  if (problem || cells.length === width) return { ...source, row }
  if (cells.length < width) return { row, cells: [...cells, ...Array<string>(width - cells.length).fill('')] }
  const isTail = cells.slice(width).every((cell) => cell.trim() === '')
  return isTail ? { row, cells: cells.slice(0, width) } : { row, cells, problem: 'too_many_cells' }
}
