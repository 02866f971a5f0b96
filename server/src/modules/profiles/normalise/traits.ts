import type { Json, JsonObject } from '../../events'
import { normaliseCountry } from './country'
import { type DateOrder, normaliseDate, normaliseMoment } from './date'
import { normaliseEmail } from './email'
import { normalisePhone } from './phone'
import { normaliseRegion } from './region'
import { isBlank } from './width'
import { normaliseConsent, normaliseGender, normaliseLanguage, normaliseName } from './words'

/** Why a given value was not taken as it is. */
export type TraitProblemReason =
  | 'invalid_email'
  | 'invalid_phone'
  | 'invalid_date'
  | 'unknown_gender'
  | 'unknown_country'
  | 'unknown_language'
  | 'unknown_consent'
  | 'invalid_tags'
  | 'invalid_text'
  | 'invalid_degrees'

export interface TraitProblem {
  readonly trait: string
  readonly value: Json
  readonly reason: TraitProblemReason
  /** True when the trait was left out; false when the value was kept as written. */
  readonly isDropped: boolean
}

export interface TraitSettings {
  /** Where phone numbers without a country code belong, ISO 3166 alpha-2. */
  readonly country: string
  readonly dateOrder?: DateOrder | null
  /** Zone of moments that carry none. */
  readonly zone?: string
}

/** What clients call degrees besides their whole names. */
const degreeSpellings = { lat: 'latitude', lng: 'longitude', lon: 'longitude' } as const
const degreeNames = { latitude: 'latitude', longitude: 'longitude', ...degreeSpellings } as const

/** Reserved names of the Segment spec and other clients' spellings, and what they are called here. */
const ownNames: Readonly<Record<string, string>> = {
  firstName: 'first_name',
  firstname: 'first_name',
  lastName: 'last_name',
  lastname: 'last_name',
  fullName: 'name',
  createdAt: 'created_at',
  dateOfBirth: 'birthday',
  date_of_birth: 'birthday',
  dob: 'birthday',
  birthDate: 'birthday',
  birthdate: 'birthday',
  phoneNumber: 'phone',
  phone_number: 'phone',
  sex: 'gender',
  postalCode: 'postal_code',
  zip: 'postal_code',
  locale: 'language',
  ...degreeSpellings,
}

/** Parts of the spec's nested objects that are traits of their own here. */
const partNames: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  address: {
    city: 'city',
    state: 'region',
    region: 'region',
    province: 'region',
    country: 'country',
    postalCode: 'postal_code',
    postal_code: 'postal_code',
    zip: 'postal_code',
    street: 'street',
    ...degreeNames,
  },
  location: degreeNames,
  company: {
    name: 'company',
    id: 'company_id',
    industry: 'company_industry',
    plan: 'company_plan',
    employee_count: 'company_size',
    employeeCount: 'company_size',
  },
}

type Outcome = { readonly value: Json } | { readonly reason: TraitProblemReason; readonly keep?: Json }
type Normaliser = (value: Json, settings: TraitSettings, all: ReadonlyMap<string, Json>) => Outcome

const byTrait: Readonly<Record<string, Normaliser>> = {
  email: text((value) => normaliseEmail(value), 'invalid_email'),
  phone: (value, { country }) =>
    typeof value === 'string' || typeof value === 'number'
      ? outcome(normalisePhone(value, country), 'invalid_phone')
      : { reason: 'invalid_phone' },
  name: text(normaliseName, 'invalid_text'),
  first_name: text(normaliseName, 'invalid_text'),
  last_name: text(normaliseName, 'invalid_text'),
  city: text(normaliseName, 'invalid_text'),
  company: text(normaliseName, 'invalid_text'),
  gender: (value) =>
    typeof value === 'string' || typeof value === 'number'
      ? outcome(normaliseGender(value), 'unknown_gender')
      : { reason: 'unknown_gender' },
  birthday: moment(normaliseDate),
  created_at: moment(normaliseMoment),
  country: (value) =>
    keepText(value, typeof value === 'string' ? normaliseCountry(value) : null, 'unknown_country'),
  region: (value, _, all) => {
    const country = all.get('country')
    const known = typeof country === 'string' ? normaliseCountry(country) : null
    return text((region) => normaliseRegion(region, known), 'invalid_text')(value, _, all)
  },
  language: (value) =>
    keepText(value, typeof value === 'string' ? normaliseLanguage(value) : null, 'unknown_language'),
  latitude: degrees(90),
  longitude: degrees(180),
  tags: (value) => {
    const tags = typeof value === 'string' ? value.split(/[,;|，；、]/) : value
    if (!Array.isArray(tags) || !tags.every((tag) => typeof tag === 'string'))
      return { reason: 'invalid_tags' }
    return { value: [...new Set(tags.map((tag) => tag.trim()).filter(Boolean))] }
  },
}

