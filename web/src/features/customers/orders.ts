import type { TimelineItem } from '@rapport/contract'
import { productNames, textOf } from './event-properties'

export interface Order {
  readonly id: string
  readonly number: string
  readonly at: string
  readonly items: readonly string[]
  readonly channel: string
  readonly amountMinor: number
  readonly refundedMinor: number
}

/** Orders out of the timeline, each with what was refunded of it. */
export function ordersOf(items: readonly TimelineItem[]): Order[] {
  const refunds = new Map<string, number>()
  for (const item of items) {
    if (item.name !== 'Order Refunded') continue
    const number = textOf(item.properties.order_id)
    refunds.set(number, (refunds.get(number) ?? 0) + item.valueMinor)
  }
  return items
    .filter(({ name }) => name === 'Order Completed')
    .map((item) => {
      const number = textOf(item.properties.order_id)
      return {
        id: item.id,
        number,
        at: item.at,
        items: productNames(item.properties.products),
        channel: textOf(item.properties.channel),
        amountMinor: item.valueMinor,
        refundedMinor: number === '' ? 0 : (refunds.get(number) ?? 0),
      }
    })
}

/** Amounts by month, `2026-03` first to last, months without orders too. `monthOf` says the month of a moment. */
export function spendByMonth(
  orders: readonly Order[],
  monthOf: (at: string) => string,
): { readonly month: string; readonly amountMinor: number }[] {
  const sums = new Map<string, number>()
  for (const { at, amountMinor } of orders) sums.set(monthOf(at), (sums.get(monthOf(at)) ?? 0) + amountMinor)
  const known = [...sums.keys()].sort()
  const [first, last] = [known[0], known.at(-1)]
  if (!first || !last) return []
  return monthsBetween(first, last).map((month) => ({ month, amountMinor: sums.get(month) ?? 0 }))
}

function monthsBetween(first: string, last: string): string[] {
  const months: string[] = []
  let [year = 0, month = 0] = first.split('-').map(Number)
  while (`${year}-${String(month).padStart(2, '0')}` <= last) {
    months.push(`${year}-${String(month).padStart(2, '0')}`)
    month += 1
    if (month > 12) [year, month] = [year + 1, 1]
  }
  return months
}
