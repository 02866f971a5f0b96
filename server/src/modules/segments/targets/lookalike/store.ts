import type { LookalikeBrief, LookalikeInput } from '@rapport/contract'
import type { Queryable } from '../../../../platform/postgres'
import type { Computed } from './result'

export interface LookalikeRow {
  readonly lookalikeId: string
  readonly name: string
  readonly state: LookalikeBrief['state']
  /** As the seed was called when the run began. */
  readonly seedName: string
  readonly input: Omit<LookalikeInput, 'name'>
  readonly people: number | null
  readonly area: number | null
  /** In percent. */
  readonly done: number
  readonly problem: string | null
  readonly startedAt: Date
  readonly startedBy: string
  readonly finishedAt: Date | null
}

type Stored = Omit<LookalikeRow, 'input'> & { readonly input: string }

const columns = `lookalike_id AS "lookalikeId", name, state, seed_name AS "seedName", input, people, area, done, problem,
  started_at AS "startedAt", started_by AS "startedBy", finished_at AS "finishedAt"`

const parse = (row: Stored): LookalikeRow => ({
  ...row,
  people: row.people === null ? null : Number(row.people),
  input: JSON.parse(row.input) as LookalikeRow['input'],
})

/** Starts a search; false when one is going on in the workspace. */
export async function insertLookalike(
  db: Queryable,
  workspaceId: string,
  row: LookalikeRow,
): Promise<boolean> {
  const rows = await db.query(
    `INSERT INTO lookalikes (workspace_id, lookalike_id, name, state, seed_name, input, started_at, started_by)
     VALUES ($1, $2, $3, 'running', $4, $5, $6, $7)
     ON CONFLICT (workspace_id) WHERE state = 'running' DO NOTHING
     RETURNING lookalike_id`,
    [
      workspaceId,
      row.lookalikeId,
      row.name,
      row.seedName,
      JSON.stringify(row.input),
      row.startedAt.toISOString(),
      row.startedBy,
    ],
  )
  return rows.length > 0
}

export async function countLookalikes(db: Queryable, workspaceId: string): Promise<number> {
  const [row] = await db.query<{ count: number }>(
    'SELECT count(*) AS count FROM lookalikes WHERE workspace_id = $1',
    [workspaceId],
  )
  return Number(row?.count ?? 0)
}

/** Says how far a search is, in percent; false when it is no longer going on. */
export async function saveProgress(
  db: Queryable,
  workspaceId: string,
  lookalikeId: string,
  done: number,
): Promise<boolean> {
  const rows = await db.query(
    `UPDATE lookalikes SET done = $3
     WHERE workspace_id = $1 AND lookalike_id = $2 AND state = 'running'
     RETURNING lookalike_id`,
    [workspaceId, lookalikeId, done],
  )
  return rows.length > 0
}

/** Ends a search with a result or a problem; false when it is no longer going on. */
export async function finishLookalike(
  db: Queryable,
  workspaceId: string,
  lookalikeId: string,
  { result, problem }: { readonly result: Computed | null; readonly problem: string | null },
  at: Date,
): Promise<boolean> {
  const rows = await db.query(
    `UPDATE lookalikes
     SET state = $3, result = $4, people = $5, area = $6, problem = $7, finished_at = $8, done = 100
     WHERE workspace_id = $1 AND lookalike_id = $2 AND state = 'running'
     RETURNING lookalike_id`,
    [
      workspaceId,
      lookalikeId,
      result ? 'done' : 'failed',
      result && JSON.stringify(result),
      result?.others ?? null,
      result?.area.estimate ?? null,
      problem,
      at.toISOString(),
    ],
  )
  return rows.length > 0
}

export async function findLookalike(
  db: Queryable,
  workspaceId: string,
  lookalikeId: string,
): Promise<LookalikeRow | null> {
  const [row] = await db.query<Stored>(
    `SELECT ${columns} FROM lookalikes WHERE workspace_id = $1 AND lookalike_id = $2`,
    [workspaceId, lookalikeId],
  )
  return row ? parse(row) : null
}

/** What came of a search; null until it is done. */
export async function findResult(
  db: Queryable,
  workspaceId: string,
  lookalikeId: string,
): Promise<Computed | null> {
  const [row] = await db.query<{ result: string | null }>(
    'SELECT result FROM lookalikes WHERE workspace_id = $1 AND lookalike_id = $2',
    [workspaceId, lookalikeId],
  )
  return row?.result ? (JSON.parse(row.result) as Computed) : null
}

export async function listLookalikes(
  db: Queryable,
  workspaceId: string,
  query: { readonly before?: { readonly startedAt: string; readonly id: string }; readonly limit: number },
): Promise<LookalikeRow[]> {
  const rows = await db.query<Stored>(
    `SELECT ${columns} FROM lookalikes
     WHERE workspace_id = $1 AND ($2::timestamptz IS NULL OR (started_at, lookalike_id) < ($2, $3::uuid))
     ORDER BY started_at DESC, lookalike_id DESC LIMIT $4`,
    [workspaceId, query.before?.startedAt ?? null, query.before?.id ?? null, query.limit],
  )
  return rows.map(parse)
}

export async function deleteLookalike(
  db: Queryable,
  workspaceId: string,
  lookalikeId: string,
): Promise<void> {
  await db.query('DELETE FROM lookalikes WHERE workspace_id = $1 AND lookalike_id = $2', [
    workspaceId,
    lookalikeId,
  ])
}

export async function deleteLookalikes(db: Queryable, workspaceId: string): Promise<void> {
  await db.query('DELETE FROM lookalikes WHERE workspace_id = $1', [workspaceId])
}

/** Searches that an earlier process did not finish, of all workspaces: the only question here that has no workspace. */
export async function findUnfinished(
  db: Queryable,
): Promise<{ readonly workspaceId: string; readonly id: string }[]> {
  return db.query(
    `SELECT workspace_id AS "workspaceId", lookalike_id AS id FROM lookalikes WHERE state = 'running'`,
  )
}
