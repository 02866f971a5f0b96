import type {
  GuessedColumn,
  ImportFormat,
  ImportKind,
  ImportOptions,
  ImportProgress,
  ImportReport,
  ImportState,
} from '@rapport/contract'
import type { Database } from '../../platform/postgres'
import type { Checkpoint } from './run/recorder'

export interface ImportRecord {
  readonly workspaceId: string
  readonly id: string
  readonly kind: ImportKind
  readonly state: ImportState
  readonly fileName: string
  readonly fileBytes: number
  readonly fileDigest: string
  readonly headerKey: string
  readonly format: ImportFormat
  readonly columns: readonly GuessedColumn[]
  readonly options: ImportOptions
  readonly rowsTotal: number
  readonly progress: ImportProgress | null
  readonly report: ImportReport | null
  readonly failure: { readonly code: string; readonly message: string } | null
  readonly checkpoint: Checkpoint
  readonly attempts: number
  readonly createdBy: string
  readonly createdAt: Date
  readonly startedAt: Date | null
  readonly finishedAt: Date | null
}

interface Row {
  readonly workspaceId: string
  readonly id: string
  readonly kind: ImportKind
  readonly state: ImportState
  readonly fileName: string
  readonly fileBytes: number
  readonly fileDigest: string
  readonly headerKey: string
  readonly format: string
  readonly columns: string
  readonly options: string
  readonly rowsTotal: number
  readonly progress: string | null
  readonly report: string | null
  readonly failure: string | null
  readonly batches: number
  readonly digest: string
  readonly attempts: number
  readonly createdBy: string
  readonly createdAt: Date
  readonly startedAt: Date | null
  readonly finishedAt: Date | null
}

const selected = `workspace_id AS "workspaceId", import_id AS id, kind, state, file_name AS "fileName",
  file_bytes AS "fileBytes", file_digest AS "fileDigest", header_key AS "headerKey", format, columns, options,
  rows_total AS "rowsTotal", progress, report, failure, batches_done AS batches, batches_digest AS digest, attempts,
  created_by AS "createdBy", created_at AS "createdAt", started_at AS "startedAt", finished_at AS "finishedAt"`

export async function insertImport(db: Database, record: ImportRecord): Promise<void> {
  await db.query(
    `INSERT INTO imports (workspace_id, import_id, kind, state, file_name, file_bytes, file_digest, header_key, format,
                          columns, options, rows_total, created_by, created_at)
     VALUES ($1, $2, $3, 'ready', $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)`,
    [
      record.workspaceId,
      record.id,
      record.kind,
      record.fileName,
      record.fileBytes,
      record.fileDigest,
      record.headerKey,
      JSON.stringify(record.format),
      JSON.stringify(record.columns),
      JSON.stringify(record.options),
      record.rowsTotal,
      record.createdBy,
      record.createdAt.toISOString(),
    ],
  )
}

export async function findImport(
  db: Database,
  workspaceId: string,
  id: string,
): Promise<ImportRecord | null> {
  const [row] = await db.query<Row>(
    `SELECT ${selected} FROM imports WHERE workspace_id = $1 AND import_id = $2`,
    [workspaceId, id],
  )
  return row ? parse(row) : null
}

export async function listImports(
  db: Database,
  workspaceId: string,
  before: { createdAt: string; id: string } | null,
  limit: number,
): Promise<ImportRecord[]> {
  const rows = await db.query<Row>(
    `SELECT ${selected} FROM imports
     WHERE workspace_id = $1
       AND ($2::timestamptz IS NULL OR (created_at, import_id) < ($2::timestamptz, $3::uuid))
     ORDER BY created_at DESC, import_id DESC
     LIMIT $4`,
    [workspaceId, before?.createdAt ?? null, before?.id ?? null, limit],
  )
  return rows.map(parse)
}

