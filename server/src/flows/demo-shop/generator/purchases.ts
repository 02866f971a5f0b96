import { adjustedDays, daySec, secondAt } from './calendar'
import { cityOf, type Person } from './person'
import { domain, type Random, stream } from './random'
import type { World } from './world'

/**
 * Buying till leaving, as in the BG/CNBD-k model (Platzer and Reutterer 2016, k = 2): season-adjusted days
 * between orders are Erlang-2 around the person's own cycle, and after each order the person leaves for
 * good with the class's probability.
 */
export type PurchasePlan = {
  readonly registeredSec: number
  /** Starts of the visits that end in an order. */
  readonly orderSecs: readonly number[]
  /** The last order of somebody who has left; −1 for those who are still ours when the data end. */
  readonly leftSec: number
}

/** Nothing starts in the last hour, so that no visit is cut off. */
const lastStartMarginSec = 3_600
const pauseSecMin = 3 * 3_600
const gapShape = 2

export function planPurchases(world: World, person: Person): PurchasePlan {
  const registeredSec = drawRegistration(world, person)
  if (person.class.cycleDays === 0) return { registeredSec, orderSecs: [], leftSec: -1 }
  const random = stream(world.seed, domain.purchases, person.index)
  const season = world.seasonOf(person.language, person.classIndex)
  const lastStartSec = lastStart(world)
  const orderSecs: number[] = []
  let adjusted = adjustedDays(season, registeredSec)
  let sec = registeredSec + random.between(240, 2_400)
  if (random.chance(0.45)) {
    adjusted += random.exponential(firstOrderDelayDays)
    sec = Math.max(sec, atFavouriteHour(random, person, secondAt(season, adjusted)))
  }
  while (sec <= lastStartSec) {
    orderSecs.push(sec)
    if (random.chance(person.class.churnPerOrder)) return { registeredSec, orderSecs, leftSec: sec }
    adjusted += random.erlang(gapShape, person.cycleDays)
    sec = Math.max(sec + pauseSecMin, atFavouriteHour(random, person, secondAt(season, adjusted)))
  }
  return { registeredSec, orderSecs, leftSec: -1 }
}

const firstOrderDelayDays = 12

export function lastStart(world: World): number {
  return world.endSec - lastStartMarginSec
}

/** More register early on, while the shop is the talk of the town, and on sales days. */
function drawRegistration(world: World, person: Person): number {
  const random = stream(world.seed, domain.join, person.index)
  const season = world.seasonOf(person.language, person.classIndex)
  const sec = secondAt(season, season.length * random.unit() ** 1.2)
  return Math.max(0, Math.min(atFavouriteHour(random, person, sec), lastStart(world)))
}

/** The same day, at an hour the person likes, in the person's own city. */
export function atFavouriteHour(random: Random, person: Person, sec: number): number {
  const localHour = person.hour + 1.8 * random.normal()
  const shopHour = (((localHour + 8 - cityOf(person).offsetHours) % 24) + 24) % 24
  return Math.floor(sec / daySec) * daySec + Math.floor(shopHour * 3_600)
}

/** Visits without an order, while the person is a customer; the first ones may come before registering. */
export function planLooks(world: World, person: Person, plan: PurchasePlan) {
  const random = stream(world.seed, domain.browseTimes, person.index)
  const season = world.seasonOf(person.language, person.classIndex)
  const from = adjustedDays(season, plan.registeredSec)
  const untilSec = plan.leftSec < 0 ? lastStart(world) : Math.min(plan.leftSec + 4 * daySec, lastStart(world))
  const span = adjustedDays(season, untilSec) - from
  const mean = person.cycleDays > 0 ? (looksPerCycle * span) / person.cycleDays : 2.2
  const count = Math.min(looksMax, random.poisson(Math.min(mean, looksMax)))
  const looks = Array.from({ length: count }, () => {
    const adjusted = person.cycleDays > 0 ? span * random.unit() : Math.min(span, random.exponential(25))
    return atFavouriteHour(random, person, secondAt(season, from + adjusted))
  })
  return {
    before: drawLooksBefore(random, person, plan.registeredSec),
    after: looks.filter((sec) => sec > plan.registeredSec && sec <= lastStart(world)),
  }
}

const looksPerCycle = 0.25
const looksMax = 29

function drawLooksBefore(random: Random, person: Person, registeredSec: number): readonly number[] {
  if (!person.looksBeforeRegistering || person.channel === 'store') return []
  const count = random.chance(0.25) ? 2 : 1
  return Array.from(
    { length: count },
    () => registeredSec - Math.round(random.between(1, 240) * 3_600),
  ).filter((sec) => sec >= 0)
}
