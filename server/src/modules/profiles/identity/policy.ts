import type { Message } from '../../events'

/** Which kinds of identifier there are, the strongest first, and how many of each one profile may hold. */
export interface IdentityPolicy {
  readonly kinds: readonly { readonly kind: string; readonly limit: number }[]
}

/**
 * One account is one person: a second user id never joins a profile by itself. Addresses may be several.
 * An anonymous id is a browser or a device; the limit stops a shared test device from growing without end.
 */
export const defaultIdentityPolicy: IdentityPolicy = {
  kinds: [
    { kind: 'user_id', limit: 1 },
    { kind: 'wechat_unionid', limit: 1 },
    { kind: 'member_card', limit: 3 },
    { kind: 'email', limit: 5 },
    { kind: 'phone', limit: 5 },
    { kind: 'wechat_openid', limit: 10 },
    { kind: 'anonymous_id', limit: 100 },
  ],
}

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
  const given: Record<string, unknown> = {
    user_id: message.userId,
    anonymous_id: message.anonymousId,
    ...(message.type === 'identify' &&
      pick(traits, ['email', 'phone', 'wechat_unionid', 'wechat_openid', 'member_card'])),
  }
  return policy.kinds.flatMap(({ kind }) => {
    const value = given[kind]
    return typeof value === 'string' && value !== '' ? [{ kind, value }] : []
  })
}

function pick(source: Readonly<Record<string, unknown>>, names: readonly string[]): Record<string, unknown> {
  return Object.fromEntries(names.map((name) => [name, source[name]]))
}
