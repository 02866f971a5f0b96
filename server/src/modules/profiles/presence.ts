import type { Facts } from '../../platform/clickhouse'

/** Enough to tell an attribute that nearly everybody has from one that few have; read in some milliseconds. */
const lookedMax = 1_000

export interface TraitPresence {
  readonly looked: number
  readonly items: { readonly name: string; readonly share: number }[]
}

/** How many of the customers have each trait, read off some of them: those whose ids, which are random, come first. */
export async function traitPresence(facts: Facts, workspaceId: string): Promise<TraitPresence> {
  const rows = await facts.query<{ names: string[] }>(
    `SELECT JSONAllPaths(traits) AS names
     FROM profiles FINAL
     WHERE workspace_id = {workspaceId:UUID}
     LIMIT {limit:UInt32}`,
    { workspaceId, limit: lookedMax },
  )
  const seen = new Map<string, number>()
  for (const name of rows.flatMap(({ names }) => names)) seen.set(name, (seen.get(name) ?? 0) + 1)
  const items = [...seen].map(([name, people]) => ({ name, share: people / rows.length }))
  return {
    looked: rows.length,
    items: items.sort((left, right) => right.share - left.share || left.name.localeCompare(right.name)),
  }
}
