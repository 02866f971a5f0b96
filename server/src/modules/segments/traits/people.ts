import type { Facts } from '../../../platform/clickhouse'
import { anyPath } from '../rule/path'

interface Page {
  /** Only profiles behind this one, in ClickHouse's order of ids. */
  readonly after: string | null
  readonly limit: number
}

export async function countPeople(facts: Facts, workspaceId: string): Promise<number> {
  const [row] = await facts.query<{ people: number }>(
    'SELECT count() AS people FROM profiles FINAL WHERE workspace_id = {workspaceId:UUID}',
    { workspaceId },
  )
  return row?.people ?? 0
}

/** A page of everybody. */
export const listPeople = (facts: Facts, workspaceId: string, page: Page): Promise<string[]> =>
  listWhere(facts, workspaceId, '1', page)

/** A page of those who have a value of a trait. */
export const listHolders = (facts: Facts, workspaceId: string, key: string, page: Page): Promise<string[]> =>
  listWhere(facts, workspaceId, `isNotNull(${anyPath('traits', key)})`, page)

/** How many have a value of a trait. */
export async function countHolders(facts: Facts, workspaceId: string, key: string): Promise<number> {
  const [row] = await facts.query<{ people: number }>(
    `SELECT count() AS people FROM profiles FINAL
     WHERE workspace_id = {workspaceId:UUID} AND isNotNull(${anyPath('traits', key)})`,
    { workspaceId },
  )
  return row?.people ?? 0
}

/** Some people picked by a hash: the same ones as long as they are there. */
export async function samplePeople(facts: Facts, workspaceId: string, limit: number): Promise<string[]> {
  const rows = await facts.query<{ profile_id: string }>(
    `SELECT profile_id FROM profiles FINAL WHERE workspace_id = {workspaceId:UUID}
     ORDER BY cityHash64(profile_id), profile_id LIMIT {limit:UInt32}`,
    { workspaceId, limit },
  )
  return rows.map((row) => row.profile_id)
}

async function listWhere(
  facts: Facts,
  workspaceId: string,
  where: string,
  { after, limit }: Page,
): Promise<string[]> {
  const rows = await facts.query<{ profile_id: string }>(
    `SELECT profile_id FROM profiles FINAL
     WHERE workspace_id = {workspaceId:UUID} AND ${where}
     ${after ? 'AND profile_id > {after:UUID}' : ''}
     ORDER BY profile_id LIMIT {limit:UInt32}`,
    { workspaceId, limit, ...(after && { after }) },
  )
  return rows.map((row) => row.profile_id)
}
