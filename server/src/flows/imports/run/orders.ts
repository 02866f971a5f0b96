import { join } from 'node:path'
import { importLimits } from '@rapport/contract'
import { deriveId } from '../../../kernel/id'
import { othersFirst } from '../../../platform/clock'
import { createSpill, type Spill } from '../../../platform/files'
import { orderIdentify, orderIdOf, orderMessages, type ReadOrder, readOrder } from '../rows/order'
import type { OrderRow } from '../rows/order-lines'
import { type Attempt, readableRows, reject } from './context'

/** What is brought together in memory at a time: a part of this many bytes of the file, with its overhead ten times that. */
const partBytes = 8 * 1024 * 1024
const partsMax = 512
/** Orders of one person that are put in order of time together; an account with more is a counter, not a person. */
const ordersSortedMax = 20_000
/** Orders that are put together before others may run. */
const ordersAtATime = 200

/**
 * Orders, whose rows may lie anywhere in the file: rows are divided over files by order number and put together part by
 * part; the orders are divided by customer and recorded customer after customer in order of time. So memory does not
 * grow with the file, and the pipeline sees each customer once instead of once an order.
 */
export async function runOrders(attempt: Attempt): Promise<void> {
  const parts = Math.min(partsMax, Math.ceil((attempt.file.bytes * inflation(attempt)) / partBytes))
  const rows = await createSpill(join(attempt.folder, 'rows'), Math.max(1, parts))
  const orders = await createSpill(join(attempt.folder, 'orders'), Math.max(1, parts))
  try {
    const rowsRead = await divideRows(attempt, rows)
    await groupOrders(attempt, rows, orders, rowsRead)
    await rows.remove()
    await recordOrders(attempt, orders)
  } finally {
    await rows.remove()
    await orders.remove()
  }
}

/** Tables shrink to about a tenth. */
function inflation({ format }: Attempt): number {
  return format.isCompressed || format.kind === 'xlsx' ? 10 : 1
}

async function divideRows(attempt: Attempt, spill: Spill): Promise<number> {
  const { mapping } = attempt
  const isNumbered = mapping.has('order_id')
  let read = 0
  for await (const rows of readableRows(attempt, 'reading')) {
    for (const { row, cells } of rows) {
      read += 1
      const id = isNumbered ? orderIdOf(mapping, cells) : String(row)
      const full =
        id === ''
          ? reject(attempt, { row, cells }, { reason: 'no_order_id', detail: '' })
          : spill.add(partOf(id, spill.parts), JSON.stringify([row, ...cells]))
      if (full) await full
    }
    await othersFirst()
  }
  await spill.finish()
  return read
}

async function groupOrders(attempt: Attempt, rows: Spill, orders: Spill, rowsTotal: number): Promise<void> {
  let done = 0
  for (let part = 0; part < rows.parts; part += 1) {
    const groups = await loadGroups(attempt, rows, part)
    for (const [index, group] of [...groups.values()].entries()) {
      const order = await settleOrder(attempt, group)
      if (order) await orders.add(partOf(order.person.key, orders.parts), JSON.stringify(order))
      done += group.length
      if (index % ordersAtATime === 0) await othersFirst()
    }
    await attempt.progress('grouping', done, Math.max(done, rowsTotal))
  }
  await orders.finish()
}

/** The rows of one part by order number. An order of too many rows is rejected as they come, so it is never held. */
async function loadGroups(attempt: Attempt, spill: Spill, part: number): Promise<Map<string, OrderRow[]>> {
  const { mapping } = attempt
  const isNumbered = mapping.has('order_id')
  const groups = new Map<string, OrderRow[]>()
  const tooLong = new Set<string>()
  for await (const lines of spill.lines(part)) {
    for (const line of lines) {
      const [row, ...cells] = JSON.parse(line) as [number, ...string[]]
      const id = isNumbered ? orderIdOf(mapping, cells) : String(row)
      const group = groups.get(id)
      if (group) group.push({ row, cells })
      else if (!tooLong.has(id)) groups.set(id, [{ row, cells }])
      else await reject(attempt, { row, cells }, { reason: 'too_many_lines', detail: id })
      if (!group || group.length <= importLimits.orderLinesMax) continue
      tooLong.add(id)
      groups.delete(id)
      for (const one of group) await reject(attempt, one, { reason: 'too_many_lines', detail: id })
    }
  }
  return groups
}

