import type { DuplicateReason } from '@rapport/contract'
import { type Database, packed, type Queryable } from '../../../platform/postgres'
import type { Traits } from '../profile'
import { conflictScore } from './conflicts'
import type { FoundPair, Search } from './find'

export type PairState = 'open' | 'merged' | 'distinct'

export interface PairRow extends FoundPair {
  /** Identifiers that both have while a limit keeps them apart. */
  readonly identifierKinds: readonly string[]
  readonly foundAt: Date
  readonly state: PairState
  readonly decidedBy: string | null
  readonly decidedAt: Date | null
}

/** Live profiles in the order of their ids, with their given traits. */
export async function scanProfiles(
  db: Queryable,
  workspaceId: string,
  after: string | null,
  limit: number,
): Promise<{ profileId: string; traits: Traits }[]> {
  const rows = await db.query<{ profileId: string; traits: string }>(
    `SELECT profile_id AS "profileId", traits FROM profiles
     WHERE workspace_id = $1 AND merged_into IS NULL AND ($2::uuid IS NULL OR profile_id > $2::uuid)
     ORDER BY profile_id LIMIT $3`,
    [workspaceId, after, limit],
  )
  return rows.map(({ profileId, traits }) => ({ profileId, traits: JSON.parse(traits) as Traits }))
}

const conflictScoreOf = `CASE WHEN c.identifier_kinds = '{}' THEN 0 ELSE ${conflictScore} END`

/** Writes what a search found. What a person has decided stays decided. */
export async function upsertPairs(
  tx: Queryable,
  workspaceId: string,
  pairs: readonly FoundPair[],
  foundAt: Date,
): Promise<void> {
  if (pairs.length === 0) return
  await tx.query(
    `INSERT INTO duplicate_candidates AS c (workspace_id, left_id, right_id, score, reasons, found_at)
     SELECT $1, left_id, right_id, score, reasons, $2::timestamptz
     FROM unnest($3::uuid[], $4::uuid[], $5::real[], $6::text[])
       AS found (left_id, right_id, score, reasons)
     ON CONFLICT (workspace_id, left_id, right_id) DO UPDATE
       SET score = greatest(excluded.score, ${conflictScoreOf}), reasons = excluded.reasons, found_at = excluded.found_at
       WHERE c.state = 'open'`,
    [
      workspaceId,
      foundAt.toISOString(),
      packed.uuid(pairs.map(({ leftId }) => leftId)),
      packed.uuid(pairs.map(({ rightId }) => rightId)),
      packed.real(pairs.map(({ score }) => score)),
      packed.text(pairs.map(({ reasons }) => JSON.stringify(reasons))),
    ],
  )
}

/** Open pairs that the last search did not find again are no longer alike; a shared identifier goes on speaking for them. */
export async function dropStale(tx: Queryable, workspaceId: string, before: Date): Promise<void> {
  const values = [workspaceId, before.toISOString()]
  const stale = `workspace_id = $1 AND state = 'open' AND found_at < $2`
  await tx.query(`DELETE FROM duplicate_candidates WHERE ${stale} AND identifier_kinds = '{}'`, values)
  await tx.query(
    `UPDATE duplicate_candidates SET score = ${conflictScore}, reasons = '[]' WHERE ${stale} AND reasons <> '[]'`,
    values,
  )
}

const selected = `c.left_id AS "leftId", c.right_id AS "rightId", c.score, c.reasons, c.identifier_kinds AS "identifierKinds", c.found_at AS "foundAt", c.state,
  c.decided_by AS "decidedBy", c.decided_at AS "decidedAt"`

type Row = Omit<PairRow, 'reasons'> & { readonly reasons: string }

/** Pairs of one state, the likeliest first. An open one has two live profiles. */
export async function listPairs(
  db: Queryable,
  workspaceId: string,
  state: PairState,
  after: { score: number; leftId: string; rightId: string } | null,
  limit: number,
): Promise<PairRow[]> {
  const rows = await db.query<Row>(
    `SELECT ${selected} FROM duplicate_candidates AS c
     WHERE c.workspace_id = $1 AND c.state = $2
       AND ($3::real IS NULL OR (-c.score, c.left_id, c.right_id) > (-$3::real, $4::uuid, $5::uuid))
       AND (c.state <> 'open' OR NOT EXISTS (
         SELECT 1 FROM profiles AS p
         WHERE p.workspace_id = c.workspace_id AND p.profile_id IN (c.left_id, c.right_id) AND p.merged_into IS NOT NULL))
     ORDER BY c.score DESC, c.left_id, c.right_id
     LIMIT $6`,
    [workspaceId, state, after?.score ?? null, after?.leftId ?? null, after?.rightId ?? null, limit],
  )
  return rows.map(parse)
}

