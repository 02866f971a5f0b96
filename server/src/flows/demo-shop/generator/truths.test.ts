import { describe, expect, it } from 'vitest'
import { adjustedDays } from './calendar'
import { customerClasses } from './classes'
import {
  type CampaignTruth,
  customerTruths,
  type DemoMessage,
  type DemoShopOptions,
  generateDemoShop,
} from './index'
import { createWorld } from './world'

/** The shop that everybody gets; every figure below is worked out from its messages, as an analyst would. */
const options: DemoShopOptions = { seed: 20_260_831, endsAt: new Date('2026-08-31T12:00:00Z') }
const shop = generateDemoShop(options)
const dayMs = 86_400_000

type Order = { readonly atMs: number; readonly revenueCents: number; readonly coupon: unknown }
type Assignment = { readonly userId: string; readonly arm: unknown; readonly atMs: number }

const orders = new Map<string, Order[]>()
const assignments = new Map<unknown, Assignment[]>()
for (const { messages } of shop.batches()) for (const message of messages) read(message)

function read(message: DemoMessage): void {
  if (message.type !== 'track' || !message.userId) return
  const atMs = Date.parse(message.timestamp)
  const { revenue, coupon, campaign_id, arm } = message.properties
  if (message.event === 'Order Completed') {
    const mine = orders.get(message.userId) ?? []
    mine.push({ atMs, revenueCents: Math.round(Number(revenue) * 100), coupon })
    orders.set(message.userId, mine)
  }
  if (message.event === 'campaign_assigned') {
    const assigned = assignments.get(campaign_id) ?? []
    assigned.push({ userId: message.userId, arm, atMs })
    assignments.set(campaign_id, assigned)
  }
}

type Estimate = { readonly difference: number; readonly standardError: number }

/** Difference of the arms' means with its standard error (unequal variances). */
function compare(treated: readonly number[], holdout: readonly number[]): Estimate {
  const [one, other] = [moments(treated), moments(holdout)]
  const standardError = Math.sqrt(one.variance / treated.length + other.variance / holdout.length)
  return { difference: one.mean - other.mean, standardError }
}

function moments(values: readonly number[]) {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (values.length - 1)
  return { mean, variance }
}

const campaignOf = (key: string) => shop.campaigns.find((campaign) => campaign.key === key)!
const truthOf = (key: string) => shop.truths.campaigns.find((campaign) => campaign.key === key)!

function estimate(
  key: string,
  outcome: (orders: readonly Order[]) => number,
  isIncluded = (_: Assignment) => true,
) {
  const { id, windowDays } = campaignOf(key)
  const included = (assignments.get(id) ?? []).filter(isIncluded)
  const outcomes = (arm: string) =>
    included
      .filter((assignment) => assignment.arm === arm)
      .map(({ userId, atMs }) => {
        const mine = orders.get(userId) ?? []
        return outcome(mine.filter((order) => order.atMs >= atMs && order.atMs < atMs + windowDays * dayMs))
      })
  return compare(outcomes('treated'), outcomes('holdout'))
}

const converted = (mine: readonly Order[]) => Number(mine.length > 0)
const revenue = (mine: readonly Order[]) => mine.reduce((sum, { revenueCents }) => sum + revenueCents, 0)

/** Days since the last order before the campaign began. */
function quietDays(key: string, { userId }: Assignment): number {
  const startMs = campaignOf(key).startsAt.getTime()
  const last = (orders.get(userId) ?? []).findLast(({ atMs }) => atMs < startMs)
  return last ? (startMs - last.atMs) / dayMs : Number.POSITIVE_INFINITY
}

describe('the planted effects of the six campaigns', () => {
  it('has the size that loads in a minute', () => {
    expect(shop.totalMessages).toBeGreaterThan(350_000)
    expect(shop.totalMessages).toBeLessThan(470_000)
    expect(shop.campaigns).toHaveLength(6)
  })

  it.each(shop.truths.campaigns.map((truth) => [truth.key, truth] as const))(
    '%s: the difference of the arms is within three standard errors of the truth',
    (key, truth: CampaignTruth) => {
      const conversions = estimate(key, converted)
      const revenues = estimate(key, revenue)
      expect(Math.abs(conversions.difference - truth.conversionsPerAssigned)).toBeLessThan(
        3 * conversions.standardError,
      )
      expect(Math.abs(revenues.difference - truth.revenueCentsPerAssigned)).toBeLessThan(
        3 * revenues.standardError,
      )
    },
  )

  it('divides each audience as it was told to: no arm is off by more than three standard errors', () => {
    for (const { id, holdoutShare } of shop.campaigns) {
      const assigned = assignments.get(id) ?? []
      const holdout = assigned.filter(({ arm }) => arm === 'holdout').length
      const standardError = Math.sqrt(assigned.length * holdoutShare * (1 - holdoutShare))
      expect(Math.abs(holdout - assigned.length * holdoutShare)).toBeLessThan(3 * standardError)
    }
  })

  it('makes 618 strong enough to see', () => {
    const { difference, standardError } = estimate('presale-618', converted)
    expect(truthOf('presale-618').conversionsPerTreated).toBeGreaterThan(0.05)
    expect(difference).toBeGreaterThan(3 * standardError)
  })

  it('makes Double 11 work a little, less than this shop can prove', () => {
    const truth = truthOf('double-11').conversionsPerTreated
    expect(truth).toBeGreaterThan(0.004)
    expect(truth).toBeLessThan(0.015)
    expect(truth).toBeLessThan(1.96 * estimate('double-11', converted).standardError)
  })

  it('makes the new year greeting do exactly nothing', () => {
    const { treated, holdout } = truthOf('new-year')
    for (const sums of [treated, holdout]) {
      expect(sums.conversionsWith).toBe(sums.conversionsWithout)
      expect(sums.revenueWithCents).toBe(sums.revenueWithoutCents)
    }
  })

  it('makes the anniversary teaser cost orders, visibly', () => {
    const { difference, standardError } = estimate('anniversary-teaser', converted)
    expect(truthOf('anniversary-teaser').conversionsPerTreated).toBeLessThan(-0.03)
    expect(difference).toBeLessThan(-2 * standardError)
  })

  it('makes the win-back move the lapsed and nobody else', () => {
    const isLapsed = (assignment: Assignment) => quietDays('winback-march', assignment) >= 120
    const lapsed = estimate('winback-march', converted, isLapsed)
    const recent = estimate('winback-march', converted, (assignment) => !isLapsed(assignment))
    expect(lapsed.difference).toBeGreaterThan(3 * lapsed.standardError)
    expect(Math.abs(recent.difference)).toBeLessThan(3 * recent.standardError)
  })

  it('makes members’ day grow baskets without a single further buyer', () => {
    const { treated, revenueCentsPerTreated } = truthOf('vip-may')
    expect(treated.conversionsWith).toBe(treated.conversionsWithout)
    expect(revenueCentsPerTreated).toBeGreaterThan(0)
  })
})

