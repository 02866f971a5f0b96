import { noInfluence } from './basket'
import { daySec } from './calendar'
import { campaignKeyNumber } from './campaigns'
import { buildLifeOrder, type Contact, contactPerson, type LifeOrder, quietDaysAt } from './contact'
import { composeLook, countLookMessages, lookAfterClickKey, lookBeforeRegisteringKey } from './look'
import type { Person } from './person'
import { lastStart, planLooks, planPurchases } from './purchases'
import { at, domain, stream } from './random'
import { drawRefund, type Refund } from './refund'
import type { World } from './world'

/** A visit without an order. */
export type LifeLook = {
  readonly key: number
  readonly startSec: number
  readonly messages: number
  readonly isAnonymous: boolean
  readonly clickedCampaign: number
}

/** Everything that one customer does in the window. Seconds are −1 for what does not happen. */
export type Life = {
  readonly person: Person
  readonly registeredSec: number
  readonly leftSec: number
  readonly secondDeviceSec: number
  readonly movedSec: number
  readonly orders: readonly LifeOrder[]
  readonly refunds: readonly Refund[]
  readonly looks: readonly LifeLook[]
  readonly contacts: readonly Contact[]
}

/** The life of customer `index`: a function of the world and the index alone. */
export function liveLife(world: World, index: number): Life {
  const person = world.personOf(index)
  const plan = planPurchases(world, person)
  const planned = plan.orderSecs.map((startSec, key) =>
    buildLifeOrder(world, { person, key, startSec, influence: noInfluence }),
  )
  const { orders, contacts } = runCampaigns(world, person, plan, planned)
  const visits = planLooks(world, person, plan)
  const own = visits.after.map((startSec, key) => ownLook(world, person, key, startSec))
  const before = visits.before.map((startSec, key) =>
    ownLook(world, person, lookBeforeRegisteringKey + key, startSec, true),
  )
  return {
    person,
    registeredSec: plan.registeredSec,
    leftSec: plan.leftSec,
    ...drawChanges(world, person, plan.registeredSec),
    orders,
    refunds: orders.flatMap((order) => drawRefund(world, order)),
    looks: [...before, ...own, ...looksAfterClicks(world, person, contacts)],
    contacts,
  }
}

type Beginning = { readonly registeredSec: number; readonly leftSec: number }

/** Campaigns one after the other: each audience is chosen by what happened before it. */
function runCampaigns(world: World, person: Person, begin: Beginning, planned: readonly LifeOrder[]) {
  const contacts: Contact[] = []
  let orders = planned
  if (!person.emailConsent) return { orders, contacts }
  for (const [campaignIndex, campaign] of world.campaigns.entries()) {
    if (begin.registeredSec > campaign.startSec) continue
    const before = orders.filter(({ completedSec }) => completedSec < campaign.startSec)
    const facts = { orders: before.length, quietDays: quietDaysAt(before, campaign.startSec) }
    if (!campaign.isInAudience(facts)) continue
    const reached = contactPerson(world, { person, leftSec: begin.leftSec, orders }, campaignIndex)
    contacts.push(reached.contact)
    orders = reached.orders
    if (reached.contact.isHardBounce || reached.contact.unsubscribedSec >= 0) break
  }
  return { orders, contacts }
}

function ownLook(world: World, person: Person, key: number, startSec: number, isAnonymous = false): LifeLook {
  const messages = countLookMessages(composeLook(world.seed, person, key))
  return { key, startSec, messages, isAnonymous, clickedCampaign: -1 }
}

function looksAfterClicks(world: World, person: Person, contacts: readonly Contact[]): readonly LifeLook[] {
  return contacts
    .filter(({ hasLookAfterClick }) => hasLookAfterClick)
    .map(({ campaignIndex, clickedSec }) => {
      const key = lookAfterClickKey + campaignKeyNumber(at(world.campaigns, campaignIndex))
      return { ...ownLook(world, person, key, clickedSec + 5), clickedCampaign: campaignIndex }
    })
}

/** When a second device is first used, and when a move is told. */
function drawChanges(world: World, person: Person, registeredSec: number) {
  const random = stream(world.seed, domain.device, person.index)
  const secondDeviceSec = registeredSec + random.between(3 * daySec, 70 * daySec)
  const movedSec = registeredSec + random.between(30 * daySec, 330 * daySec)
  const isInWindow = (sec: number) => sec <= lastStart(world)
  return {
    secondDeviceSec: person.hasSecondDevice && isInWindow(secondDeviceSec) ? secondDeviceSec : -1,
    movedSec: person.movesTo >= 0 && isInWindow(movedSec) ? movedSec : -1,
  }
}
