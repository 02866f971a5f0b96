import { importLimits, type RejectReason } from '@rapport/contract'
import type { RowParser, SourceRow } from './row'

const { rowCharsMax, columnsMax, cellCharsMax } = importLimits
const legibleCharsMax = 2_000
/** Objects inside objects become columns `a.b`; what lies deeper stays JSON in its cell. */
const depthMax = 3

/** JSON Lines with the given columns; a key that is none of them is left out. */
export function createJsonLinesParser(columns: readonly string[]): RowParser {
  const indexByColumn = new Map(columns.map((column, index) => [column, index]))
  return createLineParser((line, row) => {
    const record = parseRecord(line)
    const illegible = (problem: RejectReason) => ({ row, cells: [line.slice(0, legibleCharsMax)], problem })
    if (!record) return illegible('malformed_json')
    const given = flat(record)
    if (!given) return illegible('too_deep')
    const cells: string[] = columns.map(() => '')
    for (const [key, value] of given) {
      const index = indexByColumn.get(key)
      if (index !== undefined) cells[index] = value
    }
    const isTooLong = cells.some((cell) => cell.length > cellCharsMax && !cell.startsWith('['))
    return isTooLong ? { row, cells: cells.map(shorten), problem: 'cell_too_long' } : { row, cells }
  })
}

/** The columns of the lines: every key in the order of its first appearance. */
export function jsonColumns(lines: readonly string[]): string[] {
  const columns = new Set<string>()
  for (const line of lines) {
    for (const [key] of flat(parseRecord(line) ?? {}) ?? []) if (columns.size < columnsMax) columns.add(key)
  }
  return [...columns]
}

/** Lines of text, each judged by `read`. A line past the limit is reported and skipped without being held. */
function createLineParser(read: (line: string, row: number) => SourceRow): RowParser {
  let text = ''
  let row = 0
  let isSkipping = false

  const push = (piece: string): SourceRow[] => {
    const lines = (text + piece).split('\n')
    text = lines.pop() ?? ''
    const rows: SourceRow[] = []
    for (const line of lines) {
      if (isSkipping) isSkipping = false
      else if (line.trim() !== '')
        rows.push(line.length > rowCharsMax ? tooLong(line, ++row) : read(line, ++row))
    }
    if (text.length > rowCharsMax) {
      if (!isSkipping) rows.push(tooLong(text, ++row))
      isSkipping = true
      text = ''
    }
    return rows
  }
  return { push, end: () => (isSkipping && text === '' ? [] : push('\n')) }
}

function tooLong(line: string, row: number): SourceRow {
  return { row, cells: [line.slice(0, legibleCharsMax)], problem: 'row_too_long' }
}

function shorten(cell: string): string {
  return cell.length > legibleCharsMax ? `${cell.slice(0, legibleCharsMax)}…` : cell
}

type JsonRecord = Readonly<Record<string, unknown>>

function parseRecord(line: string): JsonRecord | null {
  try {
    const value: unknown = JSON.parse(line)
    return isRecord(value) ? value : null
  } catch {
    return null
  }
}

function isRecord(value: unknown): value is JsonRecord {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** The cells of a record by column; null when a value is nested deeper than the engine can write. */
function flat(record: JsonRecord): [string, string][] | null {
  try {
    return [...flatten(record)]
  } catch (error) {
    if (error instanceof RangeError) return null
    throw error
  }
}

function* flatten(record: JsonRecord, prefix = '', depth = 1): Iterable<[string, string]> {
  for (const [key, value] of Object.entries(record)) {
    const path = prefix + key
    if (isRecord(value) && depth < depthMax) yield* flatten(value, `${path}.`, depth + 1)
    else yield [path, cellOf(value)]
  }
}

function cellOf(value: unknown): string {
  if (value === null || value === undefined) return ''
  return typeof value === 'object' ? JSON.stringify(value) : String(value)
}
