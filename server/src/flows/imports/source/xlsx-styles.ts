/** Number formats that the standard itself defines as dates or times (ECMA-376 part 1, §18.8.30, zh-CN ones included). */
const builtInDates = new Set([14, 15, 16, 17, 18, 19, 20, 21, 22, 45, 46, 47])
const builtInDatesOfChina: readonly (readonly [number, number])[] = [
  [27, 36],
  [50, 58],
]

/** True for the number format by its id and, for one of the file's own, its code. */
export function isDateFormat(id: number, code: string | undefined): boolean {
  if (code !== undefined) return isDateCode(code)
  return builtInDates.has(id) || builtInDatesOfChina.some(([first, last]) => id >= first && id <= last)
}

function isDateCode(code: string): boolean {
  const bare = code.replace(/"[^"]*"|\\.|_.|\*.|\[(?!h|m|s)[^\]]*\]/gi, '')
  return /[ymdhs]/i.test(bare) && !/general/i.test(bare)
}

const dayMs = 86_400_000
/** Day 0 of either calendar; the 1900 one counts a February 29, 1900 that never was. */
const epoch1900Ms = Date.UTC(1899, 11, 30)
const epoch1904Ms = Date.UTC(1904, 0, 1)

/** A spreadsheet's day number as a local date and time, or as a time of day when it is less than a day. */
export function dateText(serial: number, is1904: boolean): string {
  const ms = Math.round(serial * dayMs)
  const moment = new Date((is1904 ? epoch1904Ms : epoch1900Ms) + ms)
  if (Number.isNaN(moment.getTime())) return String(serial)
  const [date = '', time = ''] = moment.toISOString().slice(0, 19).split('T')
  if (serial >= 0 && serial < 1) return time
  return ms % dayMs === 0 ? date : `${date} ${time}`
}

/** A number as a person sees it: Excel keeps 15 digits, its files 17. */
export function numberText(text: string): string {
  const value = Number(text)
  if (!Number.isFinite(value) || text.trim() === '') return text
  if (/^-?\d{1,15}$/.test(text)) return text
  const shown = String(Number(value.toPrecision(15)))
  return shown.includes('e') ? value.toFixed(0) : shown
}
