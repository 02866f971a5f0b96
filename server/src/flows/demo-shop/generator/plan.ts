import { type Act, type ActKind, type ActTable, actKind, createActTable } from './acts'
import type { Contact, LifeOrder } from './contact'
import { type Life, liveLife } from './life'
import { countRegistrationMessages } from './render/people'
import { createTruthCollector, type DemoTruths } from './truths'
import { buildVisitor } from './visitor'
import type { World } from './world'

/** Every life lived once in numbers: what will be told, in which order, and what is true. */
export type ShopPlan = { readonly acts: ActTable; readonly truths: DemoTruths }

type Note = (kind: ActKind, sec: number, person: number, more?: Partial<Act>) => void

const messagesOfSecondDevice = 2

/** A pause is offered once so many lives: a millisecond or two of work. */
const livesBetweenPauses = 50

/** Plans the whole shop, yielding where it may pause; about 20 bytes of memory for each act, some ten acts a customer. */
export function* planShop(world: World): Generator<undefined, ShopPlan> {
  const acts = createActTable()
  const truths = createTruthCollector(world)
  const note: Note = (kind, sec, person, more) =>
    acts.push({ kind, sec, person, key: 0, influence: 0, click: 0, orderSec: 0, ...more })
  for (let index = 0; index < world.customers; index += 1) {
    if (index % livesBetweenPauses === 0) yield
    const life = liveLife(world, index)
    truths.addLife(life)
    truths.addMessages(countMessages(life))
    noteLife(world, life, note)
  }
  for (let index = 0; index < world.visitors; index += 1) {
    if (index % livesBetweenPauses === 0) yield
    for (const { key, startSec, messages } of buildVisitor(world, index).visits) {
      truths.addMessages(messages)
      note(actKind.visit, startSec, index, { key })
    }
  }
  return { acts, truths: truths.finish() }
}

/** The truths alone, without keeping the acts. */
export function planTruths(world: World): DemoTruths {
  const truths = createTruthCollector(world)
  for (let index = 0; index < world.customers; index += 1) {
    const life = liveLife(world, index)
    truths.addLife(life)
    truths.addMessages(countMessages(life))
  }
  for (let index = 0; index < world.visitors; index += 1) {
    for (const { messages } of buildVisitor(world, index).visits) truths.addMessages(messages)
  }
  return truths.finish()
}

function countMessages(life: Life): number {
  const { orders, looks, refunds, contacts, secondDeviceSec, movedSec, person } = life
  let count = countRegistrationMessages(person) + refunds.length
  for (const order of orders) count += order.messages
  for (const look of looks) count += look.messages
  for (const contact of contacts) count += 1 + stepsOf(contact).length
  return count + (secondDeviceSec >= 0 ? messagesOfSecondDevice : 0) + (movedSec >= 0 ? 1 : 0)
}

function noteLife(world: World, life: Life, note: Note): void {
  const { index } = life.person
  note(actKind.register, life.registeredSec, index)
  if (life.secondDeviceSec >= 0) note(actKind.secondDevice, life.secondDeviceSec, index)
  if (life.movedSec >= 0) note(actKind.move, life.movedSec, index)
  for (const order of life.orders) note(actKind.order, order.seed.startSec, index, orderColumns(world, order))
  for (const { order, sec } of life.refunds) {
    note(actKind.refund, sec, index, { ...orderColumns(world, order), orderSec: order.seed.startSec })
  }
  for (const { key, startSec, isAnonymous, clickedCampaign } of life.looks) {
    const kind = isAnonymous ? actKind.anonymousLook : actKind.look
    note(kind, startSec, index, { key, click: clickedCampaign + 1 })
  }
  for (const contact of life.contacts) noteContact(contact, index, note)
}

function orderColumns({ campaigns }: World, { seed, clickedCampaign }: LifeOrder): Partial<Act> {
  const { key, influence } = seed
  const influenced = influence.kind === 'none' ? -1 : campaigns.indexOf(influence.campaign)
  return { key, influence: influenced + 1, click: clickedCampaign + 1 }
}

function noteContact(contact: Contact, person: number, note: Note): void {
  const key = contact.campaignIndex
  note(actKind.assigned, contact.assignedSec, person, { key, click: Number(contact.arm === 'holdout') })
  for (const [kind, sec] of stepsOf(contact)) {
    note(kind, sec, person, { key, click: Number(kind === actKind.bounced && contact.isHardBounce) })
  }
}

function stepsOf(contact: Contact): readonly (readonly [kind: ActKind, sec: number])[] {
  const steps = [
    [actKind.sent, contact.sentSec],
    [actKind.delivered, contact.deliveredSec],
    [actKind.bounced, contact.bouncedSec],
    [actKind.opened, contact.openedSec],
    [actKind.clicked, contact.clickedSec],
    [actKind.unsubscribed, contact.unsubscribedSec],
  ] as const
  return steps.filter(([, sec]) => sec >= 0)
}
