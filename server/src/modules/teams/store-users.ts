import type { Locale } from '@rapport/contract'
import type { Queryable } from '../../platform/postgres'

export interface UserRow {
  readonly userId: string
  readonly email: string
  readonly name: string
  readonly locale: Locale | null
  readonly passwordHash: string | null
  readonly lastWorkspaceId: string | null
  readonly createdAt: Date
}

const columns = `user_id AS "userId", email, name, locale, password_hash AS "passwordHash",
  last_workspace_id AS "lastWorkspaceId", created_at AS "createdAt"`

/** Adds a user; false when the address has an account. */
export async function insertUser(tx: Queryable, row: UserRow): Promise<boolean> {
  const added = await tx.query(
    `INSERT INTO users (user_id, email, name, locale, password_hash, last_workspace_id, created_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7)
     ON CONFLICT (email) DO NOTHING
     RETURNING user_id`,
    [row.userId, row.email, row.name, row.locale, row.passwordHash, row.lastWorkspaceId, row.createdAt],
  )
  return added.length > 0
}

export async function userByEmail(db: Queryable, email: string): Promise<UserRow | undefined> {
  const [row] = await db.query<UserRow>(`SELECT ${columns} FROM users WHERE email = $1`, [email])
  return row
}

export async function userById(db: Queryable, userId: string): Promise<UserRow | undefined> {
  const [row] = await db.query<UserRow>(`SELECT ${columns} FROM users WHERE user_id = $1`, [userId])
  return row
}

export async function isAnyUser(db: Queryable): Promise<boolean> {
  return (await db.query('SELECT FROM users LIMIT 1')).length > 0
}

export async function updateUser(
  db: Queryable,
  user: Pick<UserRow, 'userId' | 'name' | 'locale'>,
): Promise<void> {
  await db.query('UPDATE users SET name = $2, locale = $3 WHERE user_id = $1', [
    user.userId,
    user.name,
    user.locale,
  ])
}

export async function setPasswordHash(db: Queryable, userId: string, passwordHash: string): Promise<void> {
  await db.query('UPDATE users SET password_hash = $2 WHERE user_id = $1', [userId, passwordHash])
}

export async function setLastWorkspace(db: Queryable, userId: string, workspaceId: string): Promise<void> {
  await db.query('UPDATE users SET last_workspace_id = $2 WHERE user_id = $1', [userId, workspaceId])
}

export interface UserListRow {
  readonly userId: string
  readonly email: string
  readonly name: string
  readonly hasPassword: boolean
  readonly createdAt: Date
  /** `slug: role`, one a workspace. */
  readonly memberships: string[]
}

/** Every user of the installation with what they are where, for the command line. */
export function allUsers(db: Queryable): Promise<UserListRow[]> {
  return db.query<UserListRow>(
    `SELECT u.user_id AS "userId", u.email, u.name, u.password_hash IS NOT NULL AS "hasPassword",
            u.created_at AS "createdAt",
            COALESCE(array_agg(w.slug || ': ' || m.role ORDER BY w.slug) FILTER (WHERE w.slug IS NOT NULL), '{}')
              AS memberships
     FROM users u
     LEFT JOIN memberships m ON m.user_id = u.user_id
     LEFT JOIN workspaces w ON w.workspace_id = m.workspace_id AND w.deleted_at IS NULL
     GROUP BY u.user_id
     ORDER BY u.email`,
  )
}
