import type { ClusterAnalysisBrief, ClusterInput } from '@rapport/contract'
import type { Queryable } from '../../../platform/postgres'
import type { Computed } from './result'

/** What was asked, without the name, which may change. */
export type StoredInput = Omit<ClusterInput, 'name'>

/** Names that people gave to clusters, by number. */
export type ClusterNames = Readonly<Record<string, string>>

export interface AnalysisRow {
  readonly analysisId: string
  readonly name: string
  readonly state: ClusterAnalysisBrief['state']
  readonly input: StoredInput
  readonly names: ClusterNames
  readonly people: number | null
  readonly clusters: number | null
  /** In percent. */
  readonly done: number
  readonly problem: string | null
  readonly startedAt: Date
  readonly startedBy: string
  readonly finishedAt: Date | null
}

type Stored = Omit<AnalysisRow, 'input' | 'names'> & { readonly input: string; readonly names: string }

const columns = `analysis_id AS "analysisId", name, state, input, names, people, clusters, done, problem,
  started_at AS "startedAt", started_by AS "startedBy", finished_at AS "finishedAt"`

const parse = (row: Stored): AnalysisRow => ({
  ...row,
  input: JSON.parse(row.input) as StoredInput,
  names: JSON.parse(row.names) as ClusterNames,
})

/** Starts an analysis; false when one is going on in the workspace. */
export async function insertAnalysis(db: Queryable, workspaceId: string, row: AnalysisRow): Promise<boolean> {
  const rows = await db.query(
    `INSERT INTO cluster_analyses (workspace_id, analysis_id, name, state, input, started_at, started_by)
     VALUES ($1, $2, $3, 'running', $4, $5, $6)
     ON CONFLICT (workspace_id) WHERE state = 'running' DO NOTHING
     RETURNING analysis_id`,
    [
      workspaceId,
      row.analysisId,
      row.name,
      JSON.stringify(row.input),
      row.startedAt.toISOString(),
      row.startedBy,
    ],
  )
  return rows.length > 0
}

export async function countAnalyses(db: Queryable, workspaceId: string): Promise<number> {
  const [row] = await db.query<{ count: number }>(
    'SELECT count(*) AS count FROM cluster_analyses WHERE workspace_id = $1',
    [workspaceId],
  )
  return Number(row?.count ?? 0)
}

/** Says how far an analysis is, in percent; false when it is no longer going on. */
export async function saveProgress(
  db: Queryable,
  workspaceId: string,
  analysisId: string,
  done: number,
): Promise<boolean> {
  const rows = await db.query(
    `UPDATE cluster_analyses SET done = $3
     WHERE workspace_id = $1 AND analysis_id = $2 AND state = 'running'
     RETURNING analysis_id`,
    [workspaceId, analysisId, done],
  )
  return rows.length > 0
}

/** Ends an analysis with a result or a problem; false when it is no longer going on. */
export async function finishAnalysis(
  db: Queryable,
  workspaceId: string,
  analysisId: string,
  end: { readonly result: Computed | null; readonly problem: string | null },
  at: Date,
): Promise<boolean> {
  const rows = await db.query(
    `UPDATE cluster_analyses
     SET state = $3, result = $4, people = $5, clusters = $6, problem = $7, finished_at = $8, done = 100
     WHERE workspace_id = $1 AND analysis_id = $2 AND state = 'running'
     RETURNING analysis_id`,
    [
      workspaceId,
      analysisId,
      end.result ? 'done' : 'failed',
      end.result && JSON.stringify(end.result),
      end.result?.people ?? null,
      end.result?.k ?? null,
      end.problem,
      at.toISOString(),
    ],
  )
  return rows.length > 0
}

export async function findAnalysis(
  db: Queryable,
  workspaceId: string,
  analysisId: string,
): Promise<AnalysisRow | null> {
  const [row] = await db.query<Stored>(
    `SELECT ${columns} FROM cluster_analyses WHERE workspace_id = $1 AND analysis_id = $2`,
    [workspaceId, analysisId],
  )
  return row ? parse(row) : null
}

/** What came of an analysis; null until it is done. */
export async function findResult(
  db: Queryable,
  workspaceId: string,
  analysisId: string,
): Promise<Computed | null> {
  const [row] = await db.query<{ result: string | null }>(
    'SELECT result FROM cluster_analyses WHERE workspace_id = $1 AND analysis_id = $2',
    [workspaceId, analysisId],
  )
  return row?.result ? (JSON.parse(row.result) as Computed) : null
}

export async function listAnalyses(
  db: Queryable,
  workspaceId: string,
  query: { readonly before?: { readonly startedAt: string; readonly id: string }; readonly limit: number },
): Promise<AnalysisRow[]> {
  const rows = await db.query<Stored>(
    `SELECT ${columns} FROM cluster_analyses
     WHERE workspace_id = $1 AND ($2::timestamptz IS NULL OR (started_at, analysis_id) < ($2, $3::uuid))
     ORDER BY started_at DESC, analysis_id DESC LIMIT $4`,
    [workspaceId, query.before?.startedAt ?? null, query.before?.id ?? null, query.limit],
  )
  return rows.map(parse)
}

export async function saveNames(
  db: Queryable,
  workspaceId: string,
  analysisId: string,
  name: string,
  names: ClusterNames,
): Promise<void> {
  await db.query(
    'UPDATE cluster_analyses SET name = $3, names = $4 WHERE workspace_id = $1 AND analysis_id = $2',
    [workspaceId, analysisId, name, JSON.stringify(names)],
  )
}

export async function deleteAnalysis(db: Queryable, workspaceId: string, analysisId: string): Promise<void> {
  await db.query('DELETE FROM cluster_analyses WHERE workspace_id = $1 AND analysis_id = $2', [
    workspaceId,
    analysisId,
  ])
}

export async function deleteAnalyses(db: Queryable, workspaceId: string): Promise<void> {
  await db.query('DELETE FROM cluster_analyses WHERE workspace_id = $1', [workspaceId])
}

/** Analyses that an earlier process did not finish, of all workspaces: the only question here that has no workspace. */
export async function findUnfinished(
  db: Queryable,
): Promise<{ readonly workspaceId: string; readonly id: string }[]> {
  return db.query(
    `SELECT workspace_id AS "workspaceId", analysis_id AS id FROM cluster_analyses WHERE state = 'running'`,
  )
}
