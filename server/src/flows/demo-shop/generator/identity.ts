import { femaleFirstNames, lastNames, maleFirstNames, nicknames } from './data/names-en'
import { type ChineseName, givenNames, homophones, surnames } from './data/names-zh'
import { buildPerson, cityOf, type Person } from './person'
import { at, cumulate, domain, type Random, stream } from './random'

/** What a customer says of themselves. Empty text where they said nothing. */
export type Identity = {
  readonly firstName: string
  readonly lastName: string
  readonly name: string
  readonly email: string
  readonly phone: string
  readonly gender: string
  readonly birthday: string
  /** For a second account: how its name differs from the first one's. */
  readonly variation: NameVariation | 'none'
}

export type NameVariation = 'homophone' | 'romanised' | 'nickname' | 'transposed' | 'dropped-letter'

type Name = {
  readonly firstName: string
  readonly lastName: string
  readonly name: string
  /** The name in plain letters, for addresses. */
  readonly letters: string
}

export function buildIdentity(seed: number, person: Person): Identity {
  const random = stream(seed, domain.identity, person.index)
  if (person.duplicateOf < 0) return drawIdentity(random, person)
  const original = buildPerson(seed, person.duplicateOf)
  const first = drawIdentity(stream(seed, domain.identity, original.index), original)
  return secondIdentity(random, person, first)
}

function drawIdentity(random: Random, person: Person): Identity {
  const name = person.language === 'zh-CN' ? drawChineseName(random, person) : drawEnglishName(random, person)
  const hasGender = random.chance(0.9)
  const hasBirthday = random.chance(0.68)
  const birthday = `${person.birthYear}-${twoDigits(random.between(1, 12))}-${twoDigits(random.between(1, 28))}`
  return {
    firstName: name.firstName,
    lastName: name.lastName,
    name: name.name,
    email: drawEmail(random, person, name.letters),
    phone: drawPhone(random, person),
    gender: hasGender ? (person.isFemale ? 'female' : 'male') : '',
    birthday: hasBirthday ? birthday : '',
    variation: 'none',
  }
}

/** The same human a second time: another address, a slip in the name, sometimes the same phone. */
function secondIdentity(random: Random, person: Person, first: Identity): Identity {
  const { variation, ...name } = varyName(random, person, first)
  const letters = first.email.replace(/@.*/, '').replace(/[^a-z]/g, '') || 'shop'
  return {
    ...first,
    ...name,
    variation,
    email: drawEmail(random, person, letters),
    phone: random.chance(0.4) ? first.phone : '',
  }
}

function twoDigits(value: number): string {
  return String(value).padStart(2, '0')
}

const surnameWeights = cumulate(surnames.map(({ weight }) => weight))

function drawChineseName(random: Random, { isFemale, birthYear }: Person): Name {
  const byEra = isFemale ? givenNames.female : givenNames.male
  const era = birthYear < 1980 ? 'before1980' : birthYear < 1995 ? 'before1995' : 'later'
  const surname: ChineseName = at(surnames, random.weighted(surnameWeights))
  const given: ChineseName = random.pick(byEra[era])
  return {
    firstName: given.hanzi,
    lastName: surname.hanzi,
    name: surname.hanzi + given.hanzi,
    letters: surname.pinyin + given.pinyin,
  }
}

function drawEnglishName(random: Random, { isFemale }: Person): Name {
  const firstName = random.pick(isFemale ? femaleFirstNames : maleFirstNames)
  const lastName = random.pick(lastNames)
  return { firstName, lastName, name: `${firstName} ${lastName}`, letters: plainLetters(firstName, lastName) }
}

function plainLetters(firstName: string, lastName: string): string {
  const plain = (text: string) =>
    text
      .normalize('NFD')
      .toLowerCase()
      .replace(/[^a-z]/g, '')
  return `${plain(firstName)}${plain(lastName)}`
}

const chineseDomains = ['qq', '163', '126', 'foxmail', 'sina', 'aliyun', 'outlook', 'gmail']
const chineseDomainWeights = cumulate([38, 24, 8, 7, 6, 5, 7, 5])
const englishDomains = ['gmail', 'outlook', 'yahoo', 'icloud', 'proton']
const englishDomainWeights = cumulate([52, 18, 12, 14, 4])

/** Addresses end in `.example` (RFC 2606): a campaign tried out on the demo shop can reach nobody. */
function drawEmail(random: Random, person: Person, letters: string): string {
  const hasAddress = random.chance(0.6) || person.emailConsent
  const isChinese = person.language === 'zh-CN'
  const host = isChinese
    ? at(chineseDomains, random.weighted(chineseDomainWeights))
    : at(englishDomains, random.weighted(englishDomainWeights))
  if (!hasAddress) return ''
  const isNumber = host === 'qq' || host === 'foxmail'
  const local = isNumber
    ? String(100_000_000 + permute(person.index, 899_999_963))
    : `${letters}${person.index + 1}`
  return `${local}@${host}.example`
}