async function settleOrder(attempt: Attempt, group: readonly OrderRow[]): Promise<ReadOrder | null> {
  const { tally } = attempt
  const { order, dropped } = readOrder(attempt.mapping, group)
  for (const { row, rejected } of dropped) await reject(attempt, row, rejected)
  const rest = dropped.length === 0 ? group : group.filter((row) => !dropped.some((one) => one.row === row))
  if ('rejected' in order) {
    for (const row of rest) {
      const full = reject(attempt, row, order.rejected)
      if (full) await full
    }
    return null
  }
  tally.accepted(rest.length)
  tally.order(order.ok)
  tally.warned(order.warnings)
  return order.ok
}

async function recordOrders(attempt: Attempt, orders: Spill): Promise<void> {
  let customers = 0
  for (let part = 0; part < orders.parts; part += 1) {
    const byCustomer = new Map<string, Customer>()
    for await (const lines of orders.lines(part)) {
      for (const line of lines) {
        const order = JSON.parse(line) as ReadOrder
        const customer = customerOf(byCustomer, order.person.key)
        customer.hasOrders ||= order.sale !== null
        customer.waiting.push(order)
        if (customer.waiting.length >= ordersSortedMax) await recordCustomer(attempt, customer)
      }
    }
    for (const customer of byCustomer.values()) {
      await recordCustomer(attempt, customer)
      attempt.tally.customer(customer.hasOrders)
      customers += 1
      if (customers % ordersAtATime === 0) await othersFirst()
    }
    await attempt.progress('recording', part + 1, orders.parts)
  }
}

interface Customer {
  readonly key: string
  waiting: ReadOrder[]
  hasOrders: boolean
  /** What was last said of the person's traits. */
  said: string
  /** How often an order without a number of this time and amount came. */
  readonly nameless: Map<string, number>
}

function customerOf(byCustomer: Map<string, Customer>, key: string): Customer {
  const known = byCustomer.get(key)
  if (known) return known
  const customer: Customer = { key, waiting: [], hasOrders: false, said: '', nameless: new Map() }
  byCustomer.set(key, customer)
  return customer
}

async function recordCustomer(attempt: Attempt, customer: Customer): Promise<void> {
  const { mapping, recorder } = attempt
  const orders = customer.waiting.sort((left, right) =>
    left.at < right.at ? -1 : left.at > right.at ? 1 : 0,
  )
  customer.waiting = []
  for (const order of orders) {
    const orderId = order.orderId ?? namelessId(attempt, customer, order)
    const said = JSON.stringify(order.person.traits)
    if (said !== customer.said && said !== '{}') await recorder.add(orderIdentify(mapping, order, orderId))
    customer.said = said
    for (const message of orderMessages(mapping, order, orderId)) await recorder.add(message)
  }
}

/** An id from customer, time and amount; the second order with the same ones gets another. The same in every file. */
function namelessId(
  { mapping }: Attempt,
  customer: Customer,
  { at, sale, refund, currency }: ReadOrder,
): string {
  const what = `${at} ${sale?.minor ?? 0} ${refund?.minor ?? 0} ${currency}`
  const count = (customer.nameless.get(what) ?? 0) + 1
  customer.nameless.set(what, count)
  return deriveId('import', mapping.options.source, 'order of', customer.key, what, String(count))
}

/** Spreads keys evenly (FNV-1a); half a million cryptographic digests would cost a second. */
function partOf(key: string, parts: number): number {
  let hash = 0x811c9dc5
  for (let at = 0; at < key.length; at += 1) hash = Math.imul(hash ^ key.charCodeAt(at), 0x01000193)
  return (hash >>> 0) % parts
}
