import type { Queryable } from '../../platform/postgres'

export interface DemoLoad {
  readonly workspaceId: string
  readonly seed: string
  readonly endsAt: Date
  readonly state: 'running' | 'done' | 'failed'
  readonly done: number
  readonly total: number
  readonly message: string
}

const columns = `workspace_id AS "workspaceId", seed, ends_at AS "endsAt", state, done, total, message`

export async function findLoad(db: Queryable, workspaceId: string): Promise<DemoLoad | null> {
  const [row] = await db.query<DemoLoad>(`SELECT ${columns} FROM demo_loads WHERE workspace_id = $1`, [
    workspaceId,
  ])
  return row ?? null
}

/** Loads that a crash cut short, of every workspace. */
export function findUnfinished(db: Queryable): Promise<DemoLoad[]> {
  return db.query<DemoLoad>(`SELECT ${columns} FROM demo_loads WHERE state = 'running' ORDER BY workspace_id`)
}

export async function deleteLoad(db: Queryable, workspaceId: string): Promise<void> {
  await db.query('DELETE FROM demo_loads WHERE workspace_id = $1', [workspaceId])
}

/** Begins a load, or begins a failed one again; false when one runs or is done. */
export async function beginLoad(
  db: Queryable,
  workspaceId: string,
  seed: string,
  endsAt: Date,
): Promise<boolean> {
  const rows = await db.query(
    `INSERT INTO demo_loads (workspace_id, seed, ends_at, state, done, total)
     VALUES ($1, $2, $3, 'running', 0, 0)
     ON CONFLICT (workspace_id) DO UPDATE SET state = 'running', message = '' WHERE demo_loads.state = 'failed'
     RETURNING workspace_id`,
    [workspaceId, seed, endsAt.toISOString()],
  )
  return rows.length > 0
}

export async function saveProgress(
  db: Queryable,
  workspaceId: string,
  progress: Pick<DemoLoad, 'state' | 'done' | 'total' | 'message'>,
): Promise<void> {
  await db.query(
    'UPDATE demo_loads SET state = $2, done = $3, total = $4, message = $5 WHERE workspace_id = $1',
    [workspaceId, progress.state, progress.done, progress.total, progress.message],
  )
}
