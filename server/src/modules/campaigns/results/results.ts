import type { ArmFigures, CampaignResults, CampaignSummary } from '@rapport/contract'
import { deliveryReasonSchema } from '@rapport/contract'
import { sampleRatio } from '@rapport/stats'
import type { Facts } from '../../../platform/clickhouse'
import { type Arms, estimate } from './estimate'
import { type ArmSums, type DayFigures, type Measurement, sumArms, sumAttributed, sumDays } from './figures'
import { funnelOf } from './funnel'

/** A campaign as far as its results need it. */
export interface MeasuredCampaign extends Measurement {
  readonly holdoutShare: number
  readonly holdoutReason: string
  /** Of the workspace: what amounts are counted in. */
  readonly currency: string
}

/** Everything that is known of what a campaign did, from events alone. */
export async function measure(facts: Facts, campaign: MeasuredCampaign, now: Date): Promise<CampaignResults> {
  const [sums, days, attributed] = await Promise.all([
    sumArms(facts, campaign),
    sumDays(facts, campaign),
    sumAttributed(facts, campaign),
  ])
  const span = spanOf(campaign, sums)
  const arms = armsOf(sums)
  return {
    campaignId: campaign.campaignId,
    computedAt: now.toISOString(),
    currency: campaign.currency,
    window: presentWindow(campaign, span, now),
    arms: { treated: presentArm(arms.treated), holdout: presentArm(arms.holdout) },
    holdout: presentHoldout(campaign, arms),
    sampleRatio: splitOf(campaign, arms),
    peopleInBothArms: arms.treated.peopleInBothArms + arms.holdout.peopleInBothArms,
    ...estimate(arms, campaign.holdoutShare),
    funnel: funnelOf(arms.treated),
    notSent: presentNotSent(arms.treated),
    unsubscribed: arms.treated.unsubscribed,
    complained: arms.treated.complained,
    bounced: arms.treated.bounced,
    attributed: { orders: attributed.orders, people: attributed.people, revenueMinor: attributed.revenue },
    daily: presentDays(days, arms, daysSoFar(campaign, span, now)),
  }
}

/** The headline alone. */
export async function summarise(
  facts: Facts,
  campaign: MeasuredCampaign,
  now: Date,
): Promise<CampaignSummary> {
  const sums = await sumArms(facts, campaign)
  const arms = armsOf(sums)
  const { revenue, conversions } = estimate(arms, campaign.holdoutShare)
  return {
    campaignId: campaign.campaignId,
    people: arms.treated.people + arms.holdout.people,
    sent: arms.treated.sent,
    isOpen: presentWindow(campaign, spanOf(campaign, sums), now).isOpen,
    revenue,
    conversions,
  }
}

const dayMs = 86_400_000

/** From the first assignment to the end of the last person's window. */
interface Span {
  readonly first: Date
  readonly end: Date
}

/** Null when nobody was assigned. */
function spanOf({ windowDays }: Measurement, sums: readonly ArmSums[]): Span | null {
  if (sums.length === 0) return null
  const first = Math.min(...sums.map((arm) => Date.parse(arm.first)))
  const last = Math.max(...sums.map((arm) => Date.parse(arm.last)))
  return { first: new Date(first), end: new Date(last + windowDays * dayMs) }
}

function armsOf(sums: readonly ArmSums[]): Arms {
  const find = (arm: ArmSums['arm']) => sums.find((one) => one.arm === arm) ?? { ...nobody, arm }
  return { treated: find('treated'), holdout: find('holdout') }
}

const nobody: Omit<ArmSums, 'arm'> = {
  first: '',
  last: '',
  people: 0,
  peopleInBothArms: 0,
  converted: 0,
  orders: 0,
  revenue: 0,
  refunded: 0,
  sumY: 0,
  sumY2: 0,
  sumX: 0,
  sumX2: 0,
  sumXY: 0,
  sent: 0,
  delivered: 0,
  opened: 0,
  clicked: 0,
  orderedAfterClick: 0,
  bounced: 0,
  unsubscribed: 0,
  complained: 0,
  notSent: {},
}

function presentWindow(campaign: Measurement, span: Span | null, now: Date) {
  return {
    days: campaign.windowDays,
    startsAt: span?.first.toISOString() ?? null,
    endsAt: span?.end.toISOString() ?? null,
    isOpen: !span || span.end > now,
    prePeriodDays: campaign.prePeriodDays,
    conversionEvent: campaign.conversionEvent,
  }
}

function presentArm({ people, converted, orders, revenue, refunded, sumY, sumX }: ArmSums): ArmFigures {
  return {
    people,
    converted,
    orders,
    revenueMinor: revenue,
    refundedMinor: refunded,
    netRevenueMinor: sumY,
    spentBeforeMinor: sumX,
  }
}

function presentHoldout({ holdoutShare, holdoutReason }: MeasuredCampaign, { treated, holdout }: Arms) {
  const people = treated.people + holdout.people
  return {
    plannedShare: holdoutShare,
    share: people === 0 ? 0 : holdout.people / people,
    reason: holdoutReason,
  }
}

function splitOf({ holdoutShare }: MeasuredCampaign, { treated, holdout }: Arms) {
  const { pValue, isMismatch } = sampleRatio(
    [treated.people, holdout.people],
    [1 - holdoutShare, holdoutShare],
  )
  return { pValue, isMismatch }
}

function presentNotSent({ notSent }: ArmSums): CampaignResults['notSent'] {
  return Object.entries(notSent)
    .map(([reason, people]) => {
      const known = deliveryReasonSchema.safeParse(reason)
      return { reason: known.success ? known.data : ('unsettled' as const), people }
    })
    .sort((a, b) => b.people - a.people)
}

/** Days that have begun for the person assigned first; the chart ends there. */
function daysSoFar({ windowDays }: Measurement, span: Span | null, now: Date): number {
  if (!span) return 0
  const begun = Math.ceil((now.getTime() - span.first.getTime()) / dayMs)
  return Math.max(0, Math.min(windowDays, begun))
}

function presentDays(days: readonly DayFigures[], arms: Arms, count: number): CampaignResults['daily'] {
  const perPerson = (arm: ArmSums, day: number) => {
    const found = days.find((one) => one.arm === arm.arm && one.day === day)
    const of = (sum: number | undefined) => (arm.people === 0 ? 0 : (sum ?? 0) / arm.people)
    return { revenueMinor: of(found?.revenue), converted: of(found?.converted) }
  }
  return Array.from({ length: count }, (_, day) => ({
    day,
    treated: perPerson(arms.treated, day),
    holdout: perPerson(arms.holdout, day),
  }))
}
