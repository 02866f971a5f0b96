import type { RfmConfig, RfmRun, RfmSummary } from '@rapport/contract'
import type { Queryable } from '../../../platform/postgres'

export interface RunRow {
  readonly runId: string
  readonly state: RfmRun['state']
  readonly asOf: string
  readonly writesTraits: boolean
  readonly config: RfmConfig
  readonly summary: RfmSummary | null
  readonly people: number
  readonly changed: number
  readonly done: number
  readonly total: number
  readonly problem: string | null
  readonly startedAt: Date
  readonly startedBy: string
  readonly finishedAt: Date | null
}

type Stored = Omit<RunRow, 'config' | 'summary'> & {
  readonly config: string
  readonly summary: string | null
}

const columns = `run_id AS "runId", state, to_char(as_of, 'YYYY-MM-DD') AS "asOf", writes_traits AS "writesTraits",
  config, summary, people, changed, done, total, problem, started_at AS "startedAt", started_by AS "startedBy",
  finished_at AS "finishedAt"`

const parse = (row: Stored): RunRow => ({
  ...row,
  config: JSON.parse(row.config) as RfmConfig,
  summary: row.summary === null ? null : (JSON.parse(row.summary) as RfmSummary),
})

export async function findConfig(db: Queryable, workspaceId: string): Promise<string | null> {
  const [row] = await db.query<{ config: string }>('SELECT config FROM rfm_configs WHERE workspace_id = $1', [
    workspaceId,
  ])
  return row?.config ?? null
}

export async function saveConfig(
  db: Queryable,
  workspaceId: string,
  config: string,
  at: Date,
  by: string,
): Promise<void> {
  await db.query(
    `INSERT INTO rfm_configs (workspace_id, config, updated_at, updated_by)
     VALUES ($1, $2, $3, $4)
     ON CONFLICT (workspace_id) DO UPDATE
       SET config = excluded.config, updated_at = excluded.updated_at, updated_by = excluded.updated_by`,
    [workspaceId, config, at.toISOString(), by],
  )
}

/** Starts a run; false when one is going on. */
export async function insertRun(db: Queryable, workspaceId: string, run: RunRow): Promise<boolean> {
  const rows = await db.query(
    `INSERT INTO rfm_runs (workspace_id, run_id, state, as_of, writes_traits, config, started_at, started_by)
     VALUES ($1, $2, 'running', $3::date, $4, $5, $6, $7)
     ON CONFLICT (workspace_id) WHERE state = 'running' DO NOTHING
     RETURNING run_id`,
    [
      workspaceId,
      run.runId,
      run.asOf,
      run.writesTraits,
      JSON.stringify(run.config),
      run.startedAt.toISOString(),
      run.startedBy,
    ],
  )
  return rows.length > 0
}

export async function saveProgress(
  db: Queryable,
  workspaceId: string,
  runId: string,
  done: number,
  total: number,
  changed: number,
): Promise<void> {
  await db.query(
    `UPDATE rfm_runs SET done = $3, total = $4, changed = $5
     WHERE workspace_id = $1 AND run_id = $2 AND state = 'running'`,
    [workspaceId, runId, done, total, changed],
  )
}

export async function finishRun(
  db: Queryable,
  workspaceId: string,
  runId: string,
  end: { readonly summary: RfmSummary | null; readonly problem: string | null },
  at: Date,
): Promise<void> {
  await db.query(
    `UPDATE rfm_runs
     SET state = $3, summary = $4, people = $5, problem = $6, finished_at = $7
     WHERE workspace_id = $1 AND run_id = $2 AND state = 'running'`,
    [
      workspaceId,
      runId,
      end.summary ? 'done' : 'failed',
      end.summary && JSON.stringify(end.summary),
      end.summary?.people ?? 0,
      end.problem,
      at.toISOString(),
    ],
  )
}

export async function findRun(db: Queryable, workspaceId: string, runId: string): Promise<RunRow | null> {
  const [row] = await db.query<Stored>(
    `SELECT ${columns} FROM rfm_runs WHERE workspace_id = $1 AND run_id = $2`,
    [workspaceId, runId],
  )
  return row ? parse(row) : null
}

/** The latest run in one of the states. */
export async function findLatestRun(
  db: Queryable,
  workspaceId: string,
  states: readonly RfmRun['state'][],
): Promise<RunRow | null> {
  const [row] = await db.query<Stored>(
    `SELECT ${columns} FROM rfm_runs
     WHERE workspace_id = $1 AND state = ANY ($2::text[])
     ORDER BY started_at DESC, run_id DESC LIMIT 1`,
    [workspaceId, states],
  )
  return row ? parse(row) : null
}

export async function listRuns(
  db: Queryable,
  workspaceId: string,
  query: { readonly before?: { readonly startedAt: string; readonly id: string }; readonly limit: number },
): Promise<RunRow[]> {
  const rows = await db.query<Stored>(
    `SELECT ${columns} FROM rfm_runs
     WHERE workspace_id = $1 AND ($2::timestamptz IS NULL OR (started_at, run_id) < ($2, $3::uuid))
     ORDER BY started_at DESC, run_id DESC LIMIT $4`,
    [workspaceId, query.before?.startedAt ?? null, query.before?.id ?? null, query.limit],
  )
  return rows.map(parse)
}

/** Runs that an earlier process did not finish, of all workspaces: the only question here that has no workspace. */
export async function findUnfinishedRuns(
  db: Queryable,
): Promise<{ readonly workspaceId: string; readonly runId: string }[]> {
  return db.query(
    `SELECT workspace_id AS "workspaceId", run_id AS "runId" FROM rfm_runs WHERE state = 'running'`,
  )
}

export async function deleteRfm(db: Queryable, workspaceId: string): Promise<void> {
  await db.query('DELETE FROM rfm_runs WHERE workspace_id = $1', [workspaceId])
  await db.query('DELETE FROM rfm_configs WHERE workspace_id = $1', [workspaceId])
}