describe('the planted behaviour of the classes', () => {
  const world = createWorld(options)
  const truths = [...customerTruths(options)]
  const coupons: ReadonlySet<unknown> = new Set(shop.campaigns.map(({ coupon }) => coupon))
  const isOwn = ({ coupon }: Order) => !coupons.has(coupon)
  const buying = customerClasses.filter(({ cycleDays }) => cycleDays > 0)

  /** Orders that a campaign did not make, of the customers of one class. */
  const ordersOf = (key: string) =>
    truths
      .filter((truth) => truth.class === key)
      .map(({ userId }) => (orders.get(userId) ?? []).filter(isOwn))

  /** Orders so early that a next one would very likely be in the data. */
  const isEarly = (cycleDays: number) => (order: Order) => order.atMs < world.endMs - 4.5 * cycleDays * dayMs

  it.each(buying.map(({ key, churnPerOrder, cycleDays }) => [key, churnPerOrder, cycleDays] as const))(
    '%s: the share of early orders that stayed the last is the planted %d, within three standard errors and 1.5 points',
    (key, churnPerOrder, cycleDays) => {
      const histories = ordersOf(key)
      const early = histories.flatMap((mine) => mine.filter(isEarly(cycleDays)))
      const last = histories.flatMap((mine) => mine.slice(-1).filter(isEarly(cycleDays)))
      const standardError = Math.sqrt((churnPerOrder * (1 - churnPerOrder)) / early.length)
      expect(Math.abs(last.length / early.length - churnPerOrder)).toBeLessThan(3 * standardError + 0.015)
    },
  )

  it.each(buying.map(({ key, cycleDays }, index) => [key, cycleDays, index] as const))(
    '%s: first to second order takes the planted %d season-adjusted days, within three standard errors and 3 %%',
    (key, cycleDays, classIndex) => {
      const season = world.seasonOf('zh-CN', classIndex)
      const daysOf = ({ atMs }: Order) => adjustedDays(season, (atMs - world.startMs) / 1_000)
      const gaps = ordersOf(key)
        .filter(([first]) => first && isEarly(cycleDays)(first))
        .flatMap(([first, second]) => (first && second ? [daysOf(second) - daysOf(first)] : []))
      const { mean, variance } = moments(gaps)
      const standardError = Math.sqrt(variance / gaps.length)
      expect(Math.abs(mean - cycleDays)).toBeLessThan(3 * standardError + 0.03 * cycleDays)
    },
  )

  it('sums the customers of each class as the customers themselves say', () => {
    for (const { key, customers, orders: count, left } of shop.truths.classes) {
      const mine = truths.filter((truth) => truth.class === key)
      expect(mine).toHaveLength(customers)
      expect(mine.reduce((sum, truth) => sum + truth.orders, 0)).toBe(count)
      expect(mine.filter(({ leftAt }) => leftAt !== null)).toHaveLength(left)
    }
  })

  it('counts the lifecycle as the messages show it', () => {
    const endMs = shop.endsAt.getTime()
    const counted = { neverBought: 0, newlyBought: 0, active: 0, cooling: 0, lapsed: 0 }
    for (const { userId } of truths) counted[stageOf(orders.get(userId) ?? [], endMs)] += 1
    expect(counted).toEqual(shop.truths.lifecycle)
  })

  it('sells more on Double 11 than on any ordinary day', () => {
    const perDay = new Map<string, number>()
    for (const { atMs } of [...orders.values()].flat()) {
      const day = new Date(atMs + 8 * 3_600_000).toISOString().slice(0, 10)
      perDay.set(day, (perDay.get(day) ?? 0) + 1)
    }
    const median = [...perDay.values()].sort((a, b) => a - b)[Math.floor(perDay.size / 2)]!
    expect(perDay.get('2025-11-11')).toBeGreaterThan(2.5 * median)
  })
})

function stageOf(mine: readonly Order[], endMs: number) {
  const [first] = mine
  const last = mine.at(-1)
  if (!first || !last) return 'neverBought'
  if ((endMs - first.atMs) / dayMs <= 30) return 'newlyBought'
  const quiet = (endMs - last.atMs) / dayMs
  return quiet <= 60 ? 'active' : quiet <= 120 ? 'cooling' : 'lapsed'
}
