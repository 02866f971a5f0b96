import type { Role } from '@rapport/contract'
import type { Queryable } from '../../platform/postgres'

export interface MemberRow {
  readonly userId: string
  readonly name: string
  readonly email: string
  readonly role: Role
  readonly joinedAt: Date
  readonly lastSeenAt: Date | null
}

const selectMembers = `
  SELECT m.user_id AS "userId", u.name, u.email, m.role, m.joined_at AS "joinedAt",
         (SELECT max(s.last_seen_at) FROM sessions s WHERE s.user_id = m.user_id) AS "lastSeenAt"
  FROM memberships m
  JOIN users u ON u.user_id = m.user_id
  WHERE m.workspace_id = $1`

export function membersOf(db: Queryable, workspaceId: string): Promise<MemberRow[]> {
  return db.query<MemberRow>(`${selectMembers} ORDER BY m.joined_at, m.user_id`, [workspaceId])
}

export async function memberById(
  db: Queryable,
  workspaceId: string,
  userId: string,
): Promise<MemberRow | undefined> {
  const [row] = await db.query<MemberRow>(`${selectMembers} AND m.user_id = $2`, [workspaceId, userId])
  return row
}

/** Makes the user a member; false when they are one already, and then their role stays. */
export async function insertMember(
  tx: Queryable,
  member: { workspaceId: string; userId: string; role: Role; joinedAt: Date },
): Promise<boolean> {
  const added = await tx.query(
    `INSERT INTO memberships (workspace_id, user_id, role, joined_at) VALUES ($1, $2, $3, $4)
     ON CONFLICT (workspace_id, user_id) DO NOTHING
     RETURNING user_id`,
    [member.workspaceId, member.userId, member.role, member.joinedAt],
  )
  return added.length > 0
}

export async function isMemberEmail(db: Queryable, workspaceId: string, email: string): Promise<boolean> {
  const rows = await db.query(
    `SELECT m.user_id FROM memberships m JOIN users u ON u.user_id = m.user_id
     WHERE m.workspace_id = $1 AND u.email = $2`,
    [workspaceId, email],
  )
  return rows.length > 0
}

/** How many owners there are. Ask while holding the workspace's lock. */
export async function countOwners(tx: Queryable, workspaceId: string): Promise<number> {
  const [row] = await tx.query<{ owners: number }>(
    `SELECT count(*)::int AS owners FROM memberships WHERE workspace_id = $1 AND role = 'owner'`,
    [workspaceId],
  )
  return row?.owners ?? 0
}

export async function setRole(tx: Queryable, workspaceId: string, userId: string, role: Role): Promise<void> {
  await tx.query('UPDATE memberships SET role = $3 WHERE workspace_id = $1 AND user_id = $2', [
    workspaceId,
    userId,
    role,
  ])
}

export async function deleteMember(tx: Queryable, workspaceId: string, userId: string): Promise<void> {
  await tx.query('DELETE FROM memberships WHERE workspace_id = $1 AND user_id = $2', [workspaceId, userId])
}

export interface MembershipRow {
  readonly workspaceId: string
  readonly slug: string
  readonly name: string
  readonly settings: string
  readonly role: Role
}

/** The workspaces that a user is in. */
export function membershipsOf(db: Queryable, userId: string): Promise<MembershipRow[]> {
  return db.query<MembershipRow>(
    `SELECT w.workspace_id AS "workspaceId", w.slug, w.name, w.settings, m.role
     FROM memberships m
     JOIN workspaces w ON w.workspace_id = m.workspace_id
     WHERE m.user_id = $1 AND w.deleted_at IS NULL
     ORDER BY w.name, w.workspace_id`,
    [userId],
  )
}
