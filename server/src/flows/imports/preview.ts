import {
  type ImportPreview,
  type ImportWarning,
  missingImportTargets,
  type RejectReason,
} from '@rapport/contract'
import type { Message } from '../../modules/events'
import { readCustomer } from './rows/customer'
import { readEvent } from './rows/event'
import type { RowMapping } from './rows/mapping'
import { orderIdOf, orderMessages, readOrder } from './rows/order'
import type { OrderRow } from './rows/order-lines'
import { isUndecodable, type Rejection, type Warning } from './rows/verdict'
import type { SourceRow } from './source/row'
import type { ImportRecord } from './store'

const rowsShown = 20
const resultsShown = 12

interface Judged {
  readonly rejections: ReadonlyMap<number, Rejection>
  readonly warnings: ReadonlyMap<number, readonly Warning[]>
  readonly results: readonly Result[]
}

interface Result {
  readonly message: Message
  /** Who it is about, in the words of the file. */
  readonly who: string
}

/** What the first rows become, judged by the same rules as the import itself. */
export function previewOf(
  record: ImportRecord,
  rows: readonly SourceRow[],
  mapping: RowMapping,
): ImportPreview {
  const judged = judge(record, rows, mapping)
  const problems = new Map<
    string,
    { reason: RejectReason | ImportWarning; isRejected: boolean; count: number }
  >()
  const count = (reason: RejectReason | ImportWarning, isRejected: boolean) => {
    const known = problems.get(reason) ?? { reason, isRejected, count: 0 }
    problems.set(reason, { ...known, count: known.count + 1 })
  }
  for (const { reason } of judged.rejections.values()) count(reason, true)
  for (const list of judged.warnings.values()) for (const { warning } of list) count(warning, false)
  return {
    rows: rows.slice(0, rowsShown).map(({ row, cells }) => ({
      row,
      cells: [...cells],
      problems: problemsOf(judged, row),
    })),
    results: judged.results.slice(0, resultsShown).map(presentResult),
    rowsChecked: rows.length,
    rowsRejected: judged.rejections.size,
    problems: [...problems.values()].sort((left, right) => right.count - left.count),
    missing: missingImportTargets(record.kind, record.columns, record.options),
  }
}

function problemsOf(
  { rejections, warnings }: Judged,
  row: number,
): ImportPreview['rows'][number]['problems'] {
  const rejection = rejections.get(row)
  const warned = (warnings.get(row) ?? []).map(({ warning, detail }) => ({
    reason: warning,
    isRejected: false,
    detail,
  }))
  return rejection ? [{ ...rejection, isRejected: true }, ...warned] : warned
}

function judge({ kind }: ImportRecord, rows: readonly SourceRow[], mapping: RowMapping): Judged {
  const rejections = new Map<number, Rejection>()
  const warnings = new Map<number, readonly Warning[]>()
  const readable: OrderRow[] = []
  for (const row of rows) {
    if (row.problem) rejections.set(row.row, { reason: row.problem, detail: '' })
    else readable.push(row)
    if (isUndecodable(row.cells)) warnings.set(row.row, [{ warning: 'undecodable_text', detail: '' }])
  }
  const warn = (row: number, more: readonly Warning[]) => {
    if (more.length > 0) warnings.set(row, [...(warnings.get(row) ?? []), ...more])
  }
  const results = kind === 'orders' ? judgeOrders() : readable.flatMap(judgeRow)
  return { rejections, warnings, results }

  function judgeRow({ row, cells }: OrderRow): Result[] {
    const verdict = kind === 'customers' ? readCustomer(mapping, row, cells) : readEvent(mapping, row, cells)
    if ('rejected' in verdict) {
      rejections.set(row, verdict.rejected)
      return []
    }
    warn(row, verdict.warnings)
    const message = 'track' in verdict.ok ? verdict.ok.track : verdict.ok
    const { email, phone } = message.traits ?? {}
    return [{ message, who: message.userId ?? String(email ?? phone ?? message.anonymousId ?? '') }]
  }

  function judgeOrders(): Result[] {
    const groups = new Map<string, OrderRow[]>()
    for (const row of readable) {
      const id = mapping.has('order_id') ? orderIdOf(mapping, row.cells) : `row ${row.row}`
      if (id === '') rejections.set(row.row, { reason: 'no_order_id', detail: '' })
      else groups.set(id, [...(groups.get(id) ?? []), row])
    }
    return [...groups.values()].flatMap((group) => {
      const { order, dropped } = readOrder(mapping, group)
      for (const { row, rejected } of dropped) rejections.set(row.row, rejected)
      if ('ok' in order) {
        warn(group[0]?.row ?? 0, order.warnings)
        const { person, orderId } = order.ok
        return orderMessages(mapping, order.ok, orderId ?? '').map((message) => ({
          message,
          who: person.key,
        }))
      }
      for (const { row } of group) rejections.set(row, order.rejected)
      return []
    })
  }
}

function presentResult({ message, who }: Result): ImportPreview['results'][number] {
  const base = { who, at: message.timestamp }
  if (message.type === 'identify')
    return {
      ...base,
      kind: 'customer',
      title: String(message.traits?.name ?? who),
      details: { ...message.traits },
    }
  const details = { ...message.properties }
  const kind = kindByEvent[message.event ?? ''] ?? 'event'
  return {
    ...base,
    kind,
    title: kind === 'event' ? (message.event ?? '') : String(details.order_id ?? ''),
    details,
  }
}

const kindByEvent: Readonly<Record<string, 'order' | 'refund'>> = {
  'Order Completed': 'order',
  'Order Refunded': 'refund',
}
