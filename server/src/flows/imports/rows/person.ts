import { deriveId } from '../../../kernel/id'
import type { Json } from '../../../modules/events'
import { normaliseEmail, normalisePhone, normaliseTraits } from '../../../modules/profiles'
import { identifierText, namedValues, type RowMapping } from './mapping'
import { rejected, type Verdict, warningByProblem } from './verdict'

/** Who a row is about. */
export interface Person {
  /** Rows with the same one are the same person. */
  readonly key: string
  readonly userId?: string
  /** Stands in for a user id: made from the e-mail address or phone number, the same in every file. */
  readonly anonymousId?: string
  readonly traits: Readonly<Record<string, Json>>
}

const identifierLengthMax = 300
const traitTargets = [
  'name',
  'first_name',
  'last_name',
  'gender',
  'birthday',
  'country',
  'region',
  'city',
  'language',
  'company',
  'consent_email',
  'consent_sms',
  'tags',
  'created_at',
]

/** The identifiers and traits of a row; refused when it lacks the identifier that the import goes by. */
export function readPerson(mapping: RowMapping, cells: readonly string[]): Verdict<Person> {
  const { options } = mapping
  const userId = identifierText(mapping.text(cells, 'user_id')).slice(0, identifierLengthMax)
  const given = givenTraits(mapping, cells)
  const identifier = { user_id: userId, email: keyEmail(given.email), phone: keyPhone(mapping, given.phone) }[
    options.key
  ]
  if (!identifier) return rejectedKey(mapping, cells)
  const { traits, problems } = normaliseTraits(given, {
    country: options.country,
    dateOrder: options.dateOrder,
    zone: options.timezone,
  })
  const anonymousId = userId ? undefined : anonymousIdOf(mapping, options.key, identifier)
  return {
    ok: { key: identifier, ...(userId ? { userId } : { anonymousId }), traits },
    warnings: problems.map(({ reason, trait, value }) => ({
      warning: warningByProblem[reason],
      detail: `${trait}: ${String(value)}`.slice(0, 120),
    })),
  }
}

/** The raw identifier that the import goes by: to see whether the lines of one order agree. */
export function keyText(mapping: RowMapping, cells: readonly string[]): string {
  return identifierText(mapping.text(cells, mapping.options.key))
}

/** The stand-in for a user id of a person known by address or number only. */
export function anonymousIdOf(mapping: RowMapping, kind: string, identifier: string): string {
  return deriveId('import', mapping.workspaceId, kind, identifier)
}

function givenTraits(mapping: RowMapping, cells: readonly string[]): Record<string, Json> {
  const given: Record<string, Json> = namedValues(mapping, 'trait', cells)
  for (const target of ['email', 'phone', ...traitTargets]) {
    const text = mapping.text(cells, target)
    if (text !== '') given[target] = text
  }
  return given
}

function keyEmail(email: Json | undefined): string {
  return typeof email === 'string' ? (normaliseEmail(email) ?? '') : ''
}

function keyPhone({ options }: RowMapping, phone: Json | undefined): string {
  return typeof phone === 'string' ? (normalisePhone(phone, options.country) ?? '') : ''
}

function rejectedKey(mapping: RowMapping, cells: readonly string[]) {
  const { key } = mapping.options
  const text = mapping.text(cells, key)
  if (text === '' || key === 'user_id') return rejected('no_key', key)
  return rejected(key === 'email' ? 'invalid_email' : 'invalid_phone', text)
}
