import type { ScheduledCampaign } from './campaigns'
import { type DemoProduct, drawCategory, drawProduct } from './catalogue'
import type { Channel, Person } from './person'
import { at, domain, type Random, stream } from './random'
import { dayAt, type World } from './world'

export type BasketLine = { readonly product: DemoProduct; readonly quantity: number }

/** An order, wholly decided by (person, key, start, influence): told again, it is the same to the cent. */
export type Order = {
  readonly channel: Channel
  readonly lines: readonly BasketLine[]
  readonly goodsCents: number
  readonly discountCents: number
  readonly shippingCents: number
  readonly coupon: string
  /** Seconds between two steps of the visit, and the steps before the order is complete. */
  readonly stepSec: number
  readonly opensWithPage: boolean
  readonly extraViews: number
}

/** What a campaign did to an order: made it, or made it bigger, or nothing. */
export type Influence =
  | { readonly kind: 'none' }
  | { readonly kind: 'made'; readonly campaign: ScheduledCampaign }
  | { readonly kind: 'enlarged'; readonly campaign: ScheduledCampaign; readonly items: number }

export type OrderSeed = {
  readonly person: Person
  /** Number of the order in the customer's life; orders made by campaign c have keys from `madeOrderKey`. */
  readonly key: number
  readonly startSec: number
  readonly influence: Influence
}

export const noInfluence: Influence = { kind: 'none' }
export const madeOrderKey = 900

const freeShippingCents = 9_900
const shippingFeeCents = 800
const extraItemsMax = 5

export function composeOrder(world: World, { person, key, startSec, influence }: OrderSeed): Order {
  const random = stream(world.seed, domain.order, person.index, key)
  const channel = drawChannel(random, person)
  const visit = drawVisit(random, channel)
  const discount = drawDiscount(random, world, { person, key, startSec, influence })
  const lines = drawLines(random, person)
  if (influence.kind === 'enlarged') {
    for (let item = 0; item < influence.items; item += 1) lines.push(drawLine(random, person))
  }
  const goodsCents = lines.reduce((sum, { product, quantity }) => sum + product.priceCents * quantity, 0)
  const discountCents = Math.floor((goodsCents * discount.percent) / 100)
  const isFree = channel === 'store' || goodsCents - discountCents >= freeShippingCents
  return {
    channel,
    lines,
    goodsCents,
    discountCents,
    shippingCents: isFree ? 0 : shippingFeeCents,
    coupon: discount.percent > 0 ? discount.coupon : '',
    ...visit,
  }
}

/** Money for goods after discount: the `revenue` of the event. */
export function revenueCents({ goodsCents, discountCents }: Order): number {
  return goodsCents - discountCents
}

/** What was paid: goods, less the discount, and shipping. */
export function totalCents(order: Order): number {
  return revenueCents(order) + order.shippingCents
}

/** Messages of the visit that ends in the order, the order among them. */
export function countOrderMessages({ channel, lines, opensWithPage, extraViews }: Order): number {
  if (channel === 'store') return 1
  return (opensWithPage ? 1 : 0) + extraViews + 2 * lines.length + 2
}

/** Seconds from the visit's start to the order. */
export function orderDurationSec(order: Order): number {
  return (countOrderMessages(order) - 1) * order.stepSec
}

/** The channel of one visit: the favourite four times in five. */
export function drawChannel(random: Random, person: Person): Channel {
  const isFavourite = random.chance(0.8)
  const other = at(otherChannels[person.language], random.below(3))
  return isFavourite ? person.channel : other
}

const otherChannels = { 'zh-CN': ['wechat', 'app', 'web'], en: ['web', 'web', 'app'] } as const

function drawVisit(random: Random, channel: Channel) {
  const opensWithPage = random.chance(0.45) && channel !== 'app'
  return { opensWithPage, extraViews: random.poisson(0.2), stepSec: random.between(20, 95) }
}

function drawLines(random: Random, person: Person): BasketLine[] {
  const count = 1 + Math.min(extraItemsMax, random.poisson(person.class.extraItems))
  return Array.from({ length: count }, () => drawLine(random, person))
}

function drawLine(random: Random, person: Person): BasketLine {
  const product = drawLikedProduct(random, person)
  const quantity = random.chance(0.12) ? random.between(2, 3) : 1
  return { product, quantity }
}

/** A product somebody would look at: the favourite category in three cases of five. */
export function drawLikedProduct(random: Random, person: Person): DemoProduct {
  const share = random.unit()
  const other = drawCategory(random)
  const category = share < 0.6 ? person.favourite : share < 0.8 ? person.secondFavourite : other
  return drawProduct(random, category, person.priceLevel)
}

const salePercents = [10, 15, 20, 30]
const plainPercents = [5, 10, 10, 15]

function drawDiscount(random: Random, world: World, { person, key, startSec, influence }: OrderSeed) {
  const { promotion } = dayAt(world, startSec)
  const isSale = promotion !== ''
  const wish = isSale ? 0.25 + 0.7 * person.discountSensitivity : 0.05 + 0.35 * person.discountSensitivity
  const hasDiscount = random.chance(wish)
  const percent = random.pick(isSale ? salePercents : plainPercents)
  if (influence.kind === 'made') return { percent: 15, coupon: influence.campaign.coupon }
  const plainCoupon = key === 0 ? 'WELCOME' : 'MEMBER'
  return { percent: hasDiscount ? percent : 0, coupon: isSale ? promotion : plainCoupon }
}
