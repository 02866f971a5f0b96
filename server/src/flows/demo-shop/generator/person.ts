import { drawCategory } from './catalogue'
import { type CustomerClass, classShares, customerClasses } from './classes'
import { type City, cities, mainlandCities, overseasCities } from './data/cities'
import { companyRows } from './data/companies'
import { trafficSources } from './data/sources'
import { at, cumulate, domain, type Random, stream } from './random'

export type Language = 'zh-CN' | 'en'
export type Channel = 'web' | 'app' | 'wechat' | 'store'

/** Who a customer is and how they tend to behave; no history. Drawn from (seed, index) alone. */
export type Person = {
  readonly index: number
  readonly userId: string
  readonly classIndex: number
  readonly class: CustomerClass
  readonly language: Language
  readonly isFemale: boolean
  readonly birthYear: number
  readonly cityIndex: number
  /** The city told later, when the customer has moved; −1 for most. */
  readonly movesTo: number
  readonly favourite: number
  readonly secondFavourite: number
  readonly channel: Channel
  /** Favourite hour of the day where the customer lives. */
  readonly hour: number
  readonly discountSensitivity: number
  readonly priceLevel: number
  readonly cycleDays: number
  readonly emailConsent: boolean
  readonly smsConsent: boolean
  readonly isAddressDead: boolean
  /** Chance to open a message while still a customer. */
  readonly openness: number
  readonly sourceIndex: number
  readonly looksBeforeRegistering: boolean
  readonly hasSecondDevice: boolean
  /** Another customer whose device this one uses; −1 for most. */
  readonly sharesDeviceWith: number
  /** The customer of whom this is a second account; −1 for most. */
  readonly duplicateOf: number
  readonly companyIndex: number
}

const chineseShare = 0.6
const duplicateShare = 0.015
const sharedDeviceShare = 0.01

const chineseCities = cumulate(mainlandCities.map(({ weight }) => weight))
/** A third of those who shop in English live in China. */
const expatCities = cumulate(
  cities.map((city, index) => (index < mainlandCities.length ? expatWeight(city) : 0)),
)
const overseasWeights = cumulate(overseasCities.map(({ weight }) => weight))
const sourceWeights = {
  'zh-CN': cumulate(trafficSources['zh-CN'].weights),
  en: cumulate(trafficSources.en.weights),
}

const channels: readonly Channel[] = ['web', 'app', 'wechat', 'store']
const channelWeights = { 'zh-CN': cumulate([18, 30, 38, 14]), en: cumulate([55, 28, 5, 12]) }
const hours = [8, 10, 12, 13, 15, 18, 20, 21, 22, 23]
const hourWeights = cumulate([6, 12, 14, 8, 7, 8, 17, 16, 9, 3])

function expatWeight({ weight }: City): number {
  return weight * weight
}

export function userIdOf(index: number): string {
  return `c${String(index + 1).padStart(6, '0')}`
}

export function buildPerson(seed: number, index: number): Person {
  const random = stream(seed, domain.person, index)
  const duplicateOf = drawDuplicate(seed, random, index)
  const own = drawPerson(random, index)
  const sharesDeviceWith = lenderOf(seed, own)
  if (duplicateOf < 0) return { ...own, sharesDeviceWith }
  const original = redrawPerson(seed, duplicateOf)
  return {
    ...own,
    ...sameHuman(original),
    sharesDeviceWith,
    duplicateOf,
    channel: possibleChannel(own.channel, original.cityIndex),
    looksBeforeRegistering: false,
  }
}

/** Somebody else as drawn, without asking in turn whose duplicate or borrower that one is. */
function redrawPerson(seed: number, index: number): Person {
  const random = stream(seed, domain.person, index)
  random.next()
  random.next()
  return drawPerson(random, index)
}

/** Whose device is used: only of somebody who registers online and has a device of their own. */
function lenderOf(seed: number, { sharesDeviceWith, channel }: Person): number {
  if (sharesDeviceWith < 0 || channel === 'store') return -1
  const lender = redrawPerson(seed, sharesDeviceWith)
  return lender.channel === 'store' || lender.sharesDeviceWith >= 0 ? -1 : sharesDeviceWith
}

