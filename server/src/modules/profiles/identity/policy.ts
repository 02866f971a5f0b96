import { defaultIdentifierKinds, type IdentifierKind } from '@rapport/contract'
import { own } from '../../../kernel/own'
import type { Message } from '../../events'

/** Which kinds of identifier there are, the strongest first, how many of each one profile may hold, and which may merge. */
export interface IdentityPolicy {
  readonly kinds: readonly IdentifierKind[]
}

export const defaultIdentityPolicy: IdentityPolicy = { kinds: defaultIdentifierKinds }

/** A longer value is a text, not an identifier, and would not fit the index. */
const valueLengthMax = 300

export interface Identifier {
  readonly kind: string
  readonly value: string
  /** Finds a profile but is not given to one: an alias does not say which kind its old id was. */
  readonly lookupOnly?: boolean
}

/** What a message says of who it is about, the strongest first. `traits` are the normalised ones. */
export function identifiersOf(
  message: Message,
  traits: Readonly<Record<string, unknown>>,
  policy: IdentityPolicy,
): Identifier[] {
  const identifiers: Identifier[] = []
  for (const { kind } of policy.kinds) {
    const value = givenValue(kind, message, traits)
    if (value !== null) identifiers.push({ kind, value })
  }
  return identifiers
}

function givenValue(
  kind: string,
  message: Message,
  traits: Readonly<Record<string, unknown>>,
): string | null {
  if (kind === 'user_id') return message.userId || null
  if (kind === 'anonymous_id') return message.anonymousId || null
  return message.type === 'identify' ? textOf(own(traits, kind)) : null
}

/** A card number may come as a number. */
function textOf(given: unknown): string | null {
  const text = Number.isSafeInteger(given) ? String(given) : given
  if (typeof text !== 'string') return null
  const value = text.trim()
  return value === '' || value.length > valueLengthMax ? null : value
}
