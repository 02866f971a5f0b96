import { createHash } from 'node:crypto'
import { deriveId } from '../../../kernel/id'
import { fromMinor } from '../../../kernel/money'
import type { Json, JsonObject, Message } from '../../../modules/events'
import { normaliseCurrency } from '../../../modules/profiles'
import { type Decimal, toMinorUnits, toNumber } from './decimal'
import { decimalOf, filledText, identifierText, momentOf, namedValues, type RowMapping } from './mapping'
import { listedProducts, type OrderLine, type OrderRow, productsOf, readLine, size } from './order-lines'
import { keyText, type Person, readPerson } from './person'
import { timeProblem } from './time'
import { type Rejection, rejected, type Verdict, type Warning } from './verdict'

/** Money that moved, with what it was for. */
export interface OrderPart {
  readonly minor: number
  readonly properties: JsonObject
}

/** An order put together from its rows. Plain data: it waits on disk until its customer's turn comes. */
export interface ReadOrder {
  /** Null when the file has no order numbers: it gets one among its customer's orders. */
  readonly orderId: string | null
  readonly person: Person
  readonly at: string
  readonly currency: string
  readonly sale: OrderPart | null
  readonly refund: OrderPart | null
  readonly lines: { readonly sold: number; readonly given: number; readonly returned: number }
}

export interface OrderVerdict {
  readonly order: Verdict<ReadOrder>
  /** Rows that are no part of it: of an order paid in part, the lines that were cancelled. */
  readonly dropped: readonly { readonly row: OrderRow; readonly rejected: Rejection }[]
}

/** The number that says which rows are one order; empty when the row has none. */
export function orderIdOf(mapping: RowMapping, cells: readonly string[]): string {
  return identifierText(mapping.text(cells, 'order_id')).slice(0, 300)
}

/**
 * Rows with one order number as an order, a refund or both. A value that only one of the rows has counts for all. Returned
 * lines (negative quantity or amount, a number with the refund prefix) make a refund; an order whose status says refunded
 * was sold and given back. One row that cannot be read refuses the order whole: half an order has a wrong amount.
 */
export function readOrder(mapping: RowMapping, rows: readonly OrderRow[]): OrderVerdict {
  const lines: OrderLine[] = []
  const dropped: { row: OrderRow; rejected: Rejection }[] = []
  for (const row of rows) {
    const line = readLine(mapping, row)
    if ('rejected' in line) return { order: line, dropped: [] }
    if (line.status === 'unpaid')
      dropped.push({ row, ...rejected('not_paid', mapping.text(row.cells, 'status')) })
    else lines.push(line)
  }
  if (lines.length === 0)
    return { order: { rejected: dropped[0]?.rejected ?? { reason: 'not_paid', detail: '' } }, dropped: [] }
  return { order: assemble(mapping, lines), dropped }
}

function assemble(mapping: RowMapping, lines: readonly OrderLine[]): Verdict<ReadOrder> {
  const merged = firstFilled(lines)
  const keys = new Set(lines.map(({ cells }) => keyText(mapping, cells)).filter(Boolean))
  if (keys.size > 1) return rejected('mixed_customers', [...keys].slice(0, 3).join(', '))
  const person = readPerson(mapping, merged)
  if ('rejected' in person) return person
  const at = earliestTime(mapping, lines)
  if ('rejected' in at) return at
  const currency = readCurrency(mapping, lines)
  if ('rejected' in currency) return currency
  const parts = readParts(mapping, lines, merged, currency.code)
  if ('rejected' in parts) return parts
  const isGift = (line: OrderLine) => !line.isReturn && line.amount === 0n
  return {
    ok: {
      orderId: orderIdOf(mapping, merged) || null,
      person: person.ok,
      at: at.moment,
      currency: currency.code,
      sale: parts.sale,
      refund: parts.refund,
      lines: {
        sold: lines.filter((line) => !line.isReturn && !isGift(line)).length,
        given: lines.filter(isGift).length,
        returned: lines.filter((line) => line.isReturn).length,
      },
    },
    warnings: [...person.warnings, ...parts.warnings],
  }
}

/** Each column's first value: shop exports write what belongs to the order on its first line only. */
function firstFilled(lines: readonly OrderLine[]): readonly string[] {
  const [first] = lines
  if (!first || lines.length === 1) return first?.cells ?? []
  return first.cells.map((cell, index) => {
    if (filledText(cell) !== '') return cell
    return lines.find(({ cells }) => filledText(cells[index]) !== '')?.cells[index] ?? ''
  })
}

function earliestTime(
  mapping: RowMapping,
  lines: readonly OrderLine[],
): { moment: string } | { rejected: Rejection } {
  let moment: string | null = null
  let text = ''
  for (const { cells } of lines) {
    const written = mapping.text(cells, 'ordered_at')
    if (written === '') continue
    text ||= written
    const read = momentOf(mapping, written)
    if (read === null) return rejected('invalid_date', written)
    if (moment === null || read < moment) moment = read
  }
  const problem = timeProblem(mapping, text, moment)
  return problem || moment === null ? { rejected: problem ?? { reason: 'no_date', detail: '' } } : { moment }
}

function readCurrency(
  mapping: RowMapping,
  lines: readonly OrderLine[],
): { code: string } | { rejected: Rejection } {
  const texts = new Set(lines.map(({ cells }) => mapping.text(cells, 'currency')).filter(Boolean))
  const codes = new Set<string>()
  for (const text of texts) {
    const code = normaliseCurrency(text, mapping.options.country)
    if (code === null) return rejected('unknown_currency', text)
    codes.add(code)
  }
  if (codes.size > 1) return rejected('mixed_currencies', [...codes].join(', '))
  const [code = mapping.options.currency] = codes
  const isKnown = code === mapping.workspaceCurrency || mapping.exchangeRates[code] !== undefined
  return isKnown ? { code } : rejected('no_exchange_rate', code)
}

