import {
  type CountedViolation,
  type JsonObject,
  type NewEventName,
  type NewProperty,
  type Outcome,
  type QuarantinedEvent,
  violationKindsMax,
} from '../../modules/events'
import type {
  Company,
  CompanyMember,
  ConflictPair,
  MergeRecord,
  NewIdentifier,
  NodeMove,
  Profile,
} from '../../modules/profiles'

import type { Mention, Touch } from '../../modules/segments'
import { JsonLines } from '../../platform/clickhouse'

/** Where an event comes from in the journal. */
export interface EventPlace {
  readonly workspaceId: string
  readonly position: number
  readonly index: number
}

/** A row of ClickHouse's `events`. */

export interface EventColumns {
  readonly workspace_id: string
  readonly name: string
  readonly profile_id: string
  readonly time: string
  readonly type: string
  readonly message_id: string
  readonly user_id: string
  readonly anonymous_id: string
  readonly source: string
  readonly received_at: string
  readonly value_minor: number
  readonly currency: string
  readonly properties: JsonObject
  /** JSON text; empty when there is none. */
  readonly context: string
  readonly journal_position: number
  readonly journal_index: number
}

export interface TraitChangeRow {
  readonly workspace_id: string
  readonly profile_id: string
  readonly trait: string
  readonly at: string
  readonly journal_position: number
  readonly value: string
  readonly source: string
}

export interface AliasRow {
  readonly workspace_id: string
  readonly node_id: string
  readonly profile_id: string
  readonly version: number
  readonly is_deleted: 0 | 1
}

/** A profile that changed, and the moment its computed traits are presented for. */
export interface Touched {
  readonly profile: Profile
  readonly nowMs: number
  /** Absorbed by another: it leaves ClickHouse's copy. */
  readonly isGone: boolean
}

type Tally = Omit<Outcome, 'count'> & { count: number }

/** Everything that one micro-batch will write, gathered in memory. */
export class Batch {
  /** Keys of the messages that count. */
  readonly seen: string[] = []
  readonly events: EventPlace[] = []
  /** `EventColumns` of the events, in the same order. */
  readonly eventRows = new JsonLines()
  readonly traitChanges: TraitChangeRow[] = []
  readonly aliases = new Map<string, AliasRow>()
  readonly touched = new Map<string, Touched>()
  readonly identifiers: NewIdentifier[] = []
  readonly merges: MergeRecord[] = []
  readonly moves: NodeMove[] = []
  readonly undone: { readonly workspaceId: string; readonly mergeId: string; readonly at: string }[] = []
  readonly companies = new Map<string, Company>()
  /** By company and node. */
  readonly members = new Map<string, CompanyMember>()
  readonly conflicts = new Map<string, ConflictPair>()
  readonly quarantined = new Map<string, QuarantinedEvent>()
  readonly eventNames: NewEventName[] = []
  readonly properties: NewProperty[] = []
  private readonly mentioned = new Map<
    string,
    Omit<Touch, 'mentions'> & { readonly mentions: Set<Mention> }
  >()
  private readonly counts = new Map<string, Tally>()
  /** What was counted last: most often it is counted again. */
  private counted: { readonly receivedAt: Date; readonly tally: Tally } | null = null
  private readonly violated = new Map<string, CountedViolation>()

  addEvent(place: EventPlace, columns: EventColumns): void {
    this.events.push(place)
    this.eventRows.add(columns)
  }

  count(workspaceId: string, receivedAt: Date, source: string, outcome: string, reason = '', by = 1): void {
    this.tallyOf(workspaceId, receivedAt, source, outcome, reason).count += by
  }

  private tallyOf(
    workspaceId: string,
    receivedAt: Date,
    source: string,
    outcome: string,
    reason: string,
  ): Tally {
    const last = this.counted
    const isAsBefore =
      last?.receivedAt.getTime() === receivedAt.getTime() &&
      last.tally.outcome === outcome &&
      last.tally.workspaceId === workspaceId &&
      last.tally.source === source &&
      last.tally.reason === reason
    if (isAsBefore) return last.tally
    const day = receivedAt.toISOString().slice(0, 10)
    const key = `${workspaceId} ${day} ${source} ${outcome} ${reason}`
    const tally = this.counts.get(key) ?? { workspaceId, day, source, outcome, reason, count: 0 }
    this.counts.set(key, tally)
    this.counted = { receivedAt, tally }
    return tally
  }

  /** Adds to the violations of the same kind. Past the number that is kept apart, event and path are left out. */
  violate(one: CountedViolation): void {
    const isOneTooMany = !this.violated.has(violationKey(one)) && this.violated.size >= violationKindsMax
    const kept = isOneTooMany ? { ...one, event: '', path: '', expected: '', example: '' } : one
    const { count = 0, quarantined = 0 } = this.violated.get(violationKey(kept)) ?? {}
    this.violated.set(violationKey(kept), {
      ...kept,
      count: count + one.count,
      quarantined: quarantined + one.quarantined,
    })
  }

  /** Notes what changed in somebody, for the segments that watch for it. */
  mention({ workspaceId, profileId }: Pick<Profile, 'workspaceId' | 'profileId'>, mention: Mention): void {
    const known = this.mentioned.get(profileId)
    if (known) known.mentions.add(mention)
    else this.mentioned.set(profileId, { workspaceId, profileId, mentions: new Set([mention]) })
  }

  touch(profile: Profile, nowMs: number, isGone = false): void {
    this.touched.set(profile.profileId, { profile, nowMs, isGone })
  }

  get violations(): CountedViolation[] {
    return [...this.violated.values()]
  }

  get hasTouches(): boolean {
    return this.mentioned.size > 0
  }

  get touches(): Touch[] {
    return [...this.mentioned.values()].map((one) => ({ ...one, mentions: [...one.mentions] }))
  }

  get outcomes(): Outcome[] {
    return [...this.counts.values()]
  }
}

function violationKey({ workspaceId, day, source, type, event, path, code }: CountedViolation): string {
  return JSON.stringify([workspaceId, day, source, type, event, path, code])
}
