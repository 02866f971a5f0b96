import {
  composeOrder,
  countOrderMessages,
  madeOrderKey,
  type OrderSeed,
  orderDurationSec,
  revenueCents,
} from './basket'
import { daySec } from './calendar'
import { type Arm, armOf, campaignKeyNumber, type ScheduledCampaign } from './campaigns'
import type { Person } from './person'
import { at, domain, type Random, stream } from './random'
import type { World } from './world'

/** An order with what the rest of the generator needs to know of it. */
export type LifeOrder = {
  readonly seed: OrderSeed
  readonly completedSec: number
  readonly revenueCents: number
  readonly messages: number
  /** The campaign whose link opened the visit; −1 for none. It need not have caused the order. */
  readonly clickedCampaign: number
}

/** What a person does in a campaign's window: with the message or without it. */
export type Outcome = { readonly hasOrdered: boolean; readonly revenueCents: number }

/** One person in one campaign. Seconds are −1 for what did not happen. */
export type Contact = {
  readonly campaignIndex: number
  readonly arm: Arm
  readonly assignedSec: number
  readonly sentSec: number
  readonly deliveredSec: number
  readonly bouncedSec: number
  readonly isHardBounce: boolean
  readonly openedSec: number
  readonly clickedSec: number
  readonly unsubscribedSec: number
  /** The click led to a look around, not to an order. */
  readonly hasLookAfterClick: boolean
  /** Both outcomes of the same person, with the same random numbers; one of them took place. */
  readonly withMessage: Outcome
  readonly withoutMessage: Outcome
}

export type PersonState = {
  readonly person: Person
  readonly leftSec: number
  readonly orders: readonly LifeOrder[]
}

/** An order of somebody's life, composed and measured. */
export function buildLifeOrder(world: World, seed: OrderSeed, clickedCampaign = -1): LifeOrder {
  const order = composeOrder(world, seed)
  return {
    seed,
    completedSec: seed.startSec + orderDurationSec(order),
    revenueCents: revenueCents(order),
    messages: countOrderMessages(order),
    clickedCampaign,
  }
}

/** Puts somebody of the audience through a campaign; returns the contact and the orders as they then are. */
export function contactPerson(world: World, state: PersonState, campaignIndex: number) {
  const campaign = at(world.campaigns, campaignIndex)
  const { person } = state
  const random = stream(world.seed, domain.contact, person.index, campaignKeyNumber(campaign))
  const assignedSec = campaign.startSec + random.below(assignmentSpreadSec)
  const isInWindow = ({ completedSec }: LifeOrder) =>
    completedSec >= assignedSec && completedSec < assignedSec + campaign.windowSec
  const without = state.orders.filter(isInWindow)
  const outside = state.orders.filter((order) => !isInWindow(order))
  const quietDays = quietDaysAt(state.orders, campaign.startSec)
  const mail = drawMail(random, state, campaign, assignedSec)
  const answer = react(world, { state, campaign, campaignIndex, mail, without, quietDays, random })
  const arm = armOf(world.seed, campaign, person.userId)
  const contact: Contact = {
    ...(arm === 'treated' ? answer.mail : notSent),
    campaignIndex,
    arm,
    assignedSec,
    withMessage: outcomeOf(answer.orders),
    withoutMessage: outcomeOf(without),
  }
  return { contact, orders: arm === 'treated' ? [...outside, ...answer.orders].sort(byStart) : state.orders }
}

const assignmentSpreadSec = 3_600

function byStart(left: LifeOrder, right: LifeOrder): number {
  return left.seed.startSec - right.seed.startSec
}

function outcomeOf(orders: readonly LifeOrder[]): Outcome {
  return {
    hasOrdered: orders.length > 0,
    revenueCents: orders.reduce((sum, order) => sum + order.revenueCents, 0),
  }
}

/** Days from the last completed order to `sec`; Infinity without one. */
export function quietDaysAt(orders: readonly LifeOrder[], sec: number): number {
  const last = orders.findLast(({ completedSec }) => completedSec < sec)
  return last ? (sec - last.completedSec) / daySec : Number.POSITIVE_INFINITY
}

type Mail = Pick<
  Contact,
  | 'sentSec'
  | 'deliveredSec'
  | 'bouncedSec'
  | 'isHardBounce'
  | 'openedSec'
  | 'clickedSec'
  | 'unsubscribedSec'
  | 'hasLookAfterClick'
>

const notSent: Mail = {
  sentSec: -1,
  deliveredSec: -1,
  bouncedSec: -1,
  isHardBounce: false,
  openedSec: -1,
  clickedSec: -1,
  unsubscribedSec: -1,
  hasLookAfterClick: false,
}

const softBounceChance = 0.006
const opensWithinSec = 4 * daySec

