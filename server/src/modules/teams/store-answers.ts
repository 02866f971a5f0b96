import type { Queryable } from '../../platform/postgres'

export interface AnswerKey {
  readonly workspaceId: string
  readonly actorId: string
  readonly key: string
}

export interface AnswerRow {
  readonly fingerprint: string
  readonly state: 'running' | 'done'
  readonly status: number | null
  readonly body: string | null
  readonly startedAt: Date
}

/** Takes the key: true when it was free, or held by a row that began before `staleBefore`. */
export async function claimAnswer(
  db: Queryable,
  { workspaceId, actorId, key }: AnswerKey,
  fingerprint: string,
  times: { now: Date; keptAfter: Date; staleBefore: Date },
): Promise<boolean> {
  const rows = await db.query(
    `INSERT INTO idempotency_keys AS k (workspace_id, actor_id, key, fingerprint, state, started_at)
     VALUES ($1, $2, $3, $4, 'running', $5)
     ON CONFLICT (workspace_id, actor_id, key) DO UPDATE
       SET fingerprint = EXCLUDED.fingerprint, state = 'running', status = NULL, body = NULL, started_at = $5
       WHERE k.started_at <= $6 OR (k.state = 'running' AND k.started_at <= $7)
     RETURNING key`,
    [workspaceId, actorId, key, fingerprint, times.now, times.keptAfter, times.staleBefore],
  )
  return rows.length > 0
}

export async function findAnswer(
  db: Queryable,
  { workspaceId, actorId, key }: AnswerKey,
): Promise<AnswerRow | undefined> {
  const [row] = await db.query<AnswerRow>(
    `SELECT fingerprint, state, status, body, started_at AS "startedAt" FROM idempotency_keys
     WHERE workspace_id = $1 AND actor_id = $2 AND key = $3`,
    [workspaceId, actorId, key],
  )
  return row
}

/** Keeps the answer, unless the claim made at `startedAt` was taken over meanwhile. */
export async function storeAnswer(
  db: Queryable,
  { workspaceId, actorId, key }: AnswerKey,
  startedAt: Date,
  answer: { status: number; body: string },
): Promise<void> {
  await db.query(
    `UPDATE idempotency_keys SET state = 'done', status = $5, body = $6
     WHERE workspace_id = $1 AND actor_id = $2 AND key = $3 AND started_at = $4`,
    [workspaceId, actorId, key, startedAt, answer.status, answer.body],
  )
}

/** Gives the key back after work that failed: it may be tried again. */
export async function releaseAnswer(
  db: Queryable,
  { workspaceId, actorId, key }: AnswerKey,
  startedAt: Date,
): Promise<void> {
  await db.query(
    `DELETE FROM idempotency_keys
     WHERE workspace_id = $1 AND actor_id = $2 AND key = $3 AND started_at = $4`,
    [workspaceId, actorId, key, startedAt],
  )
}

/** Forgets answers of all workspaces that are older than they are kept. */
export async function deleteOldAnswers(db: Queryable, keptAfter: Date): Promise<void> {
  await db.query('DELETE FROM idempotency_keys WHERE started_at <= $1', [keptAfter])
}