export async function findPair(
  db: Queryable,
  workspaceId: string,
  leftId: string,
  rightId: string,
): Promise<PairRow | null> {
  const [row] = await db.query<Row>(
    `SELECT ${selected} FROM duplicate_candidates AS c
     WHERE c.workspace_id = $1 AND c.left_id = $2 AND c.right_id = $3`,
    [workspaceId, leftId, rightId],
  )
  return row ? parse(row) : null
}

/** Settles an open pair; false when somebody was faster. */
export async function settlePair(
  db: Queryable,
  workspaceId: string,
  { leftId, rightId }: FoundPair,
  decision: { state: 'merged' | 'distinct'; by: string; at: Date },
): Promise<boolean> {
  const rows = await db.query(
    `UPDATE duplicate_candidates SET state = $4, decided_by = $5, decided_at = $6
     WHERE workspace_id = $1 AND left_id = $2 AND right_id = $3 AND state = 'open'
     RETURNING left_id`,
    [workspaceId, leftId, rightId, decision.state, decision.by, decision.at.toISOString()],
  )
  return rows.length > 0
}

/** Opens a pair again whose merge did not come about. */
export async function reopenPair(
  db: Queryable,
  workspaceId: string,
  { leftId, rightId }: FoundPair,
): Promise<void> {
  await db.query(
    `UPDATE duplicate_candidates SET state = 'open', decided_by = NULL, decided_at = NULL
     WHERE workspace_id = $1 AND left_id = $2 AND right_id = $3`,
    [workspaceId, leftId, rightId],
  )
}

export async function countPairs(db: Queryable, workspaceId: string): Promise<Record<PairState, number>> {
  const rows = await db.query<{ state: PairState; count: number }>(
    `SELECT c.state, count(*) AS count FROM duplicate_candidates AS c
     WHERE c.workspace_id = $1
       AND (c.state <> 'open' OR NOT EXISTS (
         SELECT 1 FROM profiles AS p
         WHERE p.workspace_id = c.workspace_id AND p.profile_id IN (c.left_id, c.right_id) AND p.merged_into IS NOT NULL))
     GROUP BY c.state`,
    [workspaceId],
  )
  const counts = { open: 0, merged: 0, distinct: 0 }
  for (const { state, count } of rows) counts[state] = count
  return counts
}

/** Erases a deleted workspace's pairs and what its last search found. */
export async function deletePairs(db: Queryable, workspaceId: string): Promise<void> {
  for (const table of ['duplicate_candidates', 'duplicate_searches'])
    await db.query(`DELETE FROM ${table} WHERE workspace_id = $1`, [workspaceId])
}

export interface LastSearch {
  readonly finishedAt: Date
  readonly profiles: number
  readonly pairsCompared: number
  readonly pairsFound: number
}

export async function findLastSearch(db: Queryable, workspaceId: string): Promise<LastSearch | null> {
  const [row] = await db.query<LastSearch>(
    `SELECT finished_at AS "finishedAt", profiles, pairs_compared AS "pairsCompared", pairs_found AS "pairsFound"
     FROM duplicate_searches WHERE workspace_id = $1`,
    [workspaceId],
  )
  return row ?? null
}

export async function noteSearch(
  tx: Queryable,
  workspaceId: string,
  search: Search,
  at: Date,
): Promise<void> {
  await tx.query(
    `INSERT INTO duplicate_searches (workspace_id, finished_at, profiles, pairs_compared, pairs_found)
     VALUES ($1, $2, $3, $4, $5)
     ON CONFLICT (workspace_id) DO UPDATE
       SET finished_at = excluded.finished_at, profiles = excluded.profiles,
           pairs_compared = excluded.pairs_compared, pairs_found = excluded.pairs_found`,
    [workspaceId, at.toISOString(), search.profiles, search.compared, search.pairs.length],
  )
}

/**
 * Workspaces with customers whose last search is older than `before`. Of every workspace: this is the scheduler's own
 * statement.
 */
export async function workspacesDue(db: Database, before: Date): Promise<string[]> {
  const rows = await db.query<{ workspaceId: string }>(
    `SELECT DISTINCT p.workspace_id AS "workspaceId" FROM profiles AS p
     WHERE NOT EXISTS (
       SELECT 1 FROM duplicate_searches AS s WHERE s.workspace_id = p.workspace_id AND s.finished_at >= $1)`,
    [before.toISOString()],
  )
  return rows.map(({ workspaceId }) => workspaceId)
}

function parse(row: Row): PairRow {
  return { ...row, reasons: JSON.parse(row.reasons) as DuplicateReason[] }
}