/** A one-to-one scattering of indices below a modulus that does not share a factor with 48271. */
function permute(index: number, modulus: number): number {
  return (index * 48_271 + 1_234_567) % modulus
}

/** Numbers that belong to nobody one could annoy, one for each index and in the ways people type them. */
function drawPhone(random: Random, person: Person): string {
  const isGiven = random.chance(0.86)
  const style = random.unit()
  const { country } = cityOf(person)
  if (!isGiven) return ''
  if (country === 'CN') return styledPhone(chinesePhone(person.index), style)
  if (country === 'US' || country === 'CA') return fictionalAmericanPhone(person.index)
  return ''
}

/** China has no numbers set aside for fiction; the range of satellite telephones gets no text messages. */
function chinesePhone(index: number): string {
  return `1740${String(permute(index, 6_000_000)).padStart(7, '0')}`
}

const americanAreas = [212, 310, 415, 206, 604, 416, 617, 312, 646, 650, 718, 213, 408, 425, 778, 905]

/** 555-0100 … 555-0199 are set aside for fiction in each area; when they are used up, no number is given. */
function fictionalAmericanPhone(index: number): string {
  const area = americanAreas[Math.floor(index / 100)]
  return area === undefined ? '' : `+1${area}55501${twoDigits(index % 100)}`
}

function styledPhone(digits: string, style: number): string {
  if (style < 0.72) return `+86${digits}`
  if (style < 0.9) return digits
  if (style < 0.96) return `${digits.slice(0, 3)} ${digits.slice(3, 7)} ${digits.slice(7)}`
  return `86-${digits}`
}

type VariedName = Pick<Identity, 'firstName' | 'lastName' | 'name'> & { readonly variation: NameVariation }

function varyName(random: Random, person: Person, first: Identity): VariedName {
  return person.language === 'zh-CN' ? varyChineseName(random, first) : varyEnglishName(random, first)
}

function varyChineseName(random: Random, { firstName, lastName }: Identity): VariedName {
  const slips = [...firstName].flatMap((character, index) => {
    const other = homophones.get(character)
    return other ? [firstName.slice(0, index) + other + firstName.slice(index + 1)] : []
  })
  const surnameSlip = homophones.get(lastName)
  if (slips.length > 0 && random.chance(0.75)) {
    return chineseName(random.pick(slips), lastName)
  }
  if (surnameSlip && random.chance(0.5)) return chineseName(firstName, surnameSlip)
  return romanise(firstName, lastName)
}

function chineseName(firstName: string, lastName: string): VariedName {
  return { firstName, lastName, name: lastName + firstName, variation: 'homophone' }
}

const surnamePinyin = new Map(surnames.map(({ hanzi, pinyin }) => [hanzi, pinyin]))
const givenPinyin = new Map(
  [givenNames.male, givenNames.female]
    .flatMap((eras) => [...eras.before1980, ...eras.before1995, ...eras.later])
    .map(({ hanzi, pinyin }) => [hanzi, pinyin]),
)

function romanise(hanziFirst: string, hanziLast: string): VariedName {
  const firstName = capitalise(givenPinyin.get(hanziFirst) ?? hanziFirst)
  const lastName = capitalise(surnamePinyin.get(hanziLast) ?? hanziLast)
  return { firstName, lastName, name: `${lastName} ${firstName}`, variation: 'romanised' }
}

function capitalise(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}

function varyEnglishName(random: Random, { firstName, lastName }: Identity): VariedName {
  const nickname = nicknames.get(firstName)
  if (nickname && random.chance(0.6)) return englishName(nickname, lastName, 'nickname')
  const target = lastName.length >= 4 ? lastName : firstName
  const [slipped, variation] = random.chance(0.5) ? dropLetter(random, target) : transpose(random, target)
  return lastName.length >= 4
    ? englishName(firstName, slipped, variation)
    : englishName(slipped, lastName, variation)
}

function englishName(firstName: string, lastName: string, variation: NameVariation): VariedName {
  return { firstName, lastName, name: `${firstName} ${lastName}`, variation }
}

type Slip = readonly [text: string, variation: NameVariation]

function dropLetter(random: Random, text: string): Slip {
  const index = random.between(1, text.length - 1)
  return [text.slice(0, index) + text.slice(index + 1), 'dropped-letter']
}

/** Swaps two neighbours that differ; drops a letter when there are none. */
function transpose(random: Random, text: string): Slip {
  const places = Array.from({ length: text.length - 2 }, (_, index) => index + 1).filter(
    (index) => text[index] !== text[index + 1],
  )
  if (places.length === 0) return dropLetter(random, text)
  const index = random.pick(places)
  const swapped = `${text.charAt(index + 1)}${text.charAt(index)}`
  return [text.slice(0, index) + swapped + text.slice(index + 2), 'transposed']
}
