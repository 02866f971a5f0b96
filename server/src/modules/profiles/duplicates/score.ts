import type { DuplicateReason } from '@rapport/contract'
import type { Person } from './person'
import { editDistance, jaroWinkler, wordOverlap } from './similarity'

/** How common values are among the people at hand: two people called 王伟 say little, two called 单雄信 a lot. */
export interface Frequencies {
  /** Share of people whose value of the field it is, 0 to 1. */
  of(field: CountedField, value: string): number
  /** How many people the two are drawn from. */
  readonly people: number
}

export const countedFields = ['given', 'surname', 'city', 'postalCode', 'region'] as const
export type CountedField = (typeof countedFields)[number]

export interface PairScore {
  /** Chance that the two are one person, 0 to 100. */
  readonly score: number
  /** Sum of the weights, in bits. */
  readonly weight: number
  readonly reasons: readonly DuplicateReason[]
}

/** People who may have a second record. A generous guess: a person rejects a false pair sooner than they find a missed one. */
const duplicateShare = 0.25

/**
 * Evidence that makes two of n people as likely one as not: strangers who happen to agree grow with the square of n, second
 * records with n. 13 bits among five thousand people, 21 among a million.
 */
const priorBits = (people: number) => Math.log2((2 * duplicateShare) / people)

/** Shares of true pairs whose field is the same, and is similar; the rest differ. By hand, from what people mistype. */
const sameShare = 0.8
const similarShare = 0.12
const differentShare = 0.08

/**
 * How likely two records are one person: Fellegi and Sunter's sum of log-likelihood ratios (JASA 1969), field by field, with
 * the weight of an agreement from how common the value is (Winkler 2000). A field that one of them lacks says nothing.
 */
export function scorePair(left: Person, right: Person, frequencies: Frequencies): PairScore {
  const reasons = [
    ...compareNames(left, right, frequencies),
    ...compareBirthday(left.birthday, right.birthday),
    ...compareContact('phone', left.phone, right.phone, 1),
    ...compareEmail(left.email, right.email),
    ...compareStreet(left.street, right.street),
    ...comparePlaces(left, right, frequencies),
    ...compareGender(left, right),
  ]
  const weight = areHousehold(reasons) ? withoutHousehold(reasons) : sum(reasons)
  return { score: scoreOf(weight + priorBits(frequencies.people)), weight: round(weight), reasons }
}

/** Never a hundred: nothing that is alike makes it certain. */
function scoreOf(bitsInAll: number): number {
  return Math.min(99.9, Math.round(1000 / (1 + 2 ** -bitsInAll)) / 10)
}

/** What families share. */
const householdTraits = new Set(['last_name', 'phone', 'street', 'city', 'postal_code', 'region'])
/** What it says at most of two records that are plainly of two people of one address. */
const householdBitsMax = 8

/** Another first name, and another birthday or gender: a spouse, a child. */
function areHousehold(reasons: readonly DuplicateReason[]): boolean {
  const isDifferent = (name: string) =>
    reasons.some(({ trait, verdict }) => trait === name && verdict === 'different')
  return isDifferent('first_name') && (isDifferent('birthday') || isDifferent('gender'))
}

function withoutHousehold(reasons: readonly DuplicateReason[]): number {
  const shared = reasons.filter(({ trait }) => householdTraits.has(trait))
  const own = reasons.filter(({ trait }) => !householdTraits.has(trait))
  return sum(own) + Math.min(householdBitsMax, sum(shared))
}

function compareNames(left: Person, right: Person, frequencies: Frequencies): DuplicateReason[] {
  const straight = [
    ...compareName('first_name', 'given', left.given, right.given, frequencies),
    ...compareName('last_name', 'surname', left.surname, right.surname, frequencies),
  ]
  const crossed = [
    ...compareName('first_name', 'given', left.given, right.surname, frequencies),
    ...compareName('last_name', 'surname', left.surname, right.given, frequencies),
  ]
  const isCrossed = crossed.length === 2 && crossed.every(({ verdict }) => verdict !== 'different')
  return isCrossed && sum(straight) < sum(crossed)
    ? crossed.map((reason) => weigh(reason, reason.weight - 1))
    : straight
}

function compareName(
  trait: string,
  field: CountedField,
  left: string,
  right: string,
  frequencies: Frequencies,
): DuplicateReason[] {
  if (left === '' || right === '') return []
  const chance = Math.max(frequencies.of(field, left), frequencies.of(field, right))
  if (left === right) return [{ trait, verdict: 'same', weight: bits(sameShare, chance) }]
  const likeness = jaroWinkler(left, right)
  if (likeness >= 0.88 || editDistance(left, right, 1) <= (left.length >= 4 ? 1 : 0))
    return [{ trait, verdict: 'similar', weight: round(bits(similarShare, chance * 4 + 0.004)) }]
  return [{ trait, verdict: 'different', weight: bits(differentShare, 1) }]
}

