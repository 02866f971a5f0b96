import type { Facts } from '../../../../platform/clickhouse'
import { othersFirst } from '../../../../platform/clock'

/** Rows of one insert: written out in some 20 ms. */
const batchSize = 10_000

export interface RankedMember {
  readonly rank: number
  readonly similarity: number
  readonly profileId: string
}

/** Keeps who is most alike, in their order. `told` hears how many have been written. */
export async function writeMembers(
  facts: Facts,
  workspaceId: string,
  lookalikeId: string,
  { ids, similarity }: { readonly ids: readonly string[]; readonly similarity: ArrayLike<number> },
  told: (written: number) => Promise<void>,
): Promise<void> {
  for (let from = 0; from < ids.length; from += batchSize) {
    const rows = ids.slice(from, from + batchSize).map((id, index) => ({
      workspace_id: workspaceId,
      lookalike_id: lookalikeId,
      rank: from + index + 1,
      similarity: similarity[from + index] ?? 0,
      profile_id: id,
    }))
    await facts.insert('lookalike_members', rows)
    await othersFirst()
    await told(Math.min(ids.length, from + batchSize))
  }
}

/** Who is most alike, behind a rank. Those merged into others since are still named here by their old id. */
export async function listMembers(
  facts: Facts,
  workspaceId: string,
  {
    lookalikeId,
    after,
    limit,
  }: { readonly lookalikeId: string; readonly after: number; readonly limit: number },
): Promise<RankedMember[]> {
  return facts.query(
    `SELECT rank, similarity, profile_id AS profileId FROM lookalike_members
     WHERE workspace_id = {workspaceId:UUID} AND lookalike_id = {lookalikeId:UUID} AND rank > {after:UInt32}
     ORDER BY rank LIMIT {limit:UInt32}`,
    { workspaceId, lookalikeId, after, limit },
  )
}

export async function deleteMembers(facts: Facts, workspaceId: string, lookalikeId: string): Promise<void> {
  await facts.command(
    'DELETE FROM lookalike_members WHERE workspace_id = {workspaceId:UUID} AND lookalike_id = {lookalikeId:UUID}',
    { workspaceId, lookalikeId },
  )
}

export async function deleteAllMembers(facts: Facts, workspaceId: string): Promise<void> {
  await facts.command('DELETE FROM lookalike_members WHERE workspace_id = {workspaceId:UUID}', {
    workspaceId,
  })
}
