/** Excel takes a file for UTF-8 only with this mark in front. */
export const csvMark = '\ufeff'

/** One line of CSV with its end (RFC 4180). */
export function csvLine(cells: readonly unknown[]): string {
  return `${cells.map(csvCell).join(',')}\r\n`
}

const runsAsFormula = /^[=+\-@\t\r]/
const isNumber = /^[+-]?[\d.,]+$/

/** One cell. What a spreadsheet would run as a formula is made text; numbers and phone numbers stay as they are. */
export function csvCell(value: unknown): string {
  const text = textOf(value)
  const safe = runsAsFormula.test(text) && !isNumber.test(text) ? `'${text}` : text
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}

function textOf(value: unknown): string {
  if (value === undefined || value === null) return ''
  return typeof value === 'object' ? JSON.stringify(value) : String(value)
}
