import { composeOrder, type Order, revenueCents, totalCents } from './basket'
import { daySec } from './calendar'
import type { LifeOrder } from './contact'
import { at, domain, type Random, stream } from './random'
import type { World } from './world'

export type Refund = {
  readonly order: LifeOrder
  readonly sec: number
  readonly cents: number
}

const refundChance = 0.04
const partialShare = 0.3

/** Four orders in a hundred come back, wholly or one line of several, one to fifteen days later. */
export function drawRefund(world: World, order: LifeOrder): readonly Refund[] {
  const { person, key } = order.seed
  const random = stream(world.seed, domain.refund, person.index, key)
  if (!random.chance(refundChance)) return []
  const sec = order.completedSec + random.between(daySec, 15 * daySec)
  if (sec >= world.endSec) return []
  const { cents } = drawRefundContent(random, composeOrder(world, order.seed))
  return [{ order, sec, cents }]
}

/** What is returned and what is paid back; the stream must stand where `drawRefund` leaves it. */
function drawRefundContent(random: Random, order: Order) {
  const isPartial = random.chance(partialShare) && order.lines.length > 1
  const reason = random.pick(reasons)
  if (!isPartial) return { lines: order.lines, cents: totalCents(order), reason }
  const line = at(order.lines, random.below(order.lines.length))
  const lineCents = line.product.priceCents * line.quantity
  return { lines: [line], cents: Math.floor((lineCents * revenueCents(order)) / order.goodsCents), reason }
}

const reasons = ['changed_mind', 'damaged', 'wrong_item', 'late_delivery', 'quality'] as const

/** The same refund told again, for its message. */
export function composeRefund(world: World, personIndex: number, orderKey: number, order: Order) {
  const random = stream(world.seed, domain.refund, personIndex, orderKey)
  random.chance(refundChance)
  random.between(daySec, 15 * daySec)
  return drawRefundContent(random, order)
}
