import { normaliseEmail, normaliseMoment } from '../../../modules/profiles'
import { createCsvParser } from './csv'
import type { SourceRow } from './row'

const separators = [',', '\t', ';', '|', '，', '\u0001']
const rowsLookedAt = 50
const headerRowMax = 10

/** The separator under which the first rows have the most columns that agree. */
export function guessSeparator(head: string): string {
  const declared = /^sep=(.)\r?\n/.exec(head)?.[1]
  if (declared) return declared
  const scored = separators.map((separator) => ({ separator, score: agreement(head, separator) }))
  return scored.reduce((best, one) => (one.score > best.score ? one : best)).separator
}

function agreement(head: string, separator: string): number {
  const rows = createCsvParser(separator).push(`${head}\n`).slice(0, rowsLookedAt)
  const widths = new Map<number, number>()
  for (const { cells } of rows) widths.set(cells.length, (widths.get(cells.length) ?? 0) + 1)
  const [width, count] = [...widths].reduce((best, one) => (one[1] > best[1] ? one : best), [1, 0])
  return width < 2 ? 0 : (count / rows.length) * (1 + Math.min(width, 100) / 100)
}

/**
 * The row that names the columns, counted from 1: the first that is as wide as the table and holds words only. Titles
 * over the table (one cell in a wide row) are passed over. 0 when the first full row is data already.
 */
export function guessHeaderRow(rows: readonly SourceRow[]): number {
  const head = rows.slice(0, headerRowMax)
  const width = Math.max(...head.map(({ cells }) => cells.filter((cell) => cell !== '').length), 1)
  const first = head.findIndex(({ cells }) => cells.filter((cell) => cell !== '').length >= width * 0.6)
  const cells = head[first]?.cells ?? []
  return cells.some(isValue) || cells.length === 0 ? 0 : first + 1
}

function isValue(cell: string): boolean {
  const text = cell.trim()
  if (text === '') return false
  return (
    !Number.isNaN(Number(text.replace(/[,￥¥$€£%]/g, ''))) || normaliseEmail(text) !== null || isDate(text)
  )
}

function isDate(text: string): boolean {
  return /\d/.test(text) && normaliseMoment(text, { order: 'dmy' }) !== null
}

/** Names of the columns: the header's, tidied; a column without one is called by its letter as in a spreadsheet. */
export function columnNames(header: readonly string[], width: number): string[] {
  return Array.from({ length: width }, (_, index) => {
    const name = (header[index] ?? '').replace(/\s+/g, ' ').trim().slice(0, 200)
    return name || columnLetters(index)
  })
}

function columnLetters(index: number): string {
  const letter = String.fromCharCode(65 + (index % 26))
  return index < 26 ? letter : columnLetters(Math.floor(index / 26) - 1) + letter
}
