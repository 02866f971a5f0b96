import type { Act } from '../acts'
import {
  composeOrder,
  drawLikedProduct,
  type Influence,
  noInfluence,
  type Order,
  orderDurationSec,
  revenueCents,
  totalCents,
} from '../basket'
import type { Properties } from '../message'
import { cityOf, type Language, type Person } from '../person'
import { at, domain, stream } from '../random'
import { composeRefund } from '../refund'
import type { World } from '../world'
import { campaignLink } from './campaigns'
import { currency, lineProperties, productProperties, yuan } from './products'
import type { Teller } from './teller'
import {
  type Arrival,
  buildVisit,
  linkOf,
  primaryDevice,
  secondDevice,
  serverLibrary,
  type Visit,
} from './visit'

/** The visit that ends in an order: look, add, check out, buy. In a shop only the till speaks. */
export function tellOrder(world: World, act: Act, teller: Teller): void {
  const person = world.personOf(act.person)
  const order = composeOrder(world, {
    person,
    key: act.key,
    startSec: act.sec,
    influence: influenceOf(world, act),
  })
  const visit = orderVisit(world, act, person, order)
  if (order.channel !== 'store') tellShopping(world, act, person, order, visit, teller)
  const properties = orderProperties(act, person, order)
  teller.track(visit, orderDurationSec(order), 'Order Completed', properties)
}

function influenceOf({ campaigns }: World, { influence }: Act): Influence {
  if (influence === 0) return noInfluence
  const campaign = at(campaigns, influence - 1)
  const { effect } = campaign
  return effect.kind === 'bigger-basket'
    ? { kind: 'enlarged', campaign, items: effect.items }
    : { kind: 'made', campaign }
}

function orderVisit(world: World, act: Act, person: Person, { channel }: Order): Visit {
  const link = act.click > 0 ? campaignLink(world, act.click - 1, person.language) : linkOf(person, act.key)
  const arrival: Arrival = { path: '/', title: homeTitle[person.language], link }
  const device = usesSecondDevice(person, act.key) ? secondDevice : primaryDevice
  return buildVisit(world, { person, channel, device, isAnonymous: false, arrival })
}

export const homeTitle: Record<Language, string> = { 'zh-CN': '知客小铺｜首页', en: 'Zhike Shop | Home' }

/** Every third order comes from the second device, for those who have one. */
function usesSecondDevice({ hasSecondDevice }: Person, key: number): boolean {
  return hasSecondDevice && key % 3 === 2
}

function tellShopping(
  world: World,
  act: Act,
  person: Person,
  order: Order,
  visit: Visit,
  teller: Teller,
): void {
  const { language } = person
  let step = 0
  const nextSec = () => step++ * order.stepSec
  if (order.opensWithPage) teller.page(visit, nextSec(), 'Home')
  const random = stream(world.seed, domain.browse, person.index, extraViewKeys + act.key)
  for (let view = 0; view < order.extraViews; view += 1) {
    teller.track(
      visit,
      nextSec(),
      'Product Viewed',
      productProperties(drawLikedProduct(random, person), language),
    )
  }
  for (const { product } of order.lines) {
    teller.track(visit, nextSec(), 'Product Viewed', productProperties(product, language))
  }
  for (const line of order.lines) {
    teller.track(visit, nextSec(), 'Product Added', { ...lineProperties(line, language), currency })
  }
  teller.track(visit, nextSec(), 'Checkout Started', {
    order_id: orderIdOf(person.index, act.key),
    value: yuan(order.goodsCents),
    currency,
    products: order.lines.map((line) => lineProperties(line, language)),
  })
}

const extraViewKeys = 10_000

function orderProperties(act: Act, person: Person, order: Order): Properties {
  const money = {
    order_id: orderIdOf(person.index, act.key),
    channel: order.channel,
    total: yuan(totalCents(order)),
    subtotal: yuan(revenueCents(order)),
    revenue: yuan(revenueCents(order)),
    shipping: yuan(order.shippingCents),
    tax: 0,
    discount: yuan(order.discountCents),
    currency,
    products: order.lines.map((line) => lineProperties(line, person.language)),
  }
  const placed = order.channel === 'store' ? { ...money, store: storeName(person) } : money
  return order.coupon === '' ? placed : { ...placed, coupon: order.coupon }
}

export function orderIdOf(personIndex: number, key: number): string {
  return `o${personIndex + 1}-${key + 1}`
}

function storeName(person: Person): string {
  const { zh, en } = cityOf(person)
  return person.language === 'zh-CN' ? `${zh}旗舰店` : `${en} flagship store`
}

/** Money back for an order; the message comes from the shop's own system. */
export function tellRefund(world: World, act: Act, teller: Teller): void {
  const person = world.personOf(act.person)
  const influence = influenceOf(world, act)
  const order = composeOrder(world, { person, key: act.key, startSec: act.orderSec, influence })
  const { lines, cents, reason } = composeRefund(world, person.index, act.key, order)
  const visit: Visit = {
    context: { library: serverLibrary, channel: order.channel },
    language: person.language,
    userId: person.userId,
  }
  teller.track(visit, 0, 'Order Refunded', {
    order_id: orderIdOf(person.index, act.key),
    total: yuan(cents),
    currency,
    reason,
    products: lines.map((line) => lineProperties(line, person.language)),
  })
}
