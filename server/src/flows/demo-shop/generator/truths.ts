import { dayMs } from './calendar'
import type { Arm, PlantedEffect, ScheduledCampaign } from './campaigns'
import { type CustomerClass, customerClasses } from './classes'
import type { Contact, Outcome } from './contact'
import { buildIdentity, type NameVariation } from './identity'
import type { Life } from './life'
import { userIdOf } from './person'
import { at } from './random'
import { deviceId, primaryDevice } from './render/visit'
import type { World } from './world'

/** What is true of the shop, whatever its messages seem to say. Money is in minor units of CNY. */
export type DemoTruths = {
  readonly totals: DemoTotals
  readonly classes: readonly ClassTruth[]
  readonly campaigns: readonly CampaignTruth[]
  readonly lifecycle: LifecycleTruth
  readonly duplicates: readonly DuplicateTruth[]
  readonly sharedDevices: readonly SharedDeviceTruth[]
}

export type DemoTotals = {
  /** Messages in all, exactly. */
  readonly messages: number
  readonly customers: number
  readonly visitors: number
  readonly buyers: number
  readonly orders: number
  readonly revenueCents: number
  readonly refunds: number
  readonly refundedCents: number
  /** Customers seen on their device before they registered. */
  readonly knownAfterAnonymous: number
  readonly secondDevices: number
}

export type ClassTruth = {
  readonly key: string
  readonly nameZh: string
  readonly nameEn: string
  readonly customers: number
  readonly buyers: number
  readonly orders: number
  readonly revenueCents: number
  /** Customers who have left for good by the end of the data. */
  readonly left: number
  /** Planted: mean days between orders on the season-adjusted clock, and probability to leave after an order. */
  readonly cycleDays: number
  readonly churnPerOrder: number
}

/** Sums over some people of one campaign; effects are sums of (with message − without message). */
export type EffectSums = {
  readonly people: number
  readonly conversionsWith: number
  readonly conversionsWithout: number
  readonly revenueWithCents: number
  readonly revenueWithoutCents: number
}

export type CampaignTruth = {
  readonly id: string
  readonly key: string
  readonly planted: PlantedEffect
  readonly treated: EffectSums
  readonly holdout: EffectSums
  /** Mean over treated people of their own effect, as a share of people and in minor units. */
  readonly conversionsPerTreated: number
  readonly revenueCentsPerTreated: number
  /** Mean over everybody assigned: what a difference of arms estimates. */
  readonly conversionsPerAssigned: number
  readonly revenueCentsPerAssigned: number
  readonly byClass: readonly { readonly key: string; readonly treated: EffectSums }[]
}

/** Customers at the end of the data by days since their last order, an order's day being that of its completion. */
export type LifecycleTruth = {
  readonly neverBought: number
  /** First order within the last 30 days. */
  readonly newlyBought: number
  /** Last order at most 60, 120 days ago, or longer; without the new ones. */
  readonly active: number
  readonly cooling: number
  readonly lapsed: number
}

export type DuplicateTruth = {
  readonly userId: string
  readonly duplicateOf: string
  readonly variation: NameVariation | 'none'
  readonly sharesPhone: boolean
}

export type SharedDeviceTruth = { readonly anonymousId: string; readonly userIds: readonly [string, string] }

type Mutable<T> = { -readonly [K in keyof T]: T[K] }

/** Collects the truths while lives are lived, one after the other. */
export function createTruthCollector(world: World) {
  const totals: Mutable<DemoTotals> = emptyTotals(world)
  const classes = customerClasses.map(emptyClass)
  const lifecycle: Mutable<LifecycleTruth> = {
    neverBought: 0,
    newlyBought: 0,
    active: 0,
    cooling: 0,
    lapsed: 0,
  }
  const campaigns = world.campaigns.map(createCampaignSums)
  const duplicates: DuplicateTruth[] = []
  const sharedDevices: SharedDeviceTruth[] = []
  return {
    addMessages(count: number): void {
      totals.messages += count
    },
    addLife(life: Life): void {
      addToTotals(totals, life)
      addToClass(at(classes, life.person.classIndex), life)
      lifecycle[stageOf(world, life)] += 1
      for (const contact of life.contacts) addContact(at(campaigns, contact.campaignIndex), life, contact)
      if (life.person.duplicateOf >= 0) duplicates.push(duplicateTruth(world, life))
      if (life.person.sharesDeviceWith >= 0) sharedDevices.push(sharedDeviceTruth(world, life))
    },
    finish(): DemoTruths {
      return {
        totals,
        classes,
        campaigns: campaigns.map((sums, index) => campaignTruth(at(world.campaigns, index), sums)),
        lifecycle,
        duplicates,
        sharedDevices,
      }
    },
  }
}

function emptyTotals({ customers, visitors }: World): DemoTotals {
  const nothing = { messages: 0, buyers: 0, orders: 0, revenueCents: 0, refunds: 0, refundedCents: 0 }
  return { ...nothing, customers, visitors, knownAfterAnonymous: 0, secondDevices: 0 }
}