/**
 * Traits of an identify call under our names (firstName → first_name, address.city → city) with values in canonical form.
 * A null stays a null: it takes the trait away. Empty texts are left out silently; what cannot be read becomes a
 * problem: dropped where a wrong value would do harm (e-mail, phone, date, gender, consent), kept as written elsewhere.
 */
export function normaliseTraits(
  given: JsonObject,
  settings: TraitSettings,
): { traits: Record<string, Json>; problems: TraitProblem[] } {
  const named = ownNamed(given)
  const traits: Record<string, Json> = {}
  const problems: TraitProblem[] = []
  for (const [trait, value] of named) {
    const normalise = normaliserOf(trait)
    if (value === null || !normalise) {
      traits[trait] = value
      continue
    }
    if (typeof value === 'string' && isBlank(value)) continue
    const result = normalise(value, settings, named)
    if ('value' in result) traits[trait] = result.value
    else {
      if (result.keep !== undefined) traits[trait] = result.keep
      problems.push({ trait, value, reason: result.reason, isDropped: result.keep === undefined })
    }
  }
  return { traits, problems }
}

function normaliserOf(trait: string): Normaliser | undefined {
  if (Object.hasOwn(byTrait, trait)) return byTrait[trait]
  return trait.startsWith('consent_') ? consent : undefined
}

/** A trait given under our own name wins over the same one under another name or inside an object. */
function ownNamed(given: JsonObject): Map<string, Json> {
  const named = new Map<string, Json>()
  const late: [string, Json][] = []
  for (const [name, value] of Object.entries(given)) {
    const parts = Object.hasOwn(partNames, name) ? partNames[name] : undefined
    if (parts && isObject(value)) late.push(...partsOf(name, value, parts))
    else if (Object.hasOwn(ownNames, name)) late.push([ownNames[name] ?? name, value])
    else named.set(name, value)
  }
  for (const [name, value] of late) if (!named.has(name)) named.set(name, value)
  return named
}

function partsOf(name: string, value: JsonObject, parts: Readonly<Record<string, string>>): [string, Json][] {
  return Object.entries(value).map(([part, inner]) => [
    Object.hasOwn(parts, part) ? (parts[part] ?? part) : `${name}_${part}`,
    inner,
  ])
}

function isObject(value: Json): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function consent(value: Json): Outcome {
  const isWord = typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
  return outcome(isWord ? normaliseConsent(value) : null, 'unknown_consent')
}

function text(normalise: (value: string) => string | null, reason: TraitProblemReason): Normaliser {
  return (value) => outcome(typeof value === 'string' ? normalise(value) : null, reason)
}

/** Degrees of WGS 84 as a number, also written as text. */
function degrees(max: number): Normaliser {
  return (value) => {
    const number = typeof value === 'string' ? Number(value) : value
    return typeof number === 'number' && Math.abs(number) <= max
      ? { value: number }
      : { reason: 'invalid_degrees' }
  }
}

function moment(
  read: (value: string | number, reading: { order?: DateOrder | null; zone?: string }) => string | null,
): Normaliser {
  return (value, { dateOrder, zone }) => {
    const isReadable = typeof value === 'string' || typeof value === 'number'
    return outcome(isReadable ? read(value, { order: dateOrder, zone }) : null, 'invalid_date')
  }
}

function outcome(value: string | null, reason: TraitProblemReason): Outcome {
  return value === null ? { reason } : { value }
}

/** For words that are still of use when the table does not know them. */
function keepText(value: Json, known: string | null, reason: TraitProblemReason): Outcome {
  if (known !== null) return { value: known }
  return typeof value === 'string' ? { reason, keep: value.trim() } : { reason }
}
