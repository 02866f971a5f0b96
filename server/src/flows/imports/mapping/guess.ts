import {
  type GuessedColumn,
  type ImportColumn,
  type ImportKind,
  type ImportOptions,
  importKinds,
} from '@rapport/contract'
import { normaliseCurrency } from '../../../modules/profiles'
import type { SourceRow } from '../source/row'
import { ownNameOf, targetOfHeader } from './headers'
import { type ColumnLook, lookAt } from './sniff'

/** What the workspace says where the file does not. */
export interface GuessSettings {
  readonly currency: string
  readonly country: string
  readonly timezone: string
  /** Names that only Rapport itself may set. */
  readonly computedTraits: ReadonlySet<string>
}

export interface Guess {
  readonly columns: GuessedColumn[]
  readonly options: ImportOptions
}

const rowsLookedAt = 500
/** Below it a guess is not offered. */
const confidenceMin = 0.45

interface Candidate {
  readonly index: number
  readonly target: string
  readonly confidence: number
}

/** What the columns of a table seem to mean: from their names in Chinese or English and from their values. */
export function guessMapping(
  kind: ImportKind,
  headers: readonly string[],
  rows: readonly SourceRow[],
  settings: GuessSettings,
): Guess {
  const looks = looksOf(headers, rows, settings.country)
  const ours = isOfRejects(headers) ? rejectHeaders.length : 0
  const chosen = assign(
    headers.flatMap((header, index) => (index < ours ? [] : candidates(kind, header, index, looks[index]))),
  )
  const taken = new Set<string>()
  const columns = headers.map((header, index): GuessedColumn => {
    const look = looks[index]
    const known = chosen.get(index)
    const own = known || index < ours ? null : ownTarget(kind, header, look, taken, settings.computedTraits)
    return {
      index,
      header,
      target: known?.target ?? own,
      type: own ? typeOf(look) : 'text',
      samples: [...(look?.samples ?? [])],
      confidence: Math.round((known?.confidence ?? (own ? 0.3 : 0)) * 100) / 100,
    }
  })
  return { columns, options: guessOptions(columns, looks, rows, settings) }
}

/** What stands before a rejected row in the file that people mend and import again. */
export const rejectHeaders = ['row', 'reason', 'detail'] as const

function isOfRejects(headers: readonly string[]): boolean {
  return (
    headers.length > rejectHeaders.length && rejectHeaders.every((header, index) => headers[index] === header)
  )
}

/** The kind of rows that the headers speak of most clearly. */
export function guessKind(headers: readonly string[]): ImportKind {
  const telling: Readonly<Record<ImportKind, readonly string[]>> = {
    orders: ['order_id', 'total', 'unit_price', 'quantity', 'line_total', 'products'],
    events: ['event', 'event_id', 'anonymous_id'],
    customers: ['birthday', 'gender', 'tags', 'created_at', 'first_name', 'name', 'consent_email'],
  }
  const score = (kind: ImportKind) =>
    headers.filter((header) => {
      const found = targetOfHeader(header, kind)
      return found && found.confidence === 1 && telling[kind].includes(found.target)
    }).length
  const scored = importKinds.map((kind) => ({ kind, score: score(kind) * (kind === 'customers' ? 0.9 : 1) }))
  return scored.reduce((best, one) => (one.score > best.score ? one : best)).kind
}

/** How texts of a column of its own are best taken. */
export function typeOf(look: ColumnLook | undefined): ImportColumn['type'] {
  if (!look || look.filled === 0) return 'text'
  const isCode = look.samples.some((sample) => /^0\d/.test(sample) || sample.length > 15)
  if (look.number === 1 && !isCode) return 'number'
  if (look.yesNo === 1 && look.samples.length <= 2) return 'boolean'
  return look.date >= 0.95 ? 'date' : 'text'
}

function looksOf(headers: readonly string[], rows: readonly SourceRow[], country: string): ColumnLook[] {
  const read = rows.filter((row) => !row.problem).slice(0, rowsLookedAt)
  return headers.map((_, index) =>
    lookAt(
      read.map((row) => row.cells[index] ?? ''),
      country,
    ),
  )
}

const moments = new Set(['ordered_at', 'occurred_at', 'created_at', 'updated_at', 'birthday'])
const numbers = new Set(['total', 'quantity', 'unit_price', 'line_total', 'discount'])

function candidates(
  kind: ImportKind,
  header: string,
  index: number,
  look: ColumnLook | undefined,
): Candidate[] {
  if (!look || look.filled === 0) return []
  const named = targetOfHeader(header, kind)
  const found: Candidate[] = []
  if (named) {
    const confidence = named.confidence * fit(named.target, look)
    if (confidence >= confidenceMin) found.push({ index, target: named.target, confidence })
  }
  if (look.email >= 0.9) found.push({ index, target: 'email', confidence: 0.6 })
  if (look.phone >= 0.9 && look.distinctShare > 0.5) found.push({ index, target: 'phone', confidence: 0.55 })
  if (kind !== 'events' && look.gender >= 0.95) found.push({ index, target: 'gender', confidence: 0.5 })
  if (look.date >= 0.9 && kind === 'orders') found.push({ index, target: 'ordered_at', confidence: 0.5 })
  if (look.date >= 0.9 && kind === 'events') found.push({ index, target: 'occurred_at', confidence: 0.5 })
  return found
}

