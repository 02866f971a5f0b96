import type { ShopFigures, ShopPoint } from '@rapport/contract'
import type { BuyerCounts, OrderSums, StepCount } from './store'

/** The figures of a period from what was counted in it. */
export function figuresOf(
  sums: readonly OrderSums[],
  { buyers, returning, newCustomers }: BuyerCounts,
  activeCustomers: number,
): ShopFigures {
  const total = (of: (sum: OrderSums) => number) => sums.reduce((so, sum) => so + of(sum), 0)
  const revenueMinor = total((sum) => sum.revenueMinor)
  const orders = total((sum) => sum.orders)
  return {
    revenueMinor,
    refundsMinor: total((sum) => sum.refundsMinor),
    orders,
    buyers,
    activeCustomers,
    newCustomers,
    aovMinor: orders > 0 ? Math.round(revenueMinor / orders) : null,
    repeatRate: buyers > 0 ? returning / buyers : null,
  }
}

/** One point a step, with zeroes where nothing happened. */
export function seriesOf(
  steps: readonly string[],
  sums: readonly OrderSums[],
  active: readonly StepCount[],
  fresh: readonly StepCount[],
): ShopPoint[] {
  const sumAt = new Map(sums.map((sum) => [sum.start, sum]))
  const activeAt = new Map(active.map(({ start, people }) => [start, people]))
  const freshAt = new Map(fresh.map(({ start, people }) => [start, people]))
  return steps.map((day) => ({
    day,
    revenueMinor: sumAt.get(day)?.revenueMinor ?? 0,
    orders: sumAt.get(day)?.orders ?? 0,
    activeCustomers: activeAt.get(day) ?? 0,
    newCustomers: freshAt.get(day) ?? 0,
  }))
}
