import type { Queryable } from '../../platform/postgres'

export interface WorkspaceRow {
  readonly workspaceId: string
  readonly slug: string
  readonly name: string
  /** JSON text of the settings other than slug and name. */
  readonly settings: string
  readonly createdAt: Date
}

const columns = `w.workspace_id AS "workspaceId", w.slug, w.name, w.settings, w.created_at AS "createdAt"`

/** Adds a workspace; false when the short name is taken. */
export async function insertWorkspace(db: Queryable, row: WorkspaceRow): Promise<boolean> {
  const added = await db.query(
    `INSERT INTO workspaces (workspace_id, slug, name, settings, created_at)
     VALUES ($1, $2, $3, $4, $5)
     ON CONFLICT (slug) DO NOTHING
     RETURNING workspace_id`,
    [row.workspaceId, row.slug, row.name, row.settings, row.createdAt],
  )
  return added.length > 0
}

export async function workspaceById(db: Queryable, workspaceId: string): Promise<WorkspaceRow | undefined> {
  const [row] = await db.query<WorkspaceRow>(
    `SELECT ${columns} FROM workspaces w WHERE w.workspace_id = $1 AND w.deleted_at IS NULL`,
    [workspaceId],
  )
  return row
}

/** The workspace, held until the transaction ends: changes to it and to its members happen one after another. */
export async function lockWorkspace(tx: Queryable, workspaceId: string): Promise<WorkspaceRow | undefined> {
  const [row] = await tx.query<WorkspaceRow>(
    `SELECT ${columns} FROM workspaces w WHERE w.workspace_id = $1 AND w.deleted_at IS NULL FOR UPDATE`,
    [workspaceId],
  )
  return row
}

/** Every workspace of the installation, for the command line. */
export function allWorkspaces(db: Queryable): Promise<WorkspaceRow[]> {
  return db.query<WorkspaceRow>(
    `SELECT ${columns} FROM workspaces w WHERE w.deleted_at IS NULL ORDER BY w.workspace_id`,
  )
}

/** False when another workspace has the short name. */
export async function isSlugFree(db: Queryable, slug: string, workspaceId: string): Promise<boolean> {
  const taken = await db.query(`SELECT workspace_id FROM workspaces WHERE slug = $1 AND workspace_id <> $2`, [
    slug,
    workspaceId,
  ])
  return taken.length === 0
}

export async function updateWorkspace(
  tx: Queryable,
  row: Pick<WorkspaceRow, 'workspaceId' | 'slug' | 'name' | 'settings'>,
): Promise<void> {
  await tx.query(`UPDATE workspaces SET slug = $2, name = $3, settings = $4 WHERE workspace_id = $1`, [
    row.workspaceId,
    row.slug,
    row.name,
    row.settings,
  ])
}

/** Workspaces that nobody is a member of: made before the first owner was. */
export function ownerlessWorkspaces(tx: Queryable): Promise<WorkspaceRow[]> {
  return tx.query<WorkspaceRow>(
    `SELECT ${columns}
     FROM workspaces w
     WHERE w.deleted_at IS NULL
       AND NOT EXISTS (SELECT FROM memberships m WHERE m.workspace_id = w.workspace_id)
     ORDER BY w.workspace_id`,
  )
}

/** Closes a workspace at once: its short name is free again, what it holds is erased afterwards. */
export async function markDeleted(tx: Queryable, workspaceId: string, now: Date): Promise<void> {
  await tx.query(
    `UPDATE workspaces SET deleted_at = $2, slug = workspace_id::text, name = '', settings = '{}' WHERE workspace_id = $1`,
    [workspaceId, now],
  )
}

export async function deleteMemberships(tx: Queryable, workspaceId: string): Promise<void> {
  await tx.query('DELETE FROM memberships WHERE workspace_id = $1', [workspaceId])
}

export async function deleteInvitations(tx: Queryable, workspaceId: string): Promise<void> {
  await tx.query('DELETE FROM invitations WHERE workspace_id = $1', [workspaceId])
}

export async function deleteKeys(tx: Queryable, workspaceId: string): Promise<void> {
  await tx.query('DELETE FROM access_keys WHERE workspace_id = $1', [workspaceId])
}

export async function deleteAnswers(tx: Queryable, workspaceId: string): Promise<void> {
  await tx.query('DELETE FROM idempotency_keys WHERE workspace_id = $1', [workspaceId])
}

/** Deleted workspaces that some module has not erased yet. */
export async function unerasedWorkspaces(db: Queryable): Promise<string[]> {
  const rows = await db.query<{ workspaceId: string }>(
    `SELECT workspace_id AS "workspaceId" FROM workspaces
     WHERE deleted_at IS NOT NULL AND erased_at IS NULL
     ORDER BY deleted_at`,
  )
  return rows.map((row) => row.workspaceId)
}

export async function markErased(db: Queryable, workspaceId: string, now: Date): Promise<void> {
  await db.query('UPDATE workspaces SET erased_at = $2 WHERE workspace_id = $1', [workspaceId, now])
}
