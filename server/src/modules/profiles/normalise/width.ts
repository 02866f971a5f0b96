const fullWidth = /[\u3000\uFF01-\uFF5E]/g
/** Control and format characters; the joiners stay, some scripts need them. */
const invisible = /(?![\t\n\r\u200C\u200D])[\p{Cc}\p{Cf}]/gu
const needsWork = /[^\t -~]/

/** Full-width forms (０１２ａｂｃ＋＠ and the ideographic space) as their ASCII selves, invisible characters dropped, trimmed. */
export function halfWidth(text: string): string {
  if (!needsWork.test(text)) return text.trim()
  return text
    .replace(invisible, '')
    .replace(fullWidth, (char) =>
      char === '\u3000' ? ' ' : String.fromCharCode(char.charCodeAt(0) - 0xfee0),
    )
    .trim()
}

/** What people and programs write into a cell that they leave empty. */
const blanks = new Set([
  '',
  '-',
  '--',
  '/',
  '\\',
  'null',
  'nil',
  'none',
  'n/a',
  'na',
  '#n/a',
  'nan',
  'undefined',
  '无',
  '空',
])

/** True for a text that stands for "no value". */
export function isBlank(text: string): boolean {
  return text === '' || (text.length <= 9 && blanks.has(text.trim().toLowerCase()))
}
