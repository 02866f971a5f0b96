import type { Facts } from '../../../platform/clickhouse'
import { othersFirst } from '../../../platform/clock'

/** Rows of one insert: written out in some 20 ms. */
const batchSize = 10_000

export interface MemberQuery {
  readonly analysisId: string
  readonly cluster: number
  readonly after?: { readonly distance: number; readonly id: string }
  readonly limit: number
}

/** Keeps who is in which cluster. `told` hears how many have been written. */
export async function writeMembers(
  facts: Facts,
  workspaceId: string,
  analysisId: string,
  people: {
    readonly ids: readonly string[]
    readonly labels: ArrayLike<number>
    readonly squaredDistances: ArrayLike<number>
  },
  told: (written: number) => Promise<void>,
): Promise<void> {
  const { ids, labels, squaredDistances } = people
  for (let from = 0; from < ids.length; from += batchSize) {
    const rows = ids.slice(from, from + batchSize).map((id, index) => ({
      workspace_id: workspaceId,
      analysis_id: analysisId,
      cluster: labels[from + index] ?? 0,
      distance: Math.sqrt(squaredDistances[from + index] ?? 0),
      profile_id: id,
    }))
    await facts.insert('cluster_members', rows)
    await othersFirst()
    await told(Math.min(ids.length, from + batchSize))
  }
}

/** Who is in a cluster, from its middle outwards. Those merged into others since are still named here by their old id. */
export async function listMembers(
  facts: Facts,
  workspaceId: string,
  { analysisId, cluster, after, limit }: MemberQuery,
): Promise<{ readonly profileId: string; readonly distance: number }[]> {
  return facts.query(
    `SELECT profile_id AS profileId, distance FROM cluster_members
     WHERE workspace_id = {workspaceId:UUID} AND analysis_id = {analysisId:UUID} AND cluster = {cluster:UInt8}
       ${after ? 'AND (distance, profile_id) > ({distance:Float64}, {id:UUID})' : ''}
     ORDER BY distance, profile_id LIMIT {limit:UInt32}`,
    { workspaceId, analysisId, cluster, limit, ...after },
  )
}

export async function deleteMembers(facts: Facts, workspaceId: string, analysisId: string): Promise<void> {
  await facts.command(
    'DELETE FROM cluster_members WHERE workspace_id = {workspaceId:UUID} AND analysis_id = {analysisId:UUID}',
    { workspaceId, analysisId },
  )
}

export async function deleteAllMembers(facts: Facts, workspaceId: string): Promise<void> {
  await facts.command('DELETE FROM cluster_members WHERE workspace_id = {workspaceId:UUID}', { workspaceId })
}
