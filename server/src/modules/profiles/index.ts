import type { TraitValue } from './profile'

export * from './identity/policy'
export * from './identity/resolve'
export * from './normalise'
export * from './profile'
export * from './store'
export * from './traits/accumulate'
export * from './traits/definitions'
export * from './traits/present'

/** A profile as the modules above read it: given and computed traits side by side. */
export interface ProfileRecord {
  readonly profileId: string
  readonly name: string
  readonly firstSeenAt: Date
  readonly lastSeenAt: Date
  /** Given and computed traits by name. */
  readonly traits: Readonly<Record<string, TraitValue>>
}
