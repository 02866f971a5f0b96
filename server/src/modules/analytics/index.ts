import type { HomeReport } from '@rapport/contract'
import type { Facts } from '../../platform/clickhouse'
import { figuresOf, seriesOf } from './figures'
import { dayOf, type Period, periodBefore, periodEnding, stepFor, stepsOf } from './period'
import * as store from './store'

export { analyticsRoutes } from './routes'

export interface AnalyticsDeps {
  readonly facts: Facts
  readonly settingsOf: (workspaceId: string) => Promise<{ currency: string; timezone: string }>
  readonly now: () => Date
}

export interface HomeQuestion {
  readonly days: number
  /** Last day, 2026-03-05. Left out: today, or the last day with data when the latest days have none. */
  readonly to?: string
}

export type Analytics = ReturnType<typeof createAnalytics>

/** The shop's numbers out of the journalled facts. */
export function createAnalytics({ facts, settingsOf, now }: AnalyticsDeps) {
  /** The home page's figures, beside those of as many days before. */
  async function home(workspaceId: string, { days, to }: HomeQuestion): Promise<HomeReport> {
    const [{ currency, timezone }, span] = await Promise.all([
      settingsOf(workspaceId),
      store.span(facts, workspaceId),
    ])
    const today = periodEnding(dayOf(now(), timezone), days, timezone)
    const newest = span && new Date(span.newestAt)
    const endsWithData = to === undefined && newest !== null && newest < today.startsAt
    const period = endsWithData
      ? periodEnding(dayOf(newest, timezone), days, timezone)
      : to
        ? periodEnding(to, days, timezone)
        : today
    const previous = periodBefore(period, days, timezone)
    const step = stepFor(days)

    const periods = { current: period, before: previous, step, timezone }
    const [sums, buyers, active, lifecycle] = await Promise.all([
      store.orderSums(facts, workspaceId, periods),
      store.buyerCounts(facts, workspaceId, periods),
      store.activeCounts(facts, workspaceId, periods),
      store.lifecycleCounts(facts, workspaceId),
    ])
    const current = sums.filter(({ isCurrent }) => isCurrent)
    const before = sums.filter(({ isCurrent }) => !isCurrent)
    return {
      currency,
      timezone,
      period: daysOf(period),
      previous: daysOf(previous),
      newestEventAt: newest?.toISOString() ?? null,
      oldestEventAt: span ? new Date(span.oldestAt).toISOString() : null,
      endsWithData,
      customers: lifecycle.reduce((sum, { customers }) => sum + customers, 0),
      current: figuresOf(current, buyers.current, active.current),
      before: figuresOf(before, buyers.before, active.before),
      step,
      series: seriesOf(stepsOf(period, step, timezone), current, active.bySteps, buyers.newBySteps),
      lifecycle: lifecycle.filter(({ stage }) => stage !== ''),
    }
  }
  return { home }
}

function daysOf({ from, to }: Period): { from: string; to: string } {
  return { from, to }
}
