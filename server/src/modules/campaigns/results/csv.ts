import type { CampaignResults, Incremental } from '@rapport/contract'
import { csvLine } from '../../../kernel/csv'
import { fromMinor } from '../../../kernel/money'
import type { MeasuredMember } from './members'

type Cell = string | number | null

/** Lines of a table. */
export const csvOf = (rows: readonly (readonly Cell[])[]): string => rows.map(csvLine).join('')

export const memberHeader = [
  'profile_id',
  'arm',
  'assigned_at',
  'sent_at',
  'delivered_at',
  'opened_at',
  'clicked_at',
  'not_sent_reason',
  'converted',
  'orders',
  'revenue',
  'refunded',
] as const

/** A person as a line; money in whole units of the workspace's currency. */
export function memberLine(member: MeasuredMember, currency: string): Cell[] {
  return [
    member.profileId,
    member.arm,
    member.assignedAt,
    member.sentAt,
    member.deliveredAt,
    member.openedAt,
    member.clickedAt,
    member.notSentReason,
    member.hasConverted ? 1 : 0,
    member.orders,
    fromMinor(member.revenueMinor, currency),
    fromMinor(member.refundedMinor, currency),
  ]
}

/** Results as names and values: one figure a line, with the ends of its interval where it has one. */
export function resultLines(name: string, results: CampaignResults): Cell[][] {
  const { currency, arms, attributed, window } = results
  const money = (minor: number) => fromMinor(minor, currency)
  const same = (value: number) => value
  return [
    ['figure', 'value', 'low', 'high', 'note'],
    ['campaign', name, null, null, results.campaignId],
    ['computed_at', results.computedAt, null, null, window.isOpen ? 'window open' : 'window closed'],
    ['currency', currency, null, null, null],
    incrementalLine('incremental_net_revenue', results.revenue, money),
    incrementalLine('incremental_net_revenue_unadjusted', results.revenueUnadjusted, money),
    incrementalLine('incremental_conversions', results.conversions, same),
    [
      'attributed_revenue_last_click',
      money(attributed.revenueMinor),
      null,
      null,
      'before refunds; not what the campaign caused',
    ],
    ['attributed_orders_last_click', attributed.orders, null, null, null],
    ...(['treated', 'holdout'] as const).flatMap((arm): Cell[][] => [
      [`${arm}_people`, arms[arm].people, null, null, null],
      [`${arm}_converted`, arms[arm].converted, null, null, null],
      [`${arm}_orders`, arms[arm].orders, null, null, null],
      [`${arm}_revenue`, money(arms[arm].revenueMinor), null, null, null],
      [`${arm}_refunded`, money(arms[arm].refundedMinor), null, null, null],
    ]),
    ...results.funnel.map(({ stage, people, ofSent }): Cell[] => [
      `funnel_${stage}`,
      people,
      null,
      null,
      ofSent && `${ofSent.estimate} of sent (${ofSent.low} to ${ofSent.high})`,
    ]),
    ...results.notSent.map(({ reason, people }): Cell[] => [`not_sent_${reason}`, people, null, null, null]),
  ]
}

function incrementalLine(figure: string, answer: Incremental, show: (value: number) => number): Cell[] {
  if (answer.kind === 'no_answer') return [figure, null, null, null, answer.reason]
  const { estimate, low, high } = answer.total
  return [figure, show(estimate), show(low), show(high), `${answer.verdict} (${answer.method})`]
}
