import type { ImportColumn, ImportOptions } from '@rapport/contract'
import type { Json } from '../../../modules/events'
import { isBlank, normaliseConsent, normaliseDate, normaliseMoment } from '../../../modules/profiles'
import { dateText } from '../source/xlsx-styles'
import { type Decimal, parseDecimal, toNumber } from './decimal'

/** What rows are read with: the mapping of one import, looked up once. */
export interface RowMapping {
  readonly options: ImportOptions
  /** Of the workspace. */
  readonly workspaceId: string
  readonly workspaceCurrency: string
  readonly exchangeRates: Readonly<Record<string, number>>
  /** SHA-256 of the file: names rows that have no name of their own. */
  readonly fileDigest: string
  /** When the import was made: the time of what has none, and the end of the possible past. */
  readonly importedAt: string
  readonly importId: string
  has(target: string): boolean
  /** The cell of a target, trimmed; empty when there is none or it says so ("-", "null", "无"). */
  text(cells: readonly string[], target: string): string
  /** Columns `trait:NAME` or `property:NAME`. */
  named(prefix: 'trait' | 'property'): readonly NamedColumn[]
}

export interface NamedColumn {
  readonly index: number
  readonly name: string
  readonly type: ImportColumn['type']
}

export interface MappingInput {
  readonly columns: readonly ImportColumn[]
  readonly options: ImportOptions
  readonly workspaceId: string
  readonly workspaceCurrency: string
  readonly exchangeRates: Readonly<Record<string, number>>
  readonly fileDigest: string
  readonly importedAt: string
  readonly importId: string
}

/** Looks the mapping up once, so that reading a row is array access. */
export function compileMapping({ columns, ...rest }: MappingInput): RowMapping {
  const indexByTarget = new Map<string, number>()
  for (const { target, index } of columns)
    if (target && !indexByTarget.has(target)) indexByTarget.set(target, index)
  const namedBy = (prefix: string): NamedColumn[] =>
    columns.flatMap(({ target, index, type }) =>
      target?.startsWith(`${prefix}:`) ? [{ index, name: target.slice(prefix.length + 1), type }] : [],
    )
  const byPrefix = { trait: namedBy('trait'), property: namedBy('property') }
  return {
    ...rest,
    has: (target) => indexByTarget.has(target),
    text: (cells, target) => {
      const index = indexByTarget.get(target)
      return index === undefined ? '' : filledText(cells[index])
    },
    named: (prefix) => byPrefix[prefix],
  }
}

export function filledText(cell: string | undefined): string {
  const text = (cell ?? '').trim()
  return isBlank(text) ? '' : text
}

/** An identifier as text: spreadsheets and data frames make 17850.0 of 17850. */
export function identifierText(text: string): string {
  return /^\d+\.0$/.test(text) ? text.slice(0, -2) : text
}

export function decimalOf(
  mapping: RowMapping,
  cells: readonly string[],
  target: string,
): Decimal | null | 'invalid' {
  const text = mapping.text(cells, target)
  return text === '' ? null : (parseDecimal(text, mapping.options.hasDecimalComma) ?? 'invalid')
}

/** A moment in the zone and order of days that the import declares. */
export function momentOf(mapping: RowMapping, text: string): string | null {
  const { timezone, dateOrder } = mapping.options
  const isSpreadsheetDay = /^[2-9]\d{4}(\.\d+)?$/.test(text)
  const written = isSpreadsheetDay ? dateText(Number(text), false) : text
  return normaliseMoment(written, { zone: timezone, order: dateOrder })
}

/** Values of the `trait:` or `property:` columns in the types that the mapping says; what does not fit stays text. */
export function namedValues(
  mapping: RowMapping,
  prefix: 'trait' | 'property',
  cells: readonly string[],
): Record<string, Json> {
  const values: Record<string, Json> = {}
  for (const { index, name, type } of mapping.named(prefix)) {
    const text = filledText(cells[index])
    if (text !== '') values[name] = typed(mapping, text, type)
  }
  return values
}

function typed(mapping: RowMapping, text: string, type: ImportColumn['type']): Json {
  if (type === 'number') {
    const value = parseDecimal(text, mapping.options.hasDecimalComma)
    return value === null ? text : toNumber(value)
  }
  if (type === 'boolean') {
    const consent = normaliseConsent(text)
    return consent === null ? text : consent === 'granted'
  }
  if (type === 'date') return dateOf(mapping, text) ?? text
  return text.startsWith('[') || text.startsWith('{') ? parsedJson(text) : text
}

function dateOf(mapping: RowMapping, text: string): string | null {
  const { dateOrder } = mapping.options
  return /[:：时点]/.test(text) ? momentOf(mapping, text) : normaliseDate(text, { order: dateOrder })
}

function parsedJson(text: string): Json {
  try {
    return JSON.parse(text) as Json
  } catch {
    return text
  }
}
