import { type ImportFormat, importLimits } from '@rapport/contract'
import { Failure } from '../../../kernel/failure'
import { decoded } from './encoding'
import { unpacked } from './inflate'
import { jsonColumns } from './jsonl'
import { columnNames, guessHeaderRow, guessSeparator } from './layout'
import { firstOf, openAllRows, openRows, type SourceFile } from './open'
import { probeText, type TextProbe } from './probe'
import type { SourceRow } from './row'
import { openWorkbook } from './xlsx'

export interface Inspection {
  readonly format: ImportFormat
  readonly headers: readonly string[]
  /** The first data rows. */
  readonly rows: readonly SourceRow[]
  /** Data rows; for CSV an estimate that counts lines. */
  readonly rowsTotal: number
}

export type FormatChoice = Partial<Pick<ImportFormat, 'encoding' | 'separator' | 'headerRow' | 'sheet'>>

export const sampleRowsMax = 1_000
const headBytes = 1024 * 1024
const textFormat: Omit<ImportFormat, 'kind' | 'isCompressed'> = {
  encoding: 'utf-8',
  separator: ',',
  headerRow: 0,
  sheet: '',
  sheets: [],
}

/** What kind of table a file is and how to read it, with its first rows. What `choice` says is taken, the rest guessed. */
export async function inspectFile(file: SourceFile, choice: FormatChoice = {}): Promise<Inspection> {
  const signature = await firstBytes(file)
  if (signature.length === 0) throw unusable('empty_file', 'the file is empty')
  refuseForeign(signature)
  const isCompressed = signature[0] === 0x1f && signature[1] === 0x8b
  if (isZip(signature)) return inspectWorkbook(file, choice)
  const probe = await probeText(unpacked(file.read(), isCompressed, file.bytes))
  const format: ImportFormat = {
    ...textFormat,
    kind: 'csv',
    isCompressed,
    encoding: choice.encoding ?? probe.encoding,
  }
  const head = await headText(file, format)
  refuseForeignText(head)
  return isJson(head)
    ? inspectJsonLines(file, format, head, probe)
    : inspectCsv(file, format, head, probe, choice)
}

async function inspectCsv(
  file: SourceFile,
  base: ImportFormat,
  head: string,
  probe: TextProbe,
  choice: FormatChoice,
): Promise<Inspection> {
  const separator = choice.separator ?? guessSeparator(head)
  const sampled = await firstRows({ ...base, separator, headerRow: 0 }, file)
  const skipped = /^sep=.\r?\n/.test(head) ? 1 : 0
  const guessed = guessHeaderRow(sampled.slice(skipped))
  const headerRow = choice.headerRow ?? (guessed === 0 ? 0 : guessed + skipped)
  return tableOf(file, { ...base, separator, headerRow }, sampled, Math.max(0, probe.lines - headerRow))
}

async function inspectWorkbook(file: SourceFile, choice: FormatChoice): Promise<Inspection> {
  const workbook = await openWorkbook(file.path)
  const { sheets } = workbook
  await workbook.close()
  const sheet = choice.sheet ?? sheets[0] ?? ''
  if (!sheets.includes(sheet)) throw unusable('no_sheet', `the workbook has no sheet ${sheet}`)
  const base: ImportFormat = { ...textFormat, kind: 'xlsx', isCompressed: false, sheet, sheets: [...sheets] }
  const sampled = await firstRows(base, file)
  const headerRow = choice.headerRow ?? guessHeaderRow(sampled)
  const isAll = sampled.length < sampleRowsMax
  const rowsTotal = isAll ? sampled.length - headerRow : await countRows(file, { ...base, headerRow })
  return tableOf(file, { ...base, headerRow }, sampled, rowsTotal)
}

