import { deriveId } from '../../../kernel/id'
import type { Facts } from '../../../platform/clickhouse'
import type { JsonObject } from '../../events'
import type { EventFact } from '../rule/evaluate'

/** A person written straight into the tables that rules read. */
export interface TestPerson {
  readonly profileId: string
  readonly traits: JsonObject
  readonly events?: readonly EventFact[]
  /** Events of nodes that were merged into the profile, a list a node. */
  readonly mergedNodes?: readonly (readonly EventFact[])[]
  readonly lastSeenAt?: Date
  readonly idKinds?: readonly string[]
}

/** The id of a merged node of a test person. */
export const mergedNodeId = (workspaceId: string, profileId: string, place: number): string =>
  deriveId('node', workspaceId, profileId, String(place))

/** Writes people as the ingest pipeline would leave them. */
export async function insertPeople(
  facts: Facts,
  workspaceId: string,
  people: readonly TestPerson[],
): Promise<void> {
  const moment = '2026-01-01T00:00:00.000Z'
  const profile = (
    profileId: string,
    traits: JsonObject,
    isDeleted: 0 | 1,
    version: number,
    { lastSeenAt, idKinds = [] }: Partial<TestPerson> = {},
  ) => ({
    workspace_id: workspaceId,
    profile_id: profileId,
    version,
    is_deleted: isDeleted,
    first_seen_at: moment,
    last_seen_at: lastSeenAt?.toISOString() ?? moment,
    traits,
    id_kinds: idKinds,
  })
  const nodes = people.flatMap((person) =>
    (person.mergedNodes ?? []).map((events, index) => ({
      person,
      events,
      nodeId: mergedNodeId(workspaceId, person.profileId, index),
    })),
  )
  await facts.insert('profiles', [
    ...people.map((person) => profile(person.profileId, person.traits, 0, 2, person)),
    ...nodes.map(({ nodeId, person }) => profile(nodeId, person.traits, 0, 1)),
  ])
  await facts.insert(
    'profiles',
    nodes.map(({ nodeId }) => profile(nodeId, {}, 1, 2)),
  )
  await facts.insert(
    'profile_aliases',
    nodes.map(({ nodeId, person }) => ({
      workspace_id: workspaceId,
      node_id: nodeId,
      profile_id: person.profileId,
      version: 1,
      is_deleted: 0,
    })),
  )
  await facts.insert('events', [
    ...people.flatMap((person) =>
      (person.events ?? []).map((event) => eventRow(workspaceId, person.profileId, event)),
    ),
    ...nodes.flatMap(({ nodeId, events }) => events.map((event) => eventRow(workspaceId, nodeId, event))),
  ])
}

/** A row of `events` as the pipeline writes it; it came in when it happened unless said otherwise. */
export function eventRow(workspaceId: string, nodeId: string, event: EventFact, receivedAt = event.time) {
  return {
    workspace_id: workspaceId,
    name: event.name,
    profile_id: nodeId,
    time: event.time.toISOString(),
    type: event.type,
    message_id: '',
    user_id: '',
    anonymous_id: '',
    source: 'test',
    received_at: receivedAt.toISOString(),
    value_minor: event.valueMinor,
    currency: event.valueMinor === 0 ? '' : 'CNY',
    properties: event.properties,
    context: '',
    journal_position: 1,
    journal_index: 0,
  }
}
