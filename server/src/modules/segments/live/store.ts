import { packed, type Queryable } from '../../../platform/postgres'
import type { Mention } from './watch'

/** Somebody whose segments are to be looked at again. */
export interface Touch {
  readonly workspaceId: string
  readonly profileId: string
  readonly mentions: readonly Mention[]
}

export interface StoredTouch extends Omit<Touch, 'workspaceId'> {
  readonly seq: number
}

/** Writes touches in the transaction that changed the people. */
export async function insertTouches(db: Queryable, touches: readonly Touch[]): Promise<void> {
  if (touches.length === 0) return
  await db.query(
    `INSERT INTO segment_touches (workspace_id, profile_id, mentions)
     SELECT * FROM unnest($1::uuid[], $2::uuid[], $3::text[])`,
    [
      packed.uuid(touches.map((touch) => touch.workspaceId)),
      packed.uuid(touches.map((touch) => touch.profileId)),
      packed.text(touches.map((touch) => JSON.stringify(touch.mentions))),
    ],
  )
}

/** The oldest touches of a workspace; those that mention the same share one list. */
export async function listTouches(db: Queryable, workspaceId: string, limit: number): Promise<StoredTouch[]> {
  const rows = await db.query<Omit<StoredTouch, 'mentions'> & { readonly mentions: string }>(
    `SELECT seq, profile_id AS "profileId", mentions
     FROM segment_touches WHERE workspace_id = $1 ORDER BY seq LIMIT $2`,
    [workspaceId, limit],
  )
  const parsed = new Map<string, readonly Mention[]>()
  return rows.map((row) => {
    const mentions = parsed.get(row.mentions) ?? (JSON.parse(row.mentions) as Mention[])
    parsed.set(row.mentions, mentions)
    return { ...row, mentions }
  })
}

export async function deleteTouches(
  db: Queryable,
  workspaceId: string,
  seqs: readonly number[],
): Promise<void> {
  if (seqs.length === 0) return
  await db.query('DELETE FROM segment_touches WHERE workspace_id = $1 AND seq = ANY($2::bigint[])', [
    workspaceId,
    seqs,
  ])
}

export async function deleteTouchesUpTo(db: Queryable, workspaceId: string, seq: number): Promise<void> {
  await db.query('DELETE FROM segment_touches WHERE workspace_id = $1 AND seq <= $2', [workspaceId, seq])
}

/** Workspaces that have a segment or a computed trait of their own, or something left to do for one. */
export async function listFollowingWorkspaces(db: Queryable): Promise<string[]> {
  const rows = await db.query<{ workspaceId: string }>(
    `SELECT workspace_id AS "workspaceId" FROM segments WHERE archived_at IS NULL
     UNION SELECT workspace_id FROM computed_traits
     UNION SELECT workspace_id FROM segment_following
     UNION SELECT workspace_id FROM segment_touches
     UNION SELECT workspace_id FROM segment_outbox`,
  )
  return rows.map((row) => row.workspaceId)
}

export interface Cursor {
  readonly step: number
  readonly sweptTo: Date
}

/** Where a workspace's members are; it begins now. */
export async function findCursor(db: Queryable, workspaceId: string, now: Date): Promise<Cursor> {
  await db.query(
    `INSERT INTO segment_cursors (workspace_id, step, swept_to) VALUES ($1, 0, $2) ON CONFLICT DO NOTHING`,
    [workspaceId, now.toISOString()],
  )
  const [row] = await db.query<Cursor>(
    'SELECT step, swept_to AS "sweptTo" FROM segment_cursors WHERE workspace_id = $1',
    [workspaceId],
  )
  return row ?? { step: 0, sweptTo: now }
}

/** Moves a workspace's cursor on from a step; throws when another process did meanwhile. */
export async function moveCursor(
  db: Queryable,
  workspaceId: string,
  from: number,
  to: Cursor,
): Promise<void> {
  const moved = await db.query(
    `UPDATE segment_cursors SET step = $3, swept_to = $4 WHERE workspace_id = $1 AND step = $2 RETURNING step`,
    [workspaceId, from, to.step, to.sweptTo.toISOString()],
  )
  if (moved.length === 0) throw new Error(`another process moved the segments of workspace ${workspaceId}`)
}

