import type { TimelineItem } from '@rapport/contract'
import { describe, expect, it } from 'vitest'
import { ordersOf, spendByMonth } from './orders'

const event = (
  name: string,
  at: string,
  valueMinor: number,
  properties: Record<string, unknown>,
): TimelineItem => ({
  id: `${name} ${at}`,
  at,
  type: 'track',
  name,
  source: 'web',
  valueMinor,
  currency: 'CNY',
  properties,
  context: {},
})

describe('the orders of a customer', () => {
  it('carry what was refunded of them, over several refunds', () => {
    const orders = ordersOf([
      event('Order Refunded', '2026-03-03T00:00:00Z', 300, { order_id: 'A1' }),
      event('Order Refunded', '2026-03-02T00:00:00Z', 200, { order_id: 'A1' }),
      event('Order Completed', '2026-03-01T00:00:00Z', 1_000, {
        order_id: 'A1',
        products: [{ name: '茶杯', quantity: 2 }, { sku: 'S1' }],
      }),
      event('Order Completed', '2026-02-01T00:00:00Z', 700, { order_id: 'A2' }),
    ])
    expect(
      orders.map(({ number, amountMinor, refundedMinor, items }) => [
        number,
        amountMinor,
        refundedMinor,
        items,
      ]),
    ).toEqual([
      ['A1', 1_000, 500, ['茶杯 ×2', 'S1']],
      ['A2', 700, 0, []],
    ])
  })

  it('without a number do not share their refunds', () => {
    const orders = ordersOf([
      event('Order Refunded', '2026-03-03T00:00:00Z', 300, {}),
      event('Order Completed', '2026-03-01T00:00:00Z', 1_000, {}),
    ])
    expect(orders[0]?.refundedMinor).toBe(0)
  })

  it('add up by month, with the empty months between', () => {
    const orders = ordersOf([
      event('Order Completed', '2026-02-03T00:00:00Z', 100, { order_id: 'A3' }),
      event('Order Completed', '2025-12-03T00:00:00Z', 200, { order_id: 'A2' }),
      event('Order Completed', '2025-12-01T00:00:00Z', 300, { order_id: 'A1' }),
    ])
    expect(spendByMonth(orders, (at) => at.slice(0, 7))).toEqual([
      { month: '2025-12', amountMinor: 500 },
      { month: '2026-01', amountMinor: 0 },
      { month: '2026-02', amountMinor: 100 },
    ])
  })
})