/** How the message would travel and whether it would be opened, before anything it may cause. */
function drawMail(
  random: Random,
  { person, leftSec }: PersonState,
  campaign: ScheduledCampaign,
  assignedSec: number,
) {
  const sentSec = assignedSec + random.between(60, 600)
  const arrivedSec = sentSec + random.between(1, 40)
  const isSoftBounce = random.chance(softBounceChance)
  const hasLeft = leftSec >= 0 && leftSec < assignedSec
  const opens = random.chance(hasLeft ? person.openness / 2 : person.openness)
  const openDelaySec = Math.min(opensWithinSec, Math.round(random.exponential(9 * 3_600)) + 30)
  const unsubscribes = random.chance(campaign.unsubscribeChance)
  if (person.isAddressDead || isSoftBounce) {
    return { ...notSent, sentSec, bouncedSec: arrivedSec, isHardBounce: person.isAddressDead }
  }
  const openedSec = opens ? arrivedSec + openDelaySec : -1
  const unsubscribedSec = opens && unsubscribes ? openedSec + 25 : -1
  return { ...notSent, sentSec, deliveredSec: arrivedSec, openedSec, unsubscribedSec }
}

type Situation = {
  readonly state: PersonState
  readonly campaign: ScheduledCampaign
  readonly campaignIndex: number
  readonly mail: Mail
  readonly without: readonly LifeOrder[]
  readonly quietDays: number
  readonly random: Random
}

type Reaction = { readonly mail: Mail; readonly orders: readonly LifeOrder[] }

/** The orders of the window as they would be with the message: the planted effect. */
function react(world: World, situation: Situation): Reaction {
  const { campaign, mail, without, random } = situation
  const { effect } = campaign
  if (mail.bouncedSec >= 0) return { mail, orders: without }
  switch (effect.kind) {
    case 'none':
      return browseOn(situation, without)
    case 'lost-order':
      return browseOn(
        situation,
        without.filter(() => !random.chance(effect.chance)),
      )
    case 'bigger-basket':
      return browseOn(
        situation,
        without.map((order) =>
          random.chance(effect.chance) ? enlarge(world, order, campaign, effect.items) : order,
        ),
      )
    case 'extra-order':
      return answersWithOrder(situation) ? buyExtra(world, situation) : browseOn(situation, without)
  }
}

function enlarge(world: World, { seed }: LifeOrder, campaign: ScheduledCampaign, items: number): LifeOrder {
  return buildLifeOrder(world, { ...seed, influence: { kind: 'enlarged', campaign, items } })
}

function answersWithOrder({
  campaign: { effect },
  state: { person },
  quietDays,
  random,
}: Situation): boolean {
  if (effect.kind !== 'extra-order') return false
  const chance = effect.chance + effect.chancePerSensitivity * person.discountSensitivity
  const isMoved = random.chance(chance)
  return isMoved && quietDays >= effect.quietDaysMin
}

/** Opens, clicks and buys: an order that would not have been. */
function buyExtra(
  world: World,
  { state, campaign, campaignIndex, mail, without, random }: Situation,
): Reaction {
  const openedSec = mail.openedSec >= 0 ? mail.openedSec : mail.deliveredSec + random.between(300, daySec)
  const clickedSec = openedSec + random.between(8, 120)
  const delaySec = random.chance(0.6) ? random.between(3, 30) : random.between(1_800, 3 * daySec)
  const order = buildLifeOrder(
    world,
    {
      person: state.person,
      key: madeOrderKey + campaignKeyNumber(campaign),
      startSec: clickedSec + delaySec,
      influence: { kind: 'made', campaign },
    },
    campaignIndex,
  )
  return {
    mail: { ...mail, openedSec, clickedSec, unsubscribedSec: -1 },
    orders: [...without, order].sort(byStart),
  }
}

const clicksBeforeOrderChance = 0.5
const idleClickChance = 0.1

/** Those who open and were going to buy anyway often come through the link: what attribution mistakes for an effect. */
function browseOn({ campaignIndex, mail, random }: Situation, orders: readonly LifeOrder[]): Reaction {
  const clicksToBuy = random.chance(clicksBeforeOrderChance)
  const clicksToLook = random.chance(idleClickChance)
  if (mail.openedSec < 0) return { mail, orders }
  const next = orders.findIndex(
    ({ seed }) => seed.startSec > mail.openedSec + 120 && seed.startSec < mail.openedSec + 6 * daySec,
  )
  if (next >= 0 && clicksToBuy) {
    const bought = at(orders, next)
    const clicked = { ...bought, clickedCampaign: campaignIndex }
    return { mail: { ...mail, clickedSec: bought.seed.startSec - 20 }, orders: orders.with(next, clicked) }
  }
  if (!clicksToLook) return { mail, orders }
  return { mail: { ...mail, clickedSec: mail.openedSec + 15, hasLookAfterClick: true }, orders }
}