export async function insertOutbox(
  db: Queryable,
  workspaceId: string,
  step: number,
  changes: string,
): Promise<void> {
  await db.query('INSERT INTO segment_outbox (workspace_id, step, changes) VALUES ($1, $2, $3)', [
    workspaceId,
    step,
    changes,
  ])
}

export async function listOutbox(
  db: Queryable,
  workspaceId: string,
): Promise<{ step: number; changes: string }[]> {
  return db.query('SELECT step, changes FROM segment_outbox WHERE workspace_id = $1 ORDER BY step', [
    workspaceId,
  ])
}

export async function deleteOutbox(db: Queryable, workspaceId: string, step: number): Promise<void> {
  await db.query('DELETE FROM segment_outbox WHERE workspace_id = $1 AND step = $2', [workspaceId, step])
}

/** What the members of a segment were last worked out from. */
export interface Following {
  readonly segmentId: string
  readonly meaning: string
  readonly state: 'live' | 'stale'
  readonly problem: string | null
  readonly since: Date
}

export async function listFollowing(db: Queryable, workspaceId: string): Promise<Following[]> {
  return db.query<Following>(
    `SELECT segment_id AS "segmentId", meaning, state, problem, since
     FROM segment_following WHERE workspace_id = $1`,
    [workspaceId],
  )
}

export async function findFollowing(
  db: Queryable,
  workspaceId: string,
  segmentId: string,
): Promise<Following | null> {
  const [row] = await db.query<Following>(
    `SELECT segment_id AS "segmentId", meaning, state, problem, since
     FROM segment_following WHERE workspace_id = $1 AND segment_id = $2`,
    [workspaceId, segmentId],
  )
  return row ?? null
}

export async function saveFollowing(
  db: Queryable,
  workspaceId: string,
  rows: readonly Following[],
): Promise<void> {
  for (const { segmentId, meaning, state, problem, since } of rows) {
    await db.query(
      `INSERT INTO segment_following (workspace_id, segment_id, meaning, state, problem, since)
       VALUES ($1, $2, $3, $4, $5, $6)
       ON CONFLICT (workspace_id, segment_id)
       DO UPDATE SET meaning = excluded.meaning, state = excluded.state, problem = excluded.problem`,
      [workspaceId, segmentId, meaning, state, problem, since.toISOString()],
    )
  }
}

/** Marks a segment stale and keeps what its members were worked out from; one that was never followed has nothing. */
export async function saveStale(
  db: Queryable,
  workspaceId: string,
  segmentId: string,
  problem: string,
  now: Date,
): Promise<void> {
  await db.query(
    `INSERT INTO segment_following (workspace_id, segment_id, meaning, state, problem, since)
     VALUES ($1, $2, '', 'stale', $3, $4)
     ON CONFLICT (workspace_id, segment_id) DO UPDATE SET state = 'stale', problem = excluded.problem`,
    [workspaceId, segmentId, problem, now.toISOString()],
  )
}

export async function deleteFollowing(
  db: Queryable,
  workspaceId: string,
  segmentIds: readonly string[],
): Promise<void> {
  if (segmentIds.length === 0) return
  await db.query('DELETE FROM segment_following WHERE workspace_id = $1 AND segment_id = ANY($2::uuid[])', [
    workspaceId,
    segmentIds,
  ])
}

/** Erases what is kept of a deleted workspace. */
export async function deleteLive(db: Queryable, workspaceId: string): Promise<void> {
  for (const table of [
    'segment_following',
    'segment_touches',
    'segment_cursors',
    'segment_outbox',
    'computed_traits',
  ])
    await db.query(`DELETE FROM ${table} WHERE workspace_id = $1`, [workspaceId])
}