/** How well the values go with what the header says, 0 to 1. Dates may be bare digits, so those count half. */
function fit(target: string, look: ColumnLook): number {
  if (target === 'email') return 0.4 + 0.6 * look.email
  if (target === 'phone') return 0.5 + 0.5 * look.phone
  if (moments.has(target)) return Math.max(look.date, look.number * 0.8) >= 0.5 ? 1 : 0.3
  if (numbers.has(target)) return look.number >= 0.5 ? 1 : 0.3
  if (target.startsWith('consent_')) return look.yesNo >= 0.5 ? 1 : 0.3
  return 1
}

/** Each target goes to the column that is surest of it, each column to the target it is surest of. */
function assign(found: readonly Candidate[]): Map<number, Candidate> {
  const byColumn = new Map<number, Candidate>()
  const taken = new Set<string>()
  for (const one of [...found].sort(
    (left, right) => right.confidence - left.confidence || left.index - right.index,
  )) {
    if (byColumn.has(one.index) || taken.has(one.target)) continue
    byColumn.set(one.index, one)
    taken.add(one.target)
  }
  return byColumn
}

function ownTarget(
  kind: ImportKind,
  header: string,
  look: ColumnLook | undefined,
  taken: Set<string>,
  computed: ReadonlySet<string>,
): string | null {
  if (!look || look.filled === 0) return null
  const name = ownNameOf(header, kind)
  if (name === '') return null
  const prefix = kind === 'customers' ? 'trait' : 'property'
  const base = prefix === 'trait' && computed.has(name) ? `given_${name}` : name
  let target = `${prefix}:${base}`
  for (let n = 2; taken.has(target); n += 1) target = `${prefix}:${base}_${n}`
  taken.add(target)
  return target
}

function guessOptions(
  columns: readonly GuessedColumn[],
  looks: readonly ColumnLook[],
  rows: readonly SourceRow[],
  settings: GuessSettings,
): ImportOptions {
  const of = (target: string) => columns.find((column) => column.target === target)
  const lookOf = (target: string) => looks[of(target)?.index ?? -1]
  const dates = columns
    .filter(({ target }) => target && moments.has(target))
    .flatMap(({ index }) => looks[index] ?? [])
  const amounts = ['total', 'unit_price', 'line_total'].flatMap((target) => of(target) ?? [])
  return {
    key: guessKey((target) => lookOf(target)?.filledShare ?? 0),
    source: 'import',
    currency: currencyOf(amounts, settings) ?? settings.currency,
    country: settings.country,
    timezone: settings.timezone,
    dateOrder: guessDateOrder(dates, settings.country),
    hasDecimalComma: amounts.some(({ index }) => {
      const look = looks[index]
      return look !== undefined && look.decimalCommas > look.filled / 4
    }),
    refundPrefix: guessRefundPrefix(rows, of('order_id')?.index),
    eventName: null,
  }
}

/** An account number when there is one, else what more rows have. */
function guessKey(filled: (target: string) => number): ImportOptions['key'] {
  if (filled('user_id') >= 0.3) return 'user_id'
  return filled('phone') >= filled('email') && filled('phone') > 0
    ? 'phone'
    : filled('email') > 0
      ? 'email'
      : 'user_id'
}

function currencyOf(amounts: readonly GuessedColumn[], { country }: GuessSettings): string | null {
  for (const { header, samples } of amounts) {
    const inHeader = /[(（[【](.+?)[)）\]】]/.exec(header)?.[1] ?? ''
    const sign = /^-?\s*([￥¥$€£₩₹]|[A-Z]{2,3}\$?)/.exec(samples[0] ?? '')?.[1] ?? ''
    const known = normaliseCurrency(inHeader, country) ?? normaliseCurrency(sign, country)
    if (known) return known
  }
  return null
}

function guessDateOrder(looks: readonly ColumnLook[], country: string): ImportOptions['dateOrder'] {
  const sum = (key: 'dayFirst' | 'monthFirst' | 'slashDates') =>
    looks.reduce((total, look) => total + look[key], 0)
  if (sum('slashDates') === 0) return null
  if (sum('dayFirst') !== sum('monthFirst')) return sum('dayFirst') > sum('monthFirst') ? 'dmy' : 'mdy'
  return country === 'US' || country === 'CN' ? 'mdy' : 'dmy'
}

/** Numbers among which some begin with C: the way in which many tills mark a cancellation. */
function guessRefundPrefix(rows: readonly SourceRow[], index: number | undefined): string | null {
  if (index === undefined) return null
  const numbers = rows.map((row) => (row.cells[index] ?? '').trim()).filter(Boolean)
  const marked = numbers.filter((number) => /^C\d{4,}$/.test(number)).length
  const bare = numbers.filter((number) => /^\d{4,}$/.test(number)).length
  return marked > 0 && bare > marked ? 'C' : null
}
