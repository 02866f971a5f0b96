import type { ImportReport, ImportWarning, RejectReason } from '@rapport/contract'
import type { ReadOrder } from '../rows/order'
import type { Warning } from '../rows/verdict'

/** Counts what became of the rows. Made anew at every attempt from the same file, so nothing is counted twice. */
export function createTally() {
  const rejected = new Map<RejectReason, number>()
  const warnings = new Map<ImportWarning, number>()
  const revenue = new Map<string, number>()
  const refunded = new Map<string, number>()
  const counts = {
    rowsAccepted: 0,
    customers: 0,
    customersWithOrders: 0,
    orders: 0,
    refunds: 0,
    events: 0,
    saleLines: 0,
    giftLines: 0,
    refundLines: 0,
  }
  return {
    accepted(rows: number): void {
      counts.rowsAccepted += rows
    },
    rejected(reason: RejectReason): void {
      add(rejected, reason, 1)
    },
    warned(list: readonly Warning[]): void {
      for (const { warning } of list) add(warnings, warning, 1)
    },
    event(): void {
      counts.events += 1
    },
    customer(hasOrders: boolean): void {
      counts.customers += 1
      if (hasOrders) counts.customersWithOrders += 1
    },
    order({ sale, refund, currency, lines }: ReadOrder): void {
      if (sale) {
        counts.orders += 1
        add(revenue, currency, sale.minor)
      }
      if (refund) {
        counts.refunds += 1
        add(refunded, currency, refund.minor)
      }
      counts.saleLines += lines.sold
      counts.giftLines += lines.given
      counts.refundLines += lines.returned
    },
    report(): ImportReport {
      return {
        ...counts,
        rowsRejected: [...rejected.values()].reduce((sum, count) => sum + count, 0),
        rejected: Object.fromEntries(rejected),
        warnings: Object.fromEntries(warnings),
        revenue: amounts(revenue),
        refunded: amounts(refunded),
      }
    },
  }
}

export type Tally = ReturnType<typeof createTally>

function add<K>(counts: Map<K, number>, key: K, by: number): void {
  counts.set(key, (counts.get(key) ?? 0) + by)
}

function amounts(byCurrency: ReadonlyMap<string, number>): ImportReport['revenue'] {
  return [...byCurrency].sort().map(([currency, amountMinor]) => ({ currency, amountMinor }))
}
