import type { Facts } from '../../../platform/clickhouse'
import { attributedSql, dailySql, peopleSql } from './people-sql'

/** What to measure of which campaign. */
export interface Measurement {
  readonly workspaceId: string
  readonly campaignId: string
  readonly conversionEvent: string
  readonly windowDays: number
  readonly prePeriodDays: number
  /** Nobody was assigned much before or after: what keeps the scans short. */
  readonly assigned: { readonly from: Date; readonly to: Date }
}

/** Sums over the people of one arm, as the statistics want them; amounts in minor units. */
export interface ArmSums {
  readonly arm: 'treated' | 'holdout'
  readonly people: number
  readonly peopleInBothArms: number
  /** When the first and the last of them were assigned. */
  readonly first: string
  readonly last: string
  readonly converted: number
  readonly orders: number
  readonly revenue: number
  readonly refunded: number
  /** y is net revenue within the window (orders less refunds), x spend before it. */
  readonly sumY: number
  readonly sumY2: number
  readonly sumX: number
  readonly sumX2: number
  readonly sumXY: number
  readonly sent: number
  readonly delivered: number
  readonly opened: number
  readonly clicked: number
  readonly orderedAfterClick: number
  readonly bounced: number
  readonly unsubscribed: number
  readonly complained: number
  /** People to whom nothing went out, by reason; '' for those still waiting. */
  readonly notSent: Readonly<Record<string, number>>
}

export interface DayFigures {
  readonly arm: 'treated' | 'holdout'
  readonly day: number
  /** Net of the refunds of the day. */
  readonly revenue: number
  readonly converted: number
}

export interface Attributed {
  readonly orders: number
  readonly people: number
  readonly revenue: number
}

const dayMs = 86_400_000

/** One row an arm; an arm without people has none. */
export function sumArms(facts: Facts, measured: Measurement): Promise<ArmSums[]> {
  // Squares of minor units overflow 64-bit integers, so the sums are made of doubles.
  return facts.query<ArmSums>(
    `SELECT arm,
            count() AS people,
            min(assigned_at) AS first,
            max(assigned_at) AS last,
            countIf(arms > 1) AS peopleInBothArms,
            countIf(conversions > 0) AS converted,
            sum(orders) AS orders,
            sum(toFloat64(figures.revenue)) AS revenue,
            sum(toFloat64(figures.refunded)) AS refunded,
            sum(net) AS sumY,
            sum(net * net) AS sumY2,
            sum(toFloat64(spent_before)) AS sumX,
            sum(toFloat64(spent_before) * spent_before) AS sumX2,
            sum(net * spent_before) AS sumXY,
            countIf(is_sent) AS sent,
            countIf(is_sent AND NOT has_bounced) AS delivered,
            countIf(is_sent AND NOT has_bounced AND (opened_at > 0 OR clicked_at > 0)) AS opened,
            countIf(is_sent AND NOT has_bounced AND clicked_at > 0) AS clicked,
            countIf(is_sent AND NOT has_bounced AND clicked_at > 0 AND orders_after_click > 0) AS orderedAfterClick,
            countIf(has_bounced) AS bounced,
            countIf(has_unsubscribed) AS unsubscribed,
            countIf(has_complained) AS complained,
            sumMapIf(map(reason, toUInt64(1)), NOT is_sent) AS notSent
     FROM (SELECT *, sent_at > 0 AS is_sent, toFloat64(revenue) - toFloat64(refunded) AS net FROM (${peopleSql})) AS figures
     GROUP BY arm`,
    paramsOf(measured),
  )
}

export function sumDays(facts: Facts, measured: Measurement): Promise<DayFigures[]> {
  return facts.query<DayFigures>(dailySql, paramsOf(measured))
}

export async function sumAttributed(facts: Facts, measured: Measurement): Promise<Attributed> {
  const [row] = await facts.query<Attributed>(attributedSql, paramsOf(measured))
  return row ?? { orders: 0, people: 0, revenue: 0 }
}

/** Clocks and imports are not exact: acts so far outside of what the assignments need are looked at too. */
const slackDays = 1

/** The parameters of every statement over a campaign's people. */
export function paramsOf(measured: Measurement) {
  const { workspaceId, campaignId, conversionEvent, windowDays, prePeriodDays, assigned } = measured
  const fromMs = assigned.from.getTime() - (prePeriodDays + slackDays) * dayMs
  const toMs = assigned.to.getTime() + (windowDays + slackDays) * dayMs
  const named = { workspaceId, campaignId, conversionEvent, windowDays, prePeriodDays }
  return { ...named, fromMs: Math.max(0, fromMs), toMs }
}