function emptyClass({ key, nameZh, nameEn, cycleDays, churnPerOrder }: CustomerClass): Mutable<ClassTruth> {
  const nothing = { customers: 0, buyers: 0, orders: 0, revenueCents: 0, left: 0 }
  return { key, nameZh, nameEn, ...nothing, cycleDays, churnPerOrder }
}

function addToTotals(totals: Mutable<DemoTotals>, { orders, refunds, looks, secondDeviceSec }: Life): void {
  totals.buyers += Number(orders.length > 0)
  totals.orders += orders.length
  for (const order of orders) totals.revenueCents += order.revenueCents
  totals.refunds += refunds.length
  for (const refund of refunds) totals.refundedCents += refund.cents
  totals.knownAfterAnonymous += Number(looks.some(({ isAnonymous }) => isAnonymous))
  totals.secondDevices += Number(secondDeviceSec >= 0)
}

function addToClass(truth: Mutable<ClassTruth>, { orders, leftSec }: Life): void {
  truth.customers += 1
  truth.buyers += Number(orders.length > 0)
  truth.orders += orders.length
  truth.left += Number(leftSec >= 0)
  for (const order of orders) truth.revenueCents += order.revenueCents
}

function stageOf({ endSec }: World, { orders }: Life): keyof LifecycleTruth {
  const [first] = orders
  const last = orders.at(-1)
  if (!first || !last) return 'neverBought'
  const daysSince = (sec: number) => ((endSec - sec) * 1_000) / dayMs
  if (daysSince(first.completedSec) <= 30) return 'newlyBought'
  const quiet = daysSince(last.completedSec)
  return quiet <= 60 ? 'active' : quiet <= 120 ? 'cooling' : 'lapsed'
}

function duplicateTruth(world: World, { person }: Life): DuplicateTruth {
  const { variation, phone } = buildIdentity(world.seed, person)
  const userIds = { userId: person.userId, duplicateOf: userIdOf(person.duplicateOf) }
  return { ...userIds, variation, sharesPhone: phone !== '' }
}

function sharedDeviceTruth(world: World, { person }: Life): SharedDeviceTruth {
  const anonymousId = deviceId(world.seed, person, primaryDevice)
  return { anonymousId, userIds: [userIdOf(person.sharesDeviceWith), person.userId] }
}

type CampaignSums = Record<Arm, Mutable<EffectSums>> & { readonly treatedByClass: Mutable<EffectSums>[] }

function createCampaignSums(): CampaignSums {
  return { treated: emptySums(), holdout: emptySums(), treatedByClass: customerClasses.map(emptySums) }
}

function emptySums(): Mutable<EffectSums> {
  return { people: 0, conversionsWith: 0, conversionsWithout: 0, revenueWithCents: 0, revenueWithoutCents: 0 }
}

function addContact(
  sums: CampaignSums,
  { person }: Life,
  { arm, withMessage, withoutMessage }: Contact,
): void {
  addOutcomes(sums[arm], withMessage, withoutMessage)
  if (arm === 'treated') addOutcomes(at(sums.treatedByClass, person.classIndex), withMessage, withoutMessage)
}

function addOutcomes(sums: Mutable<EffectSums>, withMessage: Outcome, withoutMessage: Outcome): void {
  sums.people += 1
  sums.conversionsWith += Number(withMessage.hasOrdered)
  sums.conversionsWithout += Number(withoutMessage.hasOrdered)
  sums.revenueWithCents += withMessage.revenueCents
  sums.revenueWithoutCents += withoutMessage.revenueCents
}

function campaignTruth(
  campaign: ScheduledCampaign,
  { treated, holdout, treatedByClass }: CampaignSums,
): CampaignTruth {
  return {
    id: campaign.id,
    key: campaign.key,
    planted: campaign.effect,
    treated,
    holdout,
    conversionsPerTreated: meanEffect([treated], conversionEffect),
    revenueCentsPerTreated: meanEffect([treated], revenueEffect),
    conversionsPerAssigned: meanEffect([treated, holdout], conversionEffect),
    revenueCentsPerAssigned: meanEffect([treated, holdout], revenueEffect),
    byClass: customerClasses.map(({ key }, index) => ({ key, treated: at(treatedByClass, index) })),
  }
}

function conversionEffect({ conversionsWith, conversionsWithout }: EffectSums): number {
  return conversionsWith - conversionsWithout
}

function revenueEffect({ revenueWithCents, revenueWithoutCents }: EffectSums): number {
  return revenueWithCents - revenueWithoutCents
}

/** The summed effect per person; 0 where nobody is. */
function meanEffect(groups: readonly EffectSums[], effect: (sums: EffectSums) => number): number {
  const people = groups.reduce((sum, group) => sum + group.people, 0)
  return people === 0 ? 0 : groups.reduce((sum, group) => sum + effect(group), 0) / people
}
