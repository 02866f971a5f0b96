import { importLimits, type RejectReason } from '@rapport/contract'
import { Failure } from '../../../kernel/failure'
import type { SourceRow } from './row'
import { dateText, isDateFormat, numberText } from './xlsx-styles'
import { walkXml } from './xml'
import { openZip, type ZipArchive } from './zip'

const { columnsMax, cellCharsMax, inflatedBytesMax, sharedTextBytesMax } = importLimits
/** Parts other than sheets and shared text are small. */
const partBytesMax = 32 * 1024 * 1024

export interface Workbook {
  readonly sheets: readonly string[]
  rows(sheet: string): AsyncIterable<SourceRow[]>
  close(): Promise<void>
}

/** Opens an Excel workbook (.xlsx): the names of its visible sheets, and the rows of one as texts, piece by piece. */
export async function openWorkbook(path: string): Promise<Workbook> {
  const zip = await openZip(path)
  try {
    const book = await readBook(zip)
    const dates = await readDateStyles(zip)
    let shared: string[] | null = null
    return {
      sheets: book.sheets.map((sheet) => sheet.name),
      rows: async function* rows(name) {
        shared ??= await readSharedTexts(zip)
        const sheet = book.sheets.find((one) => one.name === name) ?? book.sheets[0]
        const entry = sheet && zip.entries.get(sheet.path)
        if (!entry) throw noSheet()
        yield* readSheet(zip.read(entry, inflatedBytesMax), { shared, dates, is1904: book.is1904 })
      },
      close: () => zip.close(),
    }
  } catch (error) {
    await zip.close()
    throw error
  }
}

interface Book {
  readonly sheets: { readonly name: string; readonly path: string }[]
  readonly is1904: boolean
}

async function readBook(zip: ZipArchive): Promise<Book> {
  const targets = new Map<string, string>()
  await walkPart(zip, 'xl/_rels/workbook.xml.rels', (name, { Id = '', Target = '' }) => {
    if (name === 'Relationship') targets.set(Id, Target.startsWith('/') ? Target.slice(1) : `xl/${Target}`)
  })
  const sheets: { name: string; path: string }[] = []
  let is1904 = false
  await walkPart(zip, 'xl/workbook.xml', (name, attributes) => {
    if (name === 'workbookPr') is1904 = ['1', 'true'].includes(attributes.date1904 ?? '')
    if (name !== 'sheet' || attributes.state === 'hidden' || attributes.state === 'veryHidden') return
    const path = targets.get(attributes['r:id'] ?? '') ?? `xl/worksheets/sheet${sheets.length + 1}.xml`
    sheets.push({ name: attributes.name ?? `Sheet${sheets.length + 1}`, path })
  })
  if (sheets.length === 0) throw noSheet()
  return { sheets, is1904 }
}

/** For every cell style: whether its number is a date. */
async function readDateStyles(zip: ZipArchive): Promise<boolean[]> {
  const codes = new Map<number, string>()
  const dates: boolean[] = []
  let isInCellStyles = false
  await walkPart(zip, 'xl/styles.xml', (name, attributes) => {
    if (name === 'numFmt') codes.set(Number(attributes.numFmtId), attributes.formatCode ?? '')
    else if (name === 'cellXfs' || name === 'cellStyleXfs' || name === 'dxfs')
      isInCellStyles = name === 'cellXfs'
    else if (name === 'xf' && isInCellStyles) {
      const id = Number(attributes.numFmtId ?? 0)
      dates.push(isDateFormat(id, codes.get(id)))
    }
  })
  return dates
}

async function readSharedTexts(zip: ZipArchive): Promise<string[]> {
  const entry = zip.entries.get('xl/sharedStrings.xml')
  const texts: string[] = []
  if (!entry) return texts
  let text = ''
  let isText = false
  let isReading = true
  const walk = walkXml(zip.read(entry, sharedTextBytesMax), {
    open: (name) => {
      if (name === 'si') text = ''
      if (name === 'rPh') isReading = false
      isText = name === 't' && isReading
    },
    text: (piece) => {
      if (isText) text += piece
    },
    close: (name) => {
      isText = false
      if (name === 'rPh') isReading = true
      if (name === 'si') texts.push(text)
    },
  })
  for await (const _ of walk);
  return texts
}

interface SheetContext {
  readonly shared: readonly string[]
  readonly dates: readonly boolean[]
  readonly is1904: boolean
}

async function* readSheet(bytes: AsyncIterable<Buffer>, context: SheetContext): AsyncIterable<SourceRow[]> {
  let rows: SourceRow[] = []
  let count = 0
  let cells: string[] = []
  let problem: RejectReason | undefined
  let column = 0
  let type = ''
  let style = 0
  let value = ''
  let isValue = false
  let isPhonetic = false

  const endCell = () => {
    const text = cellText(value, type, style, context)
    if (text !== '' && column >= columnsMax) problem = 'too_many_cells'
    else if (text !== '') {
      if (text.length > cellCharsMax) problem = 'cell_too_long'
      while (cells.length < column) cells.push('')
      cells[column] = text.slice(0, cellCharsMax)
    }
    column += 1
  }
  const endRow = () => {
    if (cells.length > 0 || problem) rows.push({ row: ++count, cells, ...(problem && { problem }) })
    cells = []
    problem = undefined
    column = 0
  }
  const walk = walkXml(bytes, {
    open: (name, attributes) => {
      if (name === 'c') {
        column = columnOf(attributes.r) ?? column
        type = attributes.t ?? 'n'
        style = Number(attributes.s ?? 0)
        value = ''
      }
      if (name === 'rPh') isPhonetic = true
      isValue = name === 'v' || (name === 't' && !isPhonetic)
    },
    text: (piece) => {
      if (isValue) value += piece
    },
    close: (name) => {
      isValue = false
      if (name === 'rPh') isPhonetic = false
      else if (name === 'c') endCell()
      else if (name === 'row') endRow()
    },
  })
  for await (const _ of walk) {
    if (rows.length === 0) continue
    yield rows
    rows = []
  }
  if (rows.length > 0) yield rows
}

/** The column of a reference such as `AB12`, counted from 0. Letters past XFD count on, and are refused by the limit. */
function columnOf(reference: string | undefined): number | null {
  const letters = /^[A-Z]{1,6}/.exec(reference ?? '')?.[0]
  if (!letters) return null
  let column = 0
  for (const letter of letters) column = column * 26 + letter.charCodeAt(0) - 64
  return column - 1
}

function cellText(
  value: string,
  type: string,
  style: number,
  { shared, dates, is1904 }: SheetContext,
): string {
  if (value === '') return ''
  if (type === 's') return (shared[Number(value)] ?? '').trim()
  if (type === 'b') return value === '1' ? 'true' : 'false'
  if (type === 'n') return dates[style] ? dateText(Number(value), is1904) : numberText(value)
  return value.trim()
}

async function walkPart(
  zip: ZipArchive,
  path: string,
  open: (name: string, attributes: Readonly<Record<string, string>>) => void,
): Promise<void> {
  const entry = zip.entries.get(path)
  if (!entry) return
  for await (const _ of walkXml(zip.read(entry, partBytesMax), { open }));
}

function noSheet(): Failure {
  return new Failure('unprocessable', 'the file is a zip archive without an Excel sheet in it', {
    code: 'no_sheet',
  })
}
