import type {
  JsonObject,
  NewEventName,
  NewProperty,
  Outcome,
  QuarantinedEvent,
  SeenKey,
} from '../../modules/events'
import type { ConflictPair, MergeRecord, NewIdentifier, NodeMove, Profile } from '../../modules/profiles'

/** A row of ClickHouse's `events`. */
export interface EventRow {
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

/** Everything that one micro-batch will write, gathered in memory. */
export class Batch {
  readonly seen: SeenKey[] = []
  readonly events: EventRow[] = []
  readonly traitChanges: TraitChangeRow[] = []
  readonly aliases = new Map<string, AliasRow>()
  readonly touched = new Map<string, Touched>()
  readonly identifiers: NewIdentifier[] = []
  readonly merges: MergeRecord[] = []
  readonly moves: NodeMove[] = []
  readonly undone: { readonly workspaceId: string; readonly mergeId: string; readonly at: string }[] = []
  readonly conflicts = new Map<string, ConflictPair>()
  readonly quarantined = new Map<string, QuarantinedEvent>()
  readonly eventNames: NewEventName[] = []
  readonly properties: NewProperty[] = []
  private readonly counts = new Map<string, Outcome>()

  count(workspaceId: string, receivedAt: Date, source: string, outcome: string, reason = '', by = 1): void {
    const day = receivedAt.toISOString().slice(0, 10)
    const key = `${workspaceId} ${day} ${source} ${outcome} ${reason}`
    const before = this.counts.get(key)?.count ?? 0
    this.counts.set(key, { workspaceId, day, source, outcome, reason, count: before + by })
  }

  touch(profile: Profile, nowMs: number, isGone = false): void {
    this.touched.set(profile.profileId, { profile, nowMs, isGone })
  }

  get outcomes(): Outcome[] {
    return [...this.counts.values()]
  }
}
