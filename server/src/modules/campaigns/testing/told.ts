import { deriveId } from '../../../kernel/id'
import type { Facts } from '../../../platform/clickhouse'

/** Events as the pipeline writes them, for tests that need a past and not the way it came. */
export interface Told {
  readonly name: string
  readonly profileId: string
  readonly at: Date
  readonly valueMinor?: number
  readonly properties?: Readonly<Record<string, unknown>>
  readonly source?: string
}

/** Appends events to the facts of a workspace. */
export async function tell(facts: Facts, workspaceId: string, events: readonly Told[]): Promise<void> {
  const rows = events.map(({ name, profileId, at, valueMinor = 0, properties = {}, source }, index) => ({
    workspace_id: workspaceId,
    name,
    profile_id: profileId,
    time: at.toISOString(),
    type: 'track',
    message_id: deriveId(workspaceId, name, profileId, String(index)),
    user_id: '',
    anonymous_id: '',
    source: source ?? (name.startsWith('Order') ? 'shop' : 'rapport'),
    received_at: at.toISOString(),
    value_minor: valueMinor,
    currency: 'CNY',
    properties,
    context: '',
    journal_position: 0,
    journal_index: index,
  }))
  for (let start = 0; start < rows.length; start += rowsPerInsert)
    await facts.insert('events', rows.slice(start, start + rowsPerInsert))
}

const rowsPerInsert = 50_000

/** Says that a node belongs to another profile, as a merge does. */
export async function merge(
  facts: Facts,
  workspaceId: string,
  nodeId: string,
  profileId: string,
): Promise<void> {
  await facts.insert('profile_aliases', [
    { workspace_id: workspaceId, node_id: nodeId, profile_id: profileId, version: 1, is_deleted: 0 },
  ])
}
