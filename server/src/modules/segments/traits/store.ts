import type { ComputedTraitState } from '@rapport/contract'
import type { Queryable } from '../../../platform/postgres'

export interface TraitRow {
  readonly key: string
  readonly label: string
  readonly description: string
  /** JSON text: what another build wrote may not be readable. */
  readonly definition: string
  readonly version: number
  readonly state: ComputedTraitState
  readonly problem: string | null
  readonly meaning: string
  readonly filledTo: string | null
  readonly done: number
  readonly total: number
  readonly filledAt: Date | null
  readonly createdAt: Date
  readonly createdBy: string
  readonly updatedAt: Date
  readonly updatedBy: string
}

const columns = `key, label, description, definition, version, state, problem, meaning, filled_to AS "filledTo", done, total,
  filled_at AS "filledAt", created_at AS "createdAt", created_by AS "createdBy", updated_at AS "updatedAt",
  updated_by AS "updatedBy"`

/** All of a workspace, by key. */
export async function listTraits(db: Queryable, workspaceId: string): Promise<TraitRow[]> {
  return db.query(`SELECT ${columns} FROM computed_traits WHERE workspace_id = $1 ORDER BY key`, [
    workspaceId,
  ])
}

/** What the traits are called, by key. */
export async function listTraitNames(
  db: Queryable,
  workspaceId: string,
): Promise<ReadonlyMap<string, string>> {
  const rows = await db.query<{ key: string; label: string }>(
    'SELECT key, label FROM computed_traits WHERE workspace_id = $1',
    [workspaceId],
  )
  return new Map(rows.map(({ key, label }) => [key, label]))
}

export async function findTrait(db: Queryable, workspaceId: string, key: string): Promise<TraitRow | null> {
  const [row] = await db.query<TraitRow>(
    `SELECT ${columns} FROM computed_traits WHERE workspace_id = $1 AND key = $2`,
    [workspaceId, key],
  )
  return row ?? null
}

/** False when there is one of that key. */
export async function insertTrait(db: Queryable, workspaceId: string, row: TraitRow): Promise<boolean> {
  const made = await db.query(
    `INSERT INTO computed_traits (workspace_id, key, label, description, definition, version, state,
                                  created_at, created_by, updated_at, updated_by)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
     ON CONFLICT DO NOTHING RETURNING key`,
    [
      workspaceId,
      row.key,
      row.label,
      row.description,
      row.definition,
      row.version,
      row.state,
      row.createdAt.toISOString(),
      row.createdBy,
      row.updatedAt.toISOString(),
      row.updatedBy,
    ],
  )
  return made.length > 0
}

/** Everybody's values are to be worked out from the first customer on, once the follower knows what they mean now. */
const fromTheStart = `state = 'filling', problem = NULL, meaning = '', filled_to = NULL, done = 0, total = 0`

/** Writes a trait over the version before it; false when somebody else was faster. */
export async function updateTrait(
  db: Queryable,
  workspaceId: string,
  next: TraitRow,
  isAnew: boolean,
): Promise<boolean> {
  const rows = await db.query(
    `UPDATE computed_traits
     SET label = $4, description = $5, definition = $6, version = $3, updated_at = $7, updated_by = $8
         ${isAnew ? `, ${fromTheStart}` : ''}
     WHERE workspace_id = $1 AND key = $2 AND version = $3::integer - 1 AND state <> 'removing'
     RETURNING key`,
    [
      workspaceId,
      next.key,
      next.version,
      next.label,
      next.description,
      next.definition,
      next.updatedAt.toISOString(),
      next.updatedBy,
    ],
  )
  return rows.length > 0
}

/** Passes from one of some states to another; false when the trait was in none of them. */
export async function moveTrait(
  db: Queryable,
  workspaceId: string,
  key: string,
  move: {
    readonly from: readonly ComputedTraitState[]
    readonly to: ComputedTraitState
    readonly isAnew: boolean
  },
): Promise<boolean> {
  const rows = await db.query(
    `UPDATE computed_traits SET ${move.isAnew ? fromTheStart : 'state = $4'}
     WHERE workspace_id = $1 AND key = $2 AND state = ANY($3::text[]) RETURNING key`,
    [workspaceId, key, [...move.from], ...(move.isAnew ? [] : [move.to])],
  )
  return rows.length > 0
}

/** Begins the work over everybody from the start. */
export async function beginFill(
  db: Queryable,
  workspaceId: string,
  key: string,
  { meaning, total }: { readonly meaning: string; readonly total: number },
): Promise<void> {
  await db.query(
    `UPDATE computed_traits
     SET state = 'filling', problem = NULL, meaning = $3, filled_to = NULL, done = 0, total = $4
     WHERE workspace_id = $1 AND key = $2 AND state <> 'removing'`,
    [workspaceId, key, meaning, total],
  )
}

/** Begins to take a trait's values away. */
export async function beginRemoval(
  db: Queryable,
  workspaceId: string,
  key: string,
  total: number,
): Promise<boolean> {
  const rows = await db.query(
    `UPDATE computed_traits SET state = 'removing', problem = NULL, filled_to = NULL, done = 0, total = $3
     WHERE workspace_id = $1 AND key = $2 AND state <> 'removing' RETURNING key`,
    [workspaceId, key, total],
  )
  return rows.length > 0
}

/** Notes how far the work over everybody has come; one that was paused, changed or ended meanwhile stays as it is. */
export async function moveFill(
  db: Queryable,
  workspaceId: string,
  { key, state, meaning }: Pick<TraitRow, 'key' | 'state' | 'meaning'>,
  { from, to, people }: { readonly from: string | null; readonly to: string; readonly people: number },
): Promise<void> {
  await db.query(
    `UPDATE computed_traits SET filled_to = $5, done = done + $6
     WHERE workspace_id = $1 AND key = $2 AND state = $3 AND meaning = $4
       AND filled_to IS NOT DISTINCT FROM $7::uuid`,
    [workspaceId, key, state, meaning, to, people, from],
  )
}

export async function finishFill(
  db: Queryable,
  workspaceId: string,
  { key, meaning }: Pick<TraitRow, 'key' | 'meaning'>,
  at: Date,
): Promise<void> {
  await db.query(
    `UPDATE computed_traits SET state = 'live', filled_at = $4, total = done
     WHERE workspace_id = $1 AND key = $2 AND state = 'filling' AND meaning = $3`,
    [workspaceId, key, meaning, at.toISOString()],
  )
}

export async function saveTraitProblem(
  db: Queryable,
  workspaceId: string,
  key: string,
  problem: string,
): Promise<void> {
  await db.query(
    `UPDATE computed_traits SET state = 'stale', problem = $3
     WHERE workspace_id = $1 AND key = $2 AND state <> 'removing'`,
    [workspaceId, key, problem],
  )
}

export async function deleteTrait(db: Queryable, workspaceId: string, key: string): Promise<void> {
  await db.query(`DELETE FROM computed_traits WHERE workspace_id = $1 AND key = $2 AND state = 'removing'`, [
    workspaceId,
    key,
  ])
}
