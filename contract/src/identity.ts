import { z } from 'zod'

/** Every message that names anybody names one of these two, so they are always known. */
export const fixedIdentifierKinds = ['user_id', 'anonymous_id'] as const

/** Traits that many people share by their nature: telling people apart by one would make one customer of a city. */
const sharedTraits: readonly string[] = [
  'name',
  'first_name',
  'last_name',
  'full_name',
  'gender',
  'birthday',
  'age',
  'city',
  'region',
  'country',
  'street',
  'postal_code',
  'language',
  'timezone',
  'company',
  'tags',
  'created_at',
]

export const identifierKindsMax = 20
export const identifierLimitMax = 1_000

/** The name of a kind of identifier. */
export const identifierKindName = z
  .string()
  .regex(/^[a-z][a-z0-9_]{0,39}$/, 'small letters, digits and underscores, 40 at most, a letter first')
  .refine((kind) => !isSharedTrait(kind), 'many people have the same value of this attribute')

/** One kind of identifier. Beyond the given ones, a kind is the name of an attribute that identify calls carry. */
export const identifierKindSchema = z.object({
  kind: identifierKindName,
  /** How many of it one profile may hold. */
  limit: z.number().int().min(1).max(identifierLimitMax),
  /** Whether it may bring two profiles together; otherwise it finds a customer when a message has nothing stronger. */
  merges: z.boolean().default(true),
})
export type IdentifierKind = z.infer<typeof identifierKindSchema>

/** The kinds of identifier of a workspace, the strongest first. */
export const identifierKindsSchema = z
  .array(identifierKindSchema)
  .max(identifierKindsMax)
  .refine(
    (kinds) => new Set(kinds.map(({ kind }) => kind)).size === kinds.length,
    'each kind may stand there once',
  )
  .refine(
    (kinds) => fixedIdentifierKinds.every((fixed) => kinds.some(({ kind }) => kind === fixed)),
    `${fixedIdentifierKinds.join(' and ')} must be there`,
  )

/**
 * One account is one person: a second user id never joins a profile by itself. Addresses may be several.
 * An anonymous id is a browser or a device; the limit stops a shared test device from growing without end.
 */
export const defaultIdentifierKinds: readonly IdentifierKind[] = [
  { kind: 'user_id', limit: 1, merges: true },
  { kind: 'wechat_unionid', limit: 1, merges: true },
  { kind: 'member_card', limit: 3, merges: true },
  { kind: 'email', limit: 5, merges: true },
  { kind: 'phone', limit: 5, merges: true },
  { kind: 'wechat_openid', limit: 10, merges: true },
  { kind: 'anonymous_id', limit: 100, merges: true },
]

/** Whether an attribute describes people rather than telling them apart. */
export function isSharedTrait(name: string): boolean {
  return sharedTraits.includes(name) || name.startsWith('consent_')
}
