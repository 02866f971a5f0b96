import type { Facts } from '../../platform/clickhouse'
import { propertiesOf } from './catalogue'
import type { JsonObject } from './message'

/** Enough to tell a property that is always there from one that is there now and then; read in a few milliseconds. */
const lookedMax = 500

export interface PropertyPresence {
  readonly looked: number
  readonly items: { readonly path: string; readonly share: number }[]
}

/** How often each property is there, read off some events of the last 90 days: those of the people whose ids come first. */
export async function propertyPresence(
  facts: Facts,
  workspaceId: string,
  type: string,
  name: string,
): Promise<PropertyPresence> {
  const rows = await facts.query<{ properties: JsonObject }>(
    `SELECT properties
     FROM events
     WHERE workspace_id = {workspaceId:UUID} AND name = {name:String} AND type = {type:String}
       AND time > now() - INTERVAL 90 DAY
     LIMIT {limit:UInt32}`,
    { workspaceId, type, name, limit: lookedMax },
  )
  return presenceIn(rows.map(({ properties }) => properties))
}

/** The share of events that have a value at each path, the most frequent first. */
export function presenceIn(events: readonly JsonObject[]): PropertyPresence {
  const seen = new Map<string, number>()
  for (const properties of events) {
    const paths = new Set(propertiesOf(properties).map(({ path }) => path))
    for (const path of paths) seen.set(path, (seen.get(path) ?? 0) + 1)
  }
  const items = [...seen].map(([path, times]) => ({ path, share: times / events.length }))
  return {
    looked: events.length,
    items: items.sort((left, right) => right.share - left.share || left.path.localeCompare(right.path)),
  }
}
