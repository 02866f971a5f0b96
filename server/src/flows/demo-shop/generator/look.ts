import { drawChannel, drawLikedProduct } from './basket'
import type { DemoProduct } from './catalogue'
import type { Channel, Person } from './person'
import { domain, type Random, stream } from './random'

/** A visit without an order: some products seen, perhaps a cart left behind. */
export type Look = {
  readonly channel: Exclude<Channel, 'store'>
  readonly opensWithPage: boolean
  readonly viewed: readonly DemoProduct[]
  readonly addsToCart: boolean
  readonly startsCheckout: boolean
  readonly stepSec: number
}

/** Keys of looks: own ones from 0, those before registering, and those that follow a click on campaign c. */
export const lookBeforeRegisteringKey = 500
export const lookAfterClickKey = 800

export function composeLook(seed: number, person: Person, key: number): Look {
  const random = stream(seed, domain.browse, person.index, key)
  const drawn = drawChannel(random, person)
  const channel = drawn === 'store' ? (person.language === 'zh-CN' ? 'wechat' : 'web') : drawn
  return drawLook(random, channel, () => drawLikedProduct(random, person))
}

export function drawLook(random: Random, channel: Look['channel'], drawProduct: () => DemoProduct): Look {
  const stepSec = random.between(15, 110)
  const viewed = Array.from({ length: 1 + Math.min(8, random.poisson(0.5)) }, drawProduct)
  const addsToCart = random.chance(0.16)
  const startsCheckout = random.chance(0.35) && addsToCart
  return { channel, opensWithPage: channel !== 'app', viewed, addsToCart, startsCheckout, stepSec }
}

export function countLookMessages({ opensWithPage, viewed, addsToCart, startsCheckout }: Look): number {
  return Number(opensWithPage) + viewed.length + Number(addsToCart) + Number(startsCheckout)
}