/** Those abroad have no shop to go to. */
function possibleChannel(channel: Channel, cityIndex: number): Channel {
  return channel === 'store' && at(cities, cityIndex).country !== 'CN' ? 'web' : channel
}

/** What a second account shares with the first, being the same human. */
function sameHuman(original: Person) {
  const { language, isFemale, birthYear, cityIndex, sourceIndex } = original
  return { language, isFemale, birthYear, cityIndex, sourceIndex, companyIndex: -1 }
}

/** The earlier customer of whom this is a second account, or −1. A duplicate is never of a duplicate. */
function drawDuplicate(seed: number, random: Random, index: number): number {
  const isDuplicate = random.chance(duplicateShare)
  const original = Math.floor(random.unit() * index)
  if (!isDuplicate || index === 0) return -1
  const isOriginalDuplicate = original > 0 && stream(seed, domain.person, original).chance(duplicateShare)
  return isOriginalDuplicate ? -1 : original
}

function drawPerson(random: Random, index: number): Person {
  const classIndex = random.weighted(classShares)
  const customerClass = at(customerClasses, classIndex)
  const language: Language = random.chance(chineseShare) ? 'zh-CN' : 'en'
  const place = drawPlace(random, language)
  const taste = drawTaste(random, customerClass, language)
  return {
    index,
    userId: userIdOf(index),
    classIndex,
    class: customerClass,
    language,
    duplicateOf: -1,
    ...place,
    ...taste,
    channel: possibleChannel(taste.channel, place.cityIndex),
    ...drawReach(random, language),
    ...drawDevices(random, index),
  }
}

function drawPlace(random: Random, language: Language) {
  const isFemale = random.chance(0.58)
  const birthYear = 1958 + Math.round(48 * random.unit() ** 0.7)
  const cityIndex = drawCity(random, language)
  const movesTo = random.chance(0.06) ? random.weighted(chineseCities) : -1
  return { isFemale, birthYear, cityIndex, movesTo: movesTo === cityIndex ? -1 : movesTo }
}

function drawCity(random: Random, language: Language): number {
  if (language === 'zh-CN') return random.weighted(chineseCities)
  if (random.chance(1 / 3)) return random.weighted(expatCities)
  return mainlandCities.length + random.weighted(overseasWeights)
}

function drawTaste(
  random: Random,
  { cycleDays, priceLevel, discountSensitivity }: CustomerClass,
  language: Language,
) {
  return {
    favourite: drawCategory(random),
    secondFavourite: drawCategory(random),
    channel: at(channels, random.weighted(channelWeights[language])),
    hour: at(hours, random.weighted(hourWeights)),
    discountSensitivity: clampShare(discountSensitivity + 0.15 * random.normal()),
    priceLevel: priceLevel + 0.6 * random.normal(),
    cycleDays: random.erlang(cycleShape, cycleDays),
  }
}

/** Customers of a class differ in their cycle: an Erlang of this shape around the class mean. */
const cycleShape = 16

function drawReach(random: Random, language: Language) {
  return {
    emailConsent: random.chance(0.74),
    smsConsent: random.chance(language === 'zh-CN' ? 0.62 : 0.3),
    isAddressDead: random.chance(0.015),
    openness: 0.18 + 0.34 * random.unit(),
    sourceIndex: random.weighted(sourceWeights[language]),
  }
}

function drawDevices(random: Random, index: number) {
  const looksBeforeRegistering = random.chance(0.55)
  const hasSecondDevice = random.chance(0.16)
  const sharesDevice = random.chance(sharedDeviceShare)
  const other = Math.floor(random.unit() * index)
  const companyIndex = random.chance(0.015) ? random.below(companyRows.length) : -1
  return {
    looksBeforeRegistering,
    hasSecondDevice,
    sharesDeviceWith: sharesDevice && index > 0 ? other : -1,
    companyIndex,
  }
}

function clampShare(value: number): number {
  return Math.min(1, Math.max(0, value))
}

/** The city the customer lives in at first, or after the move. */
export function cityOf(person: Person, hasMoved = false): City {
  return at(cities, hasMoved && person.movesTo >= 0 ? person.movesTo : person.cityIndex)
}