/** The last finished import of a file with the same header. */
export async function findSameHeader(
  db: Database,
  workspaceId: string,
  headerKey: string,
): Promise<ImportRecord | null> {
  const [row] = await db.query<Row>(
    `SELECT ${selected} FROM imports
     WHERE workspace_id = $1 AND header_key = $2 AND state = 'done'
     ORDER BY finished_at DESC LIMIT 1`,
    [workspaceId, headerKey],
  )
  return row ? parse(row) : null
}

export type Mapped = Pick<ImportRecord, 'kind' | 'format' | 'columns' | 'options' | 'headerKey' | 'rowsTotal'>

/** Changes what the columns mean; false when the import has started meanwhile. */
export async function updateMapping(
  db: Database,
  workspaceId: string,
  id: string,
  to: Mapped,
): Promise<boolean> {
  const rows = await db.query(
    `UPDATE imports
     SET kind = $3, format = $4, columns = $5, options = $6, header_key = $7, rows_total = $8
     WHERE workspace_id = $1 AND import_id = $2 AND state IN ('ready', 'failed', 'cancelled')
     RETURNING import_id`,
    [
      workspaceId,
      id,
      to.kind,
      JSON.stringify(to.format),
      JSON.stringify(to.columns),
      JSON.stringify(to.options),
      to.headerKey,
      to.rowsTotal,
    ],
  )
  return rows.length > 0
}

/** Puts an import into the queue, from its beginning; false when it is there already or done. */
export async function enqueue(db: Database, workspaceId: string, id: string): Promise<boolean> {
  const rows = await db.query(
    `UPDATE imports
     SET state = 'queued', progress = NULL, report = NULL, failure = NULL, batches_done = 0, batches_digest = '',
         attempts = 0, is_cancelled = false, started_at = NULL, finished_at = NULL
     WHERE workspace_id = $1 AND import_id = $2 AND state IN ('ready', 'failed', 'cancelled')
     RETURNING import_id`,
    [workspaceId, id],
  )
  return rows.length > 0
}

/** Asks for a stop: at once when it waits, at its next step when it runs. */
export async function requestCancel(
  db: Database,
  workspaceId: string,
  id: string,
  now: Date,
): Promise<boolean> {
  const rows = await db.query(
    `UPDATE imports
     SET is_cancelled = true,
         state = CASE WHEN state = 'queued' THEN 'cancelled' ELSE state END,
         finished_at = CASE WHEN state = 'queued' THEN $3::timestamptz ELSE finished_at END
     WHERE workspace_id = $1 AND import_id = $2 AND state IN ('queued', 'running')
     RETURNING import_id`,
    [workspaceId, id, now.toISOString()],
  )
  return rows.length > 0
}

export async function deleteImport(db: Database, workspaceId: string, id: string): Promise<boolean> {
  const rows = await db.query(
    `DELETE FROM imports
     WHERE workspace_id = $1 AND import_id = $2 AND state NOT IN ('queued', 'running')
     RETURNING import_id`,
    [workspaceId, id],
  )
  return rows.length > 0
}

export async function findImportIds(db: Database, workspaceId: string): Promise<string[]> {
  const rows = await db.query<{ id: string }>('SELECT import_id AS id FROM imports WHERE workspace_id = $1', [
    workspaceId,
  ])
  return rows.map(({ id }) => id)
}

/** Removes every import of a deleted workspace, whatever it is doing. */
export async function deleteImports(db: Database, workspaceId: string): Promise<void> {
  await db.query('DELETE FROM imports WHERE workspace_id = $1', [workspaceId])
}

/**
 * Takes the next import that waits, or one whose process is gone (its lease ran out). Of every workspace: this is the
 * queue's own statement.
 */
