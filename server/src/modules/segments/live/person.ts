import { type Rule, segmentLiveLimits } from '@rapport/contract'
import type { Facts } from '../../../platform/clickhouse'
import type { JsonObject } from '../../events'
import type { EventFact, PersonFacts } from '../rule/evaluate'
import type { SegmentRules } from '../rule/segments'
import { eventNamesOf } from './watch'

/** Everything that a rule reads of one person; null when they have done more than is read at once, or are not there. */
export async function factsOf(
  facts: Facts,
  workspaceId: string,
  { profileId, nodeIds }: { readonly profileId: string; readonly nodeIds: readonly string[] },
  rule: Rule,
  segments: SegmentRules,
): Promise<PersonFacts | null> {
  const [profile] = await facts.query<{ traits: JsonObject }>(
    `SELECT traits FROM profiles FINAL WHERE workspace_id = {workspaceId:UUID} AND profile_id = {profileId:UUID}`,
    { workspaceId, profileId },
  )
  const names = [...eventNamesOf(rule, segments)]
  const limit = segmentLiveLimits.explainedEventsMax + 1
  const rows = await facts.query<{
    type: string
    name: string
    ms: number
    properties: JsonObject
    value_minor: number
  }>(
    `SELECT type, name, toUnixTimestamp64Milli(time) AS ms, properties, value_minor FROM events
     WHERE workspace_id = {workspaceId:UUID} AND name IN {names:Array(String)} AND profile_id IN {nodeIds:Array(UUID)}
     LIMIT {limit:UInt32}`,
    { workspaceId, names, nodeIds, limit },
  )
  if (!profile || rows.length === limit) return null
  return {
    traits: profile.traits,
    events: rows.map(
      (row): EventFact => ({
        type: row.type,
        name: row.name,
        time: new Date(row.ms),
        properties: row.properties,
        valueMinor: row.value_minor,
      }),
    ),
  }
}
