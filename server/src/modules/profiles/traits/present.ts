import type { Json } from '../../events'
import type { Accumulator, ComputedState } from './accumulate'
import { definitions } from './definitions'

const dayMs = 86_400_000

/** Days since the last order at which a buyer passes to the next stage. Editable per workspace. */
export interface LifecycleThresholds {
  /** A first and only order this recent: new. */
  readonly newDays: number
  readonly activeDays: number
  readonly atRiskDays: number
  readonly dormantDays: number
}

export const defaultThresholds: LifecycleThresholds = {
  newDays: 30,
  activeDays: 90,
  atRiskDays: 180,
  dormantDays: 365,
}

export type LifecycleStage = 'prospect' | 'new' | 'active' | 'at_risk' | 'dormant' | 'lost'

export interface Presented {
  readonly values: Readonly<Record<string, Json>>
  /** When time alone will change a value next, in ms; null when it will not. */
  readonly nextChangeMs: number | null
}

/** Computed traits as people read them at `now`. Money in minor units, times as ISO text. */
export function presentComputed(
  state: ComputedState,
  nowMs: number,
  thresholds: LifecycleThresholds,
): Presented {
  const orders = numberOf(state.orders)
  const revenue = numberOf(state.revenue)
  const firstMs = timeOf(state.first_order_at)
  const lastMs = timeOf(state.last_order_at)
  const stage = lifecycleStage(orders, lastMs, nowMs, thresholds)
  const rolled = rollingValues(state, nowMs)
  const values: Record<string, Json> = {
    lifecycle_stage: stage,
    ...rolled.values,
    ...optional('last_open_at', isoOf(state.last_open_at)),
    ...optional('last_click_at', isoOf(state.last_click_at)),
  }
  if (orders > 0) {
    Object.assign(values, {
      orders,
      revenue,
      aov: Math.round(revenue / orders),
      discount_share: round(numberOf(state.discounted_orders) / orders, 4),
      ...optional('first_order_at', isoOf(state.first_order_at)),
      ...optional('last_order_at', isoOf(state.last_order_at)),
      ...optional('purchase_cycle_days', purchaseCycleDays(orders, firstMs, lastMs)),
      ...optional('favourite_category', favourite(state.favourite_category)),
      ...optional('favourite_channel', favourite(state.favourite_channel)),
      ...optional('favourite_hour', toNumber(favourite(state.favourite_hour))),
      distinct_products: Object.keys((state.distinct_products as object | undefined) ?? {}).length,
    })
  }
  const refunds = numberOf(state.refunds)
  if (refunds > 0) values.refunds = refunds
  return {
    values,
    nextChangeMs: earliest(rolled.nextChangeMs, nextStageMs(orders, lastMs, nowMs, thresholds)),
  }
}

/** Where a buyer is in the life cycle. A time exactly at a threshold has passed it. */
export function lifecycleStage(
  orders: number,
  lastMs: number | null,
  nowMs: number,
  thresholds: LifecycleThresholds,
): LifecycleStage {
  if (orders === 0 || lastMs === null) return 'prospect'
  const days = (nowMs - lastMs) / dayMs
  if (orders === 1 && days < thresholds.newDays) return 'new'
  if (days < thresholds.activeDays) return 'active'
  if (days < thresholds.atRiskDays) return 'at_risk'
  return days < thresholds.dormantDays ? 'dormant' : 'lost'
}

/** Mean days between orders; null before the second. */
export function purchaseCycleDays(
  orders: number,
  firstMs: number | null,
  lastMs: number | null,
): number | null {
  if (orders < 2 || firstMs === null || lastMs === null) return null
  return round((lastMs - firstMs) / dayMs / (orders - 1), 1)
}

function nextStageMs(
  orders: number,
  lastMs: number | null,
  nowMs: number,
  thresholds: LifecycleThresholds,
): number | null {
  if (orders === 0 || lastMs === null) return null
  const { newDays, activeDays, atRiskDays, dormantDays } = thresholds
  const edges = [newDays, activeDays, atRiskDays, dormantDays].map((days) => lastMs + days * dayMs)
  return edges.find((edge) => edge > nowMs) ?? null
}

const rollingDefinitions = Object.entries(definitions).flatMap(([name, definition]) =>
  definition.kind === 'rolling' ? [{ name, days: definition.days }] : [],
)

/** Windows move at midnight UTC: today and the days before it, `days` in all. */
function rollingValues(state: ComputedState, nowMs: number) {
  const today = Math.floor(nowMs / dayMs)
  const values: Record<string, Json> = {}
  let nextChangeMs: number | null = null
  for (const { name, days } of rollingDefinitions) {
    const buckets = state[name]
    if (!isTally(buckets)) continue
    let sum = 0
    let oldest = Number.POSITIVE_INFINITY
    for (const key in buckets) {
      const day = Number(key)
      if (day > today) nextChangeMs = earliest(nextChangeMs, day * dayMs)
      if (day <= today - days || day > today) continue
      sum += buckets[key] ?? 0
      if (day < oldest) oldest = day
    }
    values[name] = sum
    if (oldest <= today) nextChangeMs = earliest(nextChangeMs, (oldest + days) * dayMs)
  }
  return { values, nextChangeMs }
}

/** The most frequent value; of equals the first (numbers by size, else by name), so that it does not flicker. */
function favourite(tally: Accumulator | undefined): string | null {
  if (!isTally(tally)) return null
  let best: string | null = null
  for (const [key, count] of Object.entries(tally)) {
    const leader = best === null ? 0 : (tally[best] ?? 0)
    if (best === null || count > leader || (count === leader && comesBefore(key, best))) best = key
  }
  return best
}

function comesBefore(left: string, right: string): boolean {
  const difference = Number(left) - Number(right)
  return Number.isNaN(difference) || difference === 0 ? left < right : difference < 0
}

function earliest(left: number | null, right: number | null): number | null {
  if (left === null || right === null) return left ?? right
  return Math.min(left, right)
}

function optional(name: string, value: Json): Record<string, Json> {
  return value === null ? {} : { [name]: value }
}

const numberOf = (value: Accumulator | undefined): number => (typeof value === 'number' ? value : 0)
const timeOf = (value: Accumulator | undefined): number | null =>
  Array.isArray(value) ? (value[0] as number) : null
const toNumber = (text: string | null): number | null => (text === null ? null : Number(text))
const round = (value: number, digits: number): number => Math.round(value * 10 ** digits) / 10 ** digits

function isoOf(value: Accumulator | undefined): string | null {
  const time = timeOf(value)
  return time === null ? null : new Date(time).toISOString()
}

function isTally(value: Accumulator | undefined): value is Readonly<Record<string, number>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
