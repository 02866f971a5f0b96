import type { Json } from '../../../modules/events'
import { type Decimal, parseDecimal, times, toNumber } from './decimal'
import { decimalOf, type RowMapping } from './mapping'
import { type Rejection, rejected } from './verdict'

/** One row of an order file. */
export interface OrderRow {
  readonly row: number
  readonly cells: readonly string[]
}

export type LineStatus = 'completed' | 'refunded' | 'unpaid'

export interface OrderLine extends OrderRow {
  readonly status: LineStatus
  readonly quantity: Decimal | null
  readonly price: Decimal | null
  /** Of this line; null when the row says nothing of lines. */
  readonly amount: Decimal | null
  /** Of the whole order, as this row says it. */
  readonly total: Decimal | null
  readonly isReturn: boolean
}

const wordsByStatus: Readonly<Record<Exclude<LineStatus, 'completed'>, string>> = {
  refunded:
    'refunded refund returned return chargeback 已退款 退款成功 退款完成 退款 退货 已退货 退货退款 全额退款 已退货退款',
  unpaid:
    'cancelled canceled cancel voided void pending unpaid awaitingpayment pendingpayment paymentpending failed draft expired abandoned declined 已取消 取消 交易关闭 已关闭 关闭 待付款 未付款 等待买家付款 未支付 待支付 交易取消 订单关闭 订单取消 作废 已作废',
}
const statusByWord = new Map(
  (Object.entries(wordsByStatus) as [LineStatus, string][]).flatMap(([status, words]) =>
    words.split(' ').map((word): [string, LineStatus] => [word, status]),
  ),
)

/** The amounts of a row and whether it takes goods back; refused when a number in it is none. */
export function readLine(mapping: RowMapping, { row, cells }: OrderRow): OrderLine | { rejected: Rejection } {
  const quantity = decimalOf(mapping, cells, 'quantity')
  if (quantity === 'invalid') return rejected('invalid_quantity', mapping.text(cells, 'quantity'))
  const price = decimalOf(mapping, cells, 'unit_price')
  if (price === 'invalid') return rejected('invalid_amount', mapping.text(cells, 'unit_price'))
  const given = decimalOf(mapping, cells, 'line_total')
  if (given === 'invalid') return rejected('invalid_amount', mapping.text(cells, 'line_total'))
  const total = decimalOf(mapping, cells, 'total')
  if (total === 'invalid') return rejected('invalid_amount', mapping.text(cells, 'total'))
  const amount = given ?? lineAmount(price, quantity)
  const isNegative = isBelowZero(quantity) || isBelowZero(amount) || (amount === null && isBelowZero(total))
  return {
    row,
    cells,
    status: statusOf(mapping.text(cells, 'status')),
    quantity,
    price,
    amount: amount !== null && isNegative ? -size(amount) : amount,
    total,
    isReturn: isNegative || hasRefundPrefix(mapping, cells),
  }
}

function lineAmount(price: Decimal | null, quantity: Decimal | null): Decimal | null {
  if (price === null) return null
  return quantity === null ? price : times(price, quantity)
}

function statusOf(text: string): LineStatus {
  return text === ''
    ? 'completed'
    : (statusByWord.get(text.toLowerCase().replace(/[\s_-]/g, '')) ?? 'completed')
}

function hasRefundPrefix({ options, text }: RowMapping, cells: readonly string[]): boolean {
  return options.refundPrefix !== null && text(cells, 'order_id').startsWith(options.refundPrefix)
}

function isBelowZero(value: Decimal | null): boolean {
  return value !== null && value < 0n
}

/** Without the sign. */
export function size(value: Decimal): Decimal {
  return value < 0n ? -value : value
}

const textCharsMax = 200
/** With the rest of the message this stays under half a megabyte and ten thousand keys. */
const productsCharsMax = 300_000
const productsMax = 1_200

/** The products of some lines in the shape of the Segment spec, and how many had to be left out. */
export function productsOf(
  mapping: RowMapping,
  lines: readonly OrderLine[],
): { products: Json[]; cut: number } {
  const all = lines.flatMap((line) => listedProducts(mapping, line.cells) ?? lineProduct(mapping, line) ?? [])
  let chars = 0
  const fitting = all.slice(0, productsMax).findIndex((product) => {
    chars += sizeOf(product)
    return chars > productsCharsMax
  })
  const products = all.slice(0, fitting < 0 ? productsMax : fitting)
  return { products, cut: all.length - products.length }
}

function sizeOf(product: Json): number {
  let chars = 60
  for (const value of Object.values(product ?? {})) if (typeof value === 'string') chars += value.length + 12
  return chars
}

/** Built field by field: of half a million lines, spreads cost two seconds. */
function lineProduct(mapping: RowMapping, { cells, quantity, price, amount }: OrderLine): Json | null {
  const sku = textOf(mapping, cells, 'sku')
  const id = textOf(mapping, cells, 'product_id') || sku
  const name = textOf(mapping, cells, 'product_name')
  const category = textOf(mapping, cells, 'category')
  if (id === '' && name === '' && category === '') return null
  const each = price ?? pricePerPiece(amount, quantity)
  const product: Record<string, Json> = {}
  if (id !== '') product.product_id = id
  if (sku !== '') product.sku = sku
  if (name !== '') product.name = name
  if (category !== '') product.category = category
  if (each !== null) product.price = toNumber(size(each))
  product.quantity = quantity === null ? 1 : toNumber(size(quantity))
  return product
}

function textOf(mapping: RowMapping, cells: readonly string[], target: string): string {
  const text = mapping.text(cells, target)
  return text.length > textCharsMax ? text.slice(0, textCharsMax) : text
}

function pricePerPiece(amount: Decimal | null, quantity: Decimal | null): Decimal | null {
  if (amount === null || quantity === null || quantity === 0n) return amount
  return (size(amount) * 1_000_000_000n) / size(quantity)
}

const listKeys: Readonly<Record<string, readonly string[]>> = {
  product_id: ['product_id', 'productId', 'id', 'sku'],
  sku: ['sku', 'sku_id', 'skuId'],
  name: ['name', 'title', 'product_name', 'productName'],
  category: ['category', 'category_name'],
  price: ['price', 'unit_price', 'unitPrice'],
  quantity: ['quantity', 'qty', 'count'],
}

/** A cell that holds the products as a JSON list. Null when there is none. */
export function listedProducts(mapping: RowMapping, cells: readonly string[]): Json[] | null {
  const text = mapping.text(cells, 'products')
  if (text === '') return null
  const list = parseList(text)
  return list?.map((item) => listedProduct(item)) ?? null
}

function parseList(text: string): Readonly<Record<string, unknown>>[] | null {
  try {
    const value: unknown = JSON.parse(text)
    const isList = Array.isArray(value) && value.every((item) => typeof item === 'object' && item !== null)
    return isList ? value : null
  } catch {
    return null
  }
}

function listedProduct(item: Readonly<Record<string, unknown>>): Json {
  const product: Record<string, Json> = {}
  for (const [key, names] of Object.entries(listKeys)) {
    const value = names
      .map((name) => item[name])
      .find((one) => one !== undefined && one !== null && one !== '')
    if (value === undefined) continue
    const number = key === 'price' || key === 'quantity' ? parseDecimal(String(value)) : null
    product[key] = number === null ? String(value).slice(0, textCharsMax) : toNumber(number)
  }
  return { quantity: 1, ...product }
}
