import type { Facts } from '../../platform/clickhouse'

/** People as they are today, with all their identity nodes. */
export interface Nodes {
  readonly profileIds: readonly string[]
  readonly nodeIds: readonly string[]
  /** The profile of every node that is not its own. */
  readonly ownerOf: ReadonlyMap<string, string>
}

/** The profiles that ids stand for today, and every node of those profiles. */
export async function findNodes(facts: Facts, workspaceId: string, ids: readonly string[]): Promise<Nodes> {
  const rows = await facts.query<{ node_id: string; profile_id: string }>(
    `WITH merged AS (
       SELECT node_id, profile_id FROM profile_aliases FINAL WHERE workspace_id = {workspaceId:UUID}
     )
     SELECT node_id, profile_id FROM merged
     WHERE profile_id IN (
       SELECT arrayJoin({ids:Array(UUID)})
       UNION ALL
       SELECT profile_id FROM merged WHERE node_id IN {ids:Array(UUID)})`,
    { workspaceId, ids },
  )
  const ownerOf = new Map(rows.map((row) => [row.node_id, row.profile_id]))
  const profileIds = [...new Set(ids.map((id) => ownerOf.get(id) ?? id))]
  return { profileIds, ownerOf, nodeIds: [...new Set([...profileIds, ...ownerOf.keys()])] }
}