const birthdayChance = 1 / 15_000

function compareBirthday(left: string, right: string): DuplicateReason[] {
  if (left.length !== 8 || right.length !== 8) return []
  const trait = 'birthday'
  if (left === right) return [{ trait, verdict: 'same', weight: bits(sameShare, birthdayChance) }]
  const isSwapped = left === right.slice(0, 4) + right.slice(6) + right.slice(4, 6)
  if (isSwapped || editDistance(left, right, 1) === 1)
    return [{ trait, verdict: 'similar', weight: bits(similarShare, birthdayChance * 40) }]
  return [{ trait, verdict: 'different', weight: bits(differentShare, 1) }]
}

/** People have several phones and addresses and share some with their family: equal says much, different little. */
function compareContact(
  trait: string,
  left: string,
  right: string,
  differentBits: number,
): DuplicateReason[] {
  if (left === '' || right === '') return []
  if (left === right) return [{ trait, verdict: 'same', weight: 9 }]
  if (left.length >= 8 && editDistance(left, right, 1) === 1)
    return [{ trait, verdict: 'similar', weight: 5 }]
  return [{ trait, verdict: 'different', weight: -differentBits }]
}

function compareEmail(left: string, right: string): DuplicateReason[] {
  if (left === '' || right === '') return []
  const [leftBox = '', leftHost = ''] = left.split('@')
  const [rightBox = '', rightHost = ''] = right.split('@')
  const isSameBox = leftBox.replace(/\+.*|[._-]/g, '') === rightBox.replace(/\+.*|[._-]/g, '')
  if (left !== right && isSameBox && leftBox.length >= 5) {
    const weight = leftHost === rightHost || editDistance(leftHost, rightHost, 2) <= 2 ? 8 : 5
    return [{ trait: 'email', verdict: 'similar', weight }]
  }
  return compareContact('email', left, right, 0.5)
}

function compareStreet(left: readonly string[], right: readonly string[]): DuplicateReason[] {
  if (left.length === 0 || right.length === 0) return []
  const trait = 'street'
  const overlap = wordOverlap(left, right)
  if (overlap >= 0.95) return [{ trait, verdict: 'same', weight: 10 }]
  if (overlap >= 0.6) return [{ trait, verdict: 'similar', weight: round(4 + 5 * ((overlap - 0.6) / 0.35)) }]
  return [{ trait, verdict: 'different', weight: overlap >= 0.4 ? -1 : -3 }]
}

/** One place says what it says once: who lives in the same city lives in the same region. */
function comparePlaces(left: Person, right: Person, frequencies: Frequencies): DuplicateReason[] {
  const places = [
    ...comparePlace('city', 'city', left.city, right.city, frequencies),
    ...comparePlace('postal_code', 'postalCode', left.postalCode, right.postalCode, frequencies),
    ...comparePlace('region', 'region', left.region, right.region, frequencies),
  ]
  const isSaid = places.some(({ trait, verdict }) => trait !== 'region' && verdict === 'same')
  return places.map((place) =>
    isSaid && place.trait === 'region' ? weigh(place, Math.min(0, place.weight)) : place,
  )
}

function comparePlace(
  trait: string,
  field: CountedField,
  left: string,
  right: string,
  frequencies: Frequencies,
): DuplicateReason[] {
  if (left === '' || right === '') return []
  const chance = Math.max(frequencies.of(field, left), frequencies.of(field, right))
  if (left === right) return [{ trait, verdict: 'same', weight: bits(sameShare, chance) }]
  const isClose = left.length >= 4 && editDistance(left, right, 2) <= (left.length >= 8 ? 2 : 1)
  if (isClose)
    return [{ trait, verdict: 'similar', weight: Math.max(0, round(bits(similarShare, chance * 4 + 0.004))) }]
  return [{ trait, verdict: 'different', weight: -2 }]
}

/** The same first name has said it already. */
function compareGender(one: Person, other: Person): DuplicateReason[] {
  const [left, right] = [one.gender, other.gender]
  if (left === '' || right === '') return []
  return left === right
    ? [{ trait: 'gender', verdict: 'same', weight: one.given === other.given && one.given !== '' ? 0 : 0.9 }]
    : [{ trait: 'gender', verdict: 'different', weight: -4 }]
}

/** Evidence in bits: how much more often this is seen in one person's two records than by chance. */
function bits(share: number, chance: number): number {
  return round(Math.log2(share / Math.min(1, Math.max(chance, 1e-6))))
}

function weigh(reason: DuplicateReason, weight: number): DuplicateReason {
  return { ...reason, weight: round(weight) }
}

function sum(reasons: readonly DuplicateReason[]): number {
  return reasons.reduce((total, { weight }) => total + weight, 0)
}

function round(value: number): number {
  return Math.round(value * 10) / 10
}
