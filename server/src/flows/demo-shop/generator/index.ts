import { createBreather } from '../../../platform/breather'
import { type DemoBatch, tellBatches } from './batches'
import type { ScheduledCampaign } from './campaigns'
import { type Life, liveLife } from './life'
import { planShop, planTruths, type ShopPlan } from './plan'
import type { DemoTruths } from './truths'
import { createWorld, type DemoShopOptions, type World } from './world'

export type { DemoBatch } from './batches'
export { demoCategories, demoProducts } from './catalogue'
export { type DemoMessage, isSystemMessage } from './message'
export type { CampaignTruth, DemoTruths } from './truths'
export type { DemoShopOptions } from './world'

/** A past campaign, with all that a loader needs to make its record. */
export type DemoCampaign = {
  readonly id: string
  readonly key: string
  readonly nameZh: string
  readonly nameEn: string
  /** Template names, which are also the subjects. */
  readonly templateZh: string
  readonly templateEn: string
  readonly audienceZh: string
  readonly audienceEn: string
  readonly channel: 'email'
  readonly coupon: string
  /** The first assignment is not before this; the last one within the hour. */
  readonly startsAt: Date
  /** Orders within so many days of a person's assignment count as that person's outcome. */
  readonly windowDays: number
  readonly holdoutShare: number
}

/** A demo shop, planned: how much will come, and the messages on demand, as often as wanted. */
export type DemoShop = {
  readonly startsAt: Date
  readonly endsAt: Date
  readonly totalMessages: number
  readonly campaigns: readonly DemoCampaign[]
  readonly truths: DemoTruths
  /** Messages of one group of people after the other, in order of time; `batchSize` at a time (1 … 100,000; default 500). */
  batches(batchSize?: number): Iterable<DemoBatch>
}

const batchSizeDefault = 500
const batchSizeMax = 100_000

/**
 * Plans a demo shop and returns it ready to be told. Planning takes about a second for 20,000 customers;
 * memory is about 250 bytes a customer, whatever is told. Throws a RangeError for impossible options.
 */
export function generateDemoShop(options: DemoShopOptions): DemoShop {
  const world = createWorld(options)
  const planning = planShop(world)
  let step = planning.next()
  while (!step.done) step = planning.next()
  return presentShop(world, step.value)
}

/** The same without holding anybody up: what waits has its turn in between. */
export async function generateDemoShopInTurns(options: DemoShopOptions): Promise<DemoShop> {
  const breather = createBreather()
  const world = createWorld(options)
  const planning = planShop(world)
  let step = planning.next()
  while (!step.done) {
    if (breather.isDue()) await breather.rest()
    step = planning.next()
  }
  return presentShop(world, step.value)
}

function presentShop(world: World, plan: ShopPlan): DemoShop {
  return {
    startsAt: new Date(world.startMs),
    endsAt: new Date(world.endMs),
    totalMessages: plan.truths.totals.messages,
    campaigns: world.campaigns.map((campaign) => presentCampaign(world, campaign)),
    truths: plan.truths,
    batches(batchSize = batchSizeDefault) {
      if (!Number.isInteger(batchSize) || batchSize < 1 || batchSize > batchSizeMax) {
        throw new RangeError(`batchSize must be a whole number from 1 to ${batchSizeMax}, not ${batchSize}`)
      }
      return tellBatches(world, plan, batchSize)
    },
  }
}

function presentCampaign({ startMs }: World, campaign: ScheduledCampaign): DemoCampaign {
  const { id, key, nameZh, nameEn, templateZh, templateEn, audienceZh, audienceEn } = campaign
  const { coupon, startSec, windowDays, holdoutShare } = campaign
  return {
    id,
    key,
    nameZh,
    nameEn,
    templateZh,
    templateEn,
    audienceZh,
    audienceEn,
    channel: 'email',
    coupon,
    startsAt: new Date(startMs + startSec * 1_000),
    windowDays,
    holdoutShare,
  }
}

/** What is planted in the shop of these options, without its messages. */
export function demoTruths(options: DemoShopOptions): DemoTruths {
  return planTruths(createWorld(options))
}

/** What is true of one customer. */
export type CustomerTruth = {
  readonly userId: string
  readonly class: string
  readonly cycleDays: number
  readonly orders: number
  /** When the last order of somebody who left for good began; null for those still ours at the end. */
  readonly leftAt: Date | null
  readonly discountSensitivity: number
}

/** The truths of every customer, one by one, in order of user id. */
export function* customerTruths(options: DemoShopOptions): Generator<CustomerTruth> {
  const world = createWorld(options)
  for (let index = 0; index < world.customers; index += 1) yield presentLife(world, liveLife(world, index))
}

function presentLife({ startMs }: World, { person, orders, leftSec }: Life): CustomerTruth {
  return {
    userId: person.userId,
    class: person.class.key,
    cycleDays: person.cycleDays,
    orders: orders.length,
    leftAt: leftSec < 0 ? null : new Date(startMs + leftSec * 1_000),
    discountSensitivity: person.discountSensitivity,
  }
}