interface Parts {
  readonly sale: OrderPart | null
  readonly refund: OrderPart | null
  readonly warnings: readonly Warning[]
}

function readParts(
  mapping: RowMapping,
  lines: readonly OrderLine[],
  merged: readonly string[],
  currency: string,
): Parts | { rejected: Rejection } {
  const sold = lines.filter((line) => !line.isReturn)
  const returned = lines.filter((line) => line.isReturn || line.status === 'refunded')
  const isWholeRefund = returned.length === sold.length && returned.every((line) => !line.isReturn)
  const sale = totalOf(sold, true)
  if (typeof sale === 'object') return sale
  const refund = totalOf(returned, isWholeRefund)
  if (typeof refund === 'object') return refund
  const saleMinor = toMinorUnits(sale, currency)
  const refundMinor = toMinorUnits(refund, currency)
  if (!Number.isSafeInteger(saleMinor) || !Number.isSafeInteger(refundMinor))
    return rejected('invalid_amount')
  if (saleMinor === 0 && refundMinor === 0) return rejected('zero_amount')
  const about = aboutOrder(mapping, merged)
  if ('rejected' in about) return about
  const warnings: Warning[] = []
  const part = (minor: number, of: readonly OrderLine[], more: JsonObject): OrderPart | null => {
    if (minor === 0) return null
    const { products, cut } = productsOf(mapping, of)
    if (cut > 0) warnings.push({ warning: 'products_cut', detail: `${cut} of ${products.length + cut}` })
    return {
      minor,
      properties: {
        total: fromMinor(minor, currency),
        currency,
        ...more,
        ...(products.length > 0 && { products }),
      },
    }
  }
  return { sale: part(saleMinor, sold, about.properties), refund: part(refundMinor, returned, {}), warnings }
}

/**
 * The order's own total when the rows say one and agree, else the sum of the lines; unsigned. A refund of some lines has
 * the order's total beside it (`isWhole` false), so there the lines count, unless the total is itself a refund.
 */
function totalOf(lines: readonly OrderLine[], isWhole: boolean): Decimal | { rejected: Rejection } {
  const hasLines = lines.every((line) => line.amount !== null)
  const totals = new Set(lines.flatMap(({ total }) => (total === null ? [] : [size(total)])))
  const isOurs = isWhole || !hasLines || lines.some(({ total }) => total !== null && total < 0n)
  const [total] = totals
  if (totals.size > 1 && isOurs)
    return rejected('mixed_totals', [...totals].slice(0, 3).map(toNumber).join(', '))
  if (total !== undefined && isOurs) return total
  if (!hasLines) return rejected('no_amount')
  return size(lines.reduce((sum, { amount }) => sum + (amount ?? 0n), 0n))
}

function aboutOrder(
  mapping: RowMapping,
  merged: readonly string[],
): { properties: JsonObject } | { rejected: Rejection } {
  const discount = decimalOf(mapping, merged, 'discount')
  if (discount === 'invalid') return rejected('invalid_amount', mapping.text(merged, 'discount'))
  if (mapping.text(merged, 'products') !== '' && !listedProducts(mapping, merged))
    return rejected('invalid_products', mapping.text(merged, 'products'))
  const coupon = mapping.text(merged, 'coupon')
  const channel = mapping.text(merged, 'channel')
  return {
    properties: {
      ...namedValues(mapping, 'property', merged),
      ...(discount !== null && discount !== 0n && { discount: toNumber(size(discount)) }),
      ...(coupon !== '' && { coupon }),
      ...(channel !== '' && { channel }),
    },
  }
}

/** What an order says to the rest of the product. The same order of the same source has the same message ids in every file. */
export function orderMessages(mapping: RowMapping, order: ReadOrder, orderId: string): Message[] {
  const base = {
    ...(order.person.userId ? { userId: order.person.userId } : { anonymousId: order.person.anonymousId }),
    context: { import_id: mapping.importId },
    timestamp: order.at,
    type: 'track' as const,
  }
  const idOf = (...what: string[]) => deriveId('import', mapping.options.source, 'order', orderId, ...what)
  const messages: Message[] = []
  if (order.sale)
    messages.push({
      ...base,
      messageId: idOf('completed'),
      event: 'Order Completed',
      properties: { order_id: orderId, ...order.sale.properties },
    })
  if (order.refund)
    messages.push({
      ...base,
      messageId: idOf('refunded', order.at, String(order.refund.minor)),
      event: 'Order Refunded',
      properties: { order_id: orderId, ...order.refund.properties },
    })
  return messages
}

/** What the rows of an order say of its customer, as of the time of the order. */
export function orderIdentify(mapping: RowMapping, order: ReadOrder, orderId: string): Message {
  const { userId, anonymousId, traits } = order.person
  return {
    messageId: deriveId('import', mapping.options.source, 'order', orderId, 'identify', traitsDigest(traits)),
    type: 'identify',
    ...(userId ? { userId } : { anonymousId }),
    traits,
    context: { import_id: mapping.importId },
    timestamp: order.at,
  }
}

/** Tells two sets of traits apart. */
export function traitsDigest(traits: Readonly<Record<string, Json>>): string {
  return createHash('sha256').update(JSON.stringify(traits)).digest('base64url').slice(0, 22)
}
