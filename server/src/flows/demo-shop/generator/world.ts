import { createSeason, dayMs, describeDay, type Season, type ShopDay, shopOffsetMs } from './calendar'
import { type ScheduledCampaign, scheduleCampaigns } from './campaigns'
import { customerClasses } from './classes'
import { buildPerson, type Language, type Person } from './person'
import { at, hashText } from './random'
import { createTimestampWriter } from './timestamps'

/** What decides a demo shop. The same options give the same messages, byte for byte. */
export type DemoShopOptions = {
  readonly seed: number
  /** Customers that register, 1 … 1,000,000. Default 20,000; customer n is the same whatever the number. */
  readonly customers?: number
  /** Calendar months of history before `endsAt`, 1 … 60. Default 18. */
  readonly months?: number
  /** No message is at or after this instant; in the years 2020 … 2035. */
  readonly endsAt: Date
  /** Mixed into campaign ids only, so that two workspaces can hold the same shop. Default empty. */
  readonly salt?: string
}

/** The options, resolved: the window, its days and seasons, the campaigns in it. Seconds count from `startMs`. */
export type World = {
  readonly seed: number
  readonly customers: number
  /** People who only look and are never known. */
  readonly visitors: number
  readonly startMs: number
  readonly endMs: number
  readonly endSec: number
  readonly days: readonly ShopDay[]
  readonly seasonOf: (language: Language, classIndex: number) => Season
  readonly campaigns: readonly ScheduledCampaign[]
  readonly writeTime: (atMs: number) => string
  readonly personOf: (index: number) => Person
  /** First part of every message id: two shops with different options never share one. */
  readonly idPrefix: string
}

const customersDefault = 20_000
const customersMax = 1_000_000
const monthsDefault = 18
const monthsMax = 60
/** The years whose Spring Festivals the calendar knows, less the longest history. */
const earliestEndMs = Date.UTC(2020, 0, 1)
const latestEndMs = Date.UTC(2036, 0, 1)
const visitorsPerCustomer = 0.2

export function createWorld(options: DemoShopOptions): World {
  const { seed, customers = customersDefault, months = monthsDefault, endsAt, salt = '' } = options
  requireWhole('seed', seed, 0, 0xffff_ffff)
  requireWhole('customers', customers, 1, customersMax)
  requireWhole('months', months, 1, monthsMax)
  const endMs = endsAt.getTime()
  if (!(endMs >= earliestEndMs && endMs < latestEndMs)) {
    throw new RangeError('endsAt must be a date from 2020 to 2035')
  }
  const startMs = shopMidnight(monthsBefore(endsAt, months))
  const days = describeDays(startMs, endMs)
  return {
    seed,
    customers,
    visitors: Math.round(customers * visitorsPerCustomer),
    startMs,
    endMs,
    endSec: Math.floor((endMs - startMs) / 1000),
    days,
    seasonOf: createSeasons(days),
    campaigns: scheduleCampaigns({ seed, salt, startMs, endMs }),
    writeTime: createTimestampWriter(startMs, endMs),
    personOf: createPersonCache(seed),
    idPrefix: `d${hashText(`${seed}:${startMs}:${endMs}`).toString(36)}`,
  }
}

function requireWhole(name: string, value: number, min: number, max: number): void {
  if (Number.isInteger(value) && value >= min && value <= max) return
  throw new RangeError(`${name} must be a whole number from ${min} to ${max}, not ${value}`)
}

/** The same day so many months earlier, or the last day of that month when it has no such day. */
function monthsBefore(end: Date, months: number): number {
  const year = end.getUTCFullYear()
  const month = end.getUTCMonth() - months
  const lastDay = new Date(Date.UTC(year, month + 1, 0)).getUTCDate()
  return Date.UTC(year, month, Math.min(end.getUTCDate(), lastDay))
}

function shopMidnight(ms: number): number {
  return Math.floor((ms + shopOffsetMs) / dayMs) * dayMs - shopOffsetMs
}

function describeDays(startMs: number, endMs: number): readonly ShopDay[] {
  const count = Math.ceil((endMs - startMs) / dayMs)
  return Array.from({ length: count }, (_, day) => describeDay(startMs + day * dayMs))
}

function createSeasons(days: readonly ShopDay[]): World['seasonOf'] {
  const sharpnesses = customerClasses.map(({ seasonSharpness }) => seasonSharpness)
  const zhFactors = days.map(({ zh }) => zh)
  const enFactors = days.map(({ en }) => en)
  const zh = sharpnesses.map((sharpness) => createSeason(zhFactors, sharpness))
  const en = sharpnesses.map((sharpness) => createSeason(enFactors, sharpness))
  return (language, classIndex) => at(language === 'zh-CN' ? zh : en, classIndex)
}

/** The day of the window that second `sec` falls on. */
export function dayAt(world: World, sec: number): ShopDay {
  return at(world.days, Math.min(Math.floor(sec / 86_400), world.days.length - 1))
}

/** A power of two: the people of a small shop all fit, those of a large one are built again when needed. */
const cachedPeople = 1 << 15

/** People by index, kept while no other takes their place: acts of one day often are of the same people. */
function createPersonCache(seed: number): World['personOf'] {
  const cache: (Person | undefined)[] = new Array(cachedPeople).fill(undefined)
  return (index) => {
    const place = index & (cachedPeople - 1)
    const cached = cache[place]
    if (cached?.index === index) return cached
    const person = buildPerson(seed, index)
    cache[place] = person
    return person
  }
}