export async function claimNext(db: Database, now: Date, leaseUntil: Date): Promise<ImportRecord | null> {
  const [row] = await db.query<Row>(
    `UPDATE imports
     SET state = 'running', lease_until = $2, attempts = attempts + 1, started_at = coalesce(started_at, $1)
     WHERE (workspace_id, import_id) = (
       SELECT workspace_id, import_id FROM imports
       WHERE state = 'queued' OR (state = 'running' AND (lease_until IS NULL OR lease_until < $1))
       ORDER BY created_at
       LIMIT 1
       FOR UPDATE SKIP LOCKED)
     RETURNING ${selected}`,
    [now.toISOString(), leaseUntil.toISOString()],
  )
  return row ? parse(row) : null
}

/** The leases of processes that are gone, when this one holds the data folder alone. */
export async function dropLeases(db: Database): Promise<void> {
  await db.query(`UPDATE imports SET lease_until = NULL WHERE state = 'running'`)
}

/** Gives back what this process was doing, so that the next one goes on at once. */
export async function releaseLease(db: Database, workspaceId: string, id: string): Promise<void> {
  await db.query(
    `UPDATE imports SET lease_until = NULL WHERE workspace_id = $1 AND import_id = $2 AND state = 'running'`,
    [workspaceId, id],
  )
}

export interface Step {
  readonly workspaceId: string
  readonly id: string
  readonly leaseUntil: Date
  readonly progress: ImportProgress | null
  /** Null: as it was. */
  readonly checkpoint: Checkpoint | null
}

/** Notes how far an import is and keeps it ours. Says whether to go on. */
export async function noteStep(db: Database, step: Step): Promise<'go' | 'cancelled' | 'gone'> {
  const [row] = await db.query<{ isCancelled: boolean }>(
    `UPDATE imports
     SET lease_until = $3, progress = coalesce($4, progress),
         batches_done = coalesce($5::bigint, batches_done), batches_digest = coalesce($6, batches_digest)
     WHERE workspace_id = $1 AND import_id = $2 AND state = 'running'
     RETURNING is_cancelled AS "isCancelled"`,
    [
      step.workspaceId,
      step.id,
      step.leaseUntil.toISOString(),
      step.progress && JSON.stringify(step.progress),
      step.checkpoint?.batches ?? null,
      step.checkpoint?.digest ?? null,
    ],
  )
  if (!row) return 'gone'
  return row.isCancelled ? 'cancelled' : 'go'
}

export async function resetCheckpoint(db: Database, workspaceId: string, id: string): Promise<void> {
  await db.query(
    `UPDATE imports SET batches_done = 0, batches_digest = '' WHERE workspace_id = $1 AND import_id = $2`,
    [workspaceId, id],
  )
}

export interface Outcome {
  readonly state: 'done' | 'failed' | 'cancelled'
  readonly report: ImportReport | null
  readonly failure: { readonly code: string; readonly message: string } | null
  readonly rowsTotal: number
}

export async function finishImport(
  db: Database,
  workspaceId: string,
  id: string,
  outcome: Outcome,
  now: Date,
): Promise<void> {
  await db.query(
    `UPDATE imports
     SET state = $3, report = $4, failure = $5, rows_total = $6, finished_at = $7, lease_until = NULL
     WHERE workspace_id = $1 AND import_id = $2 AND state = 'running'`,
    [
      workspaceId,
      id,
      outcome.state,
      outcome.report && JSON.stringify(outcome.report),
      outcome.failure && JSON.stringify(outcome.failure),
      outcome.rowsTotal,
      now.toISOString(),
    ],
  )
}

function parse({ batches, digest, ...row }: Row): ImportRecord {
  const json = <T>(text: string | null): T | null => (text === null ? null : (JSON.parse(text) as T))
  return {
    ...row,
    format: JSON.parse(row.format) as ImportFormat,
    columns: JSON.parse(row.columns) as GuessedColumn[],
    options: JSON.parse(row.options) as ImportOptions,
    progress: json<ImportProgress>(row.progress),
    report: json<ImportReport>(row.report),
    failure: json<{ code: string; message: string }>(row.failure),
    checkpoint: { batches, digest },
  }
}
