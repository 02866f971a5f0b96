import type { Json } from '../events'

export interface TraitValue {
  readonly value: Json
  /** Where it came from: a source's name, `computed`, `rfm`, a user … */
  readonly source: string
  /** When it became true, ISO 8601 UTC. */
  readonly at: string
}

export interface ProfileRecord {
  readonly profileId: string
  readonly name: string
  readonly firstSeenAt: Date
  readonly lastSeenAt: Date
  /** Given and computed traits by name. */
  readonly traits: Readonly<Record<string, TraitValue>>
}
