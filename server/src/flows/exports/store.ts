import type { Facts } from '../../platform/clickhouse'

/** Ids of live profiles in order, those behind `after`. */
export async function profileIdsAfter(
  facts: Facts,
  workspaceId: string,
  after: string | null,
  limit: number,
): Promise<string[]> {
  const rows = await facts.query<{ id: string }>(
    `SELECT profile_id AS id FROM profiles FINAL
     WHERE workspace_id = {workspaceId:UUID} ${after ? 'AND profile_id > {after:UUID}' : ''}
     ORDER BY profile_id LIMIT {limit:UInt32}`,
    { workspaceId, after: after ?? workspaceId, limit },
  )
  return rows.map(({ id }) => id)
}

export interface ExportedEvent {
  readonly messageId: string
  readonly time: string
  readonly type: string
  readonly name: string
  /** The node that the event was seen at; today's profile is its alias. */
  readonly profileId: string
  readonly userId: string
  readonly anonymousId: string
  readonly source: string
  readonly valueMinor: number
  readonly currency: string
  readonly properties: Readonly<Record<string, unknown>>
}

export interface EventFilter {
  readonly names: readonly string[] | null
  readonly since: string | null
  readonly until: string | null
}

/** Events in the order of the table itself, so that each page is read where the last one ended. */
export function eventsAfter(
  facts: Facts,
  workspaceId: string,
  filter: EventFilter,
  after: ExportedEvent | null,
  limit: number,
): Promise<ExportedEvent[]> {
  return facts.query<ExportedEvent>(
    `SELECT message_id AS messageId, time, type, name, profile_id AS profileId, user_id AS userId,
            anonymous_id AS anonymousId, source, value_minor AS valueMinor, currency, properties
     FROM events
     WHERE workspace_id = {workspaceId:UUID}
       ${filter.names ? 'AND name IN {names:Array(String)}' : ''}
       ${filter.since ? 'AND time >= parseDateTime64BestEffort({since:String}, 3)' : ''}
       ${filter.until ? 'AND time < parseDateTime64BestEffort({until:String}, 3)' : ''}
       ${after ? 'AND name >= {name:String} AND (name, profile_id, time, message_id) > ({name:String}, {profile:UUID}, parseDateTime64BestEffort({time:String}, 3), {message:String})' : ''}
     ORDER BY name, profile_id, time, message_id
     LIMIT {limit:UInt32}`,
    {
      workspaceId,
      names: filter.names ?? [],
      since: filter.since ?? '',
      until: filter.until ?? '',
      name: after?.name ?? '',
      profile: after?.profileId ?? workspaceId,
      time: after?.time ?? '',
      message: after?.messageId ?? '',
      limit,
    },
  )
}

/** Which profile each of the nodes belongs to, where that is another one. */
export async function aliasesOf(
  facts: Facts,
  workspaceId: string,
  nodes: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const rows = await facts.query<{ nodeId: string; profileId: string }>(
    `SELECT node_id AS nodeId, profile_id AS profileId FROM profile_aliases FINAL
     WHERE workspace_id = {workspaceId:UUID} AND node_id IN {nodes:Array(UUID)}`,
    { workspaceId, nodes },
  )
  return new Map(rows.map(({ nodeId, profileId }) => [nodeId, profileId]))
}