async function tableOf(
  file: SourceFile,
  format: ImportFormat,
  sampled: readonly SourceRow[],
  rowsTotal: number,
): Promise<Inspection> {
  const header = format.headerRow === 0 ? [] : (sampled[format.headerRow - 1]?.cells ?? [])
  const widest = Math.max(0, ...sampled.slice(format.headerRow).map(({ cells }) => filledWidth(cells)))
  const width = format.headerRow === 0 ? widest : filledWidth(header)
  if (
    sampled.some(
      ({ problem }, index) => problem === 'too_many_cells' && index < Math.max(1, format.headerRow),
    )
  )
    throw unusable('too_many_columns', `the table has more than ${importLimits.columnsMax} columns`)
  const headers = columnNames(header, width)
  const rows = await firstOf(openRows(file, format, headers), sampleRowsMax)
  if (rows.length === 0 || width === 0) throw unusable('no_rows', 'the file has no rows under its header')
  return { format, headers, rows, rowsTotal: Math.max(rowsTotal, 0) }
}

async function inspectJsonLines(
  file: SourceFile,
  base: ImportFormat,
  head: string,
  probe: TextProbe,
): Promise<Inspection> {
  const format: ImportFormat = { ...base, kind: 'jsonl' }
  const headers = jsonColumns(head.split('\n').slice(0, sampleRowsMax * 10))
  const rows = await firstOf(openRows(file, format, headers), sampleRowsMax)
  return { format, headers, rows, rowsTotal: probe.lines }
}

const firstRows = (format: ImportFormat, file: SourceFile): Promise<SourceRow[]> =>
  firstOf(openAllRows(file, format, []), sampleRowsMax)

async function countRows(file: SourceFile, format: ImportFormat): Promise<number> {
  let count = 0
  for await (const rows of openAllRows(file, format, [])) count += rows.length
  return count - format.headerRow
}

async function headText(file: SourceFile, format: ImportFormat): Promise<string> {
  let head = ''
  for await (const piece of decoded(
    unpacked(file.read(), format.isCompressed, file.bytes),
    format.encoding,
  )) {
    head += piece
    if (head.length >= headBytes) break
  }
  const cut = head.lastIndexOf('\n')
  return head.length >= headBytes && cut > 0 ? head.slice(0, cut) : head
}

async function firstBytes(file: SourceFile): Promise<Buffer> {
  for await (const piece of file.read()) return piece as Buffer
  return Buffer.alloc(0)
}

function filledWidth(cells: readonly string[]): number {
  return cells.findLastIndex((cell) => cell.trim() !== '') + 1
}

function isZip(bytes: Buffer): boolean {
  return bytes.subarray(0, 4).toString('latin1') === 'PK\u0003\u0004'
}

function isJson(head: string): boolean {
  const first = head.trimStart().split('\n', 1)[0] ?? ''
  if (!first.startsWith('{')) return false
  try {
    JSON.parse(first)
    return true
  } catch {
    return false
  }
}

/** Files that people take for tables, with what to do about each. */
const foreign: readonly (readonly [string, string, string])[] = [
  [
    '\u00d0\u00cf\u0011\u00e0',
    'old_excel',
    'this is an .xls file of Excel 97 or one with a password; save it as .xlsx or CSV',
  ],
  ['PAR1', 'parquet', 'Parquet files are not read yet; export CSV or JSON Lines'],
  ['%PDF', 'not_a_table', 'this is a PDF, not a table'],
  ['Rar!', 'not_a_table', 'this is a RAR archive; unpack it first'],
  ['7z\u00bc\u00af', 'not_a_table', 'this is a 7-Zip archive; unpack it first'],
]

function refuseForeign(bytes: Buffer): void {
  const start = bytes.subarray(0, 4).toString('latin1')
  const known = foreign.find(([signature]) => start === signature)
  if (known) throw unusable(known[1], known[2])
}

function refuseForeignText(head: string): void {
  const start = head.trimStart().slice(0, 200).toLowerCase()
  if (/^(<!doctype|<html|<\?xml|<table)/.test(start))
    throw unusable(
      'not_a_table',
      'this is a web page or XML, as some shops name .xls; open it in Excel and save it as .xlsx',
    )
  if (start.startsWith('[') && /^\[\s*[{\]]/.test(start))
    throw unusable('json_array', 'this is one JSON array; write one object a line (JSON Lines)')
  if (head.includes('\u0000')) throw unusable('not_a_table', 'this is not a text file')
}

function unusable(code: string, message: string): Failure {
  return new Failure('unprocessable', message, { code })
}
