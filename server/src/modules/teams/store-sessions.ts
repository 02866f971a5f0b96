import type { Locale, Role } from '@rapport/contract'
import type { Queryable } from '../../platform/postgres'

export interface SessionRow {
  readonly sessionId: string
  readonly tokenHash: string
  readonly userId: string
  readonly userAgent: string
  readonly address: string
  readonly createdAt: Date
  readonly lastSeenAt: Date
  readonly expiresAt: Date
}

const columns = `session_id AS "sessionId", token_hash AS "tokenHash", user_id AS "userId", user_agent AS "userAgent",
  address, created_at AS "createdAt", last_seen_at AS "lastSeenAt", expires_at AS "expiresAt"`

export async function insertSession(db: Queryable, row: SessionRow): Promise<void> {
  await db.query(
    `INSERT INTO sessions (session_id, token_hash, user_id, user_agent, address, created_at, last_seen_at, expires_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
    [
      row.sessionId,
      row.tokenHash,
      row.userId,
      row.userAgent,
      row.address,
      row.createdAt,
      row.lastSeenAt,
      row.expiresAt,
    ],
  )
}

export interface SessionCaller {
  readonly sessionId: string
  readonly tokenHash: string
  readonly userId: string
  readonly name: string
  readonly email: string
  readonly locale: Locale | null
  readonly createdAt: Date
  readonly lastSeenAt: Date
  readonly expiresAt: Date
  /** Null when the user is not a member of the workspace asked for. */
  readonly role: Role | null
}

/** Who holds the session and what they are in the workspace (null: in none), in one round trip. */
export async function callerBySession(
  db: Queryable,
  tokenHash: string,
  workspaceId: string | null,
  now: Date,
): Promise<SessionCaller | undefined> {
  const [row] = await db.query<SessionCaller>(
    `SELECT s.session_id AS "sessionId", s.token_hash AS "tokenHash", s.user_id AS "userId", u.name, u.email, u.locale,
            s.created_at AS "createdAt", s.last_seen_at AS "lastSeenAt", s.expires_at AS "expiresAt", m.role
     FROM sessions s
     JOIN users u ON u.user_id = s.user_id
     LEFT JOIN memberships m ON m.user_id = s.user_id AND m.workspace_id = $2
     WHERE s.token_hash = $1 AND s.expires_at > $3`,
    [tokenHash, workspaceId, now],
  )
  return row
}

export async function touchSession(
  db: Queryable,
  session: Pick<SessionRow, 'sessionId' | 'lastSeenAt' | 'expiresAt'>,
): Promise<void> {
  await db.query('UPDATE sessions SET last_seen_at = $2, expires_at = $3 WHERE session_id = $1', [
    session.sessionId,
    session.lastSeenAt,
    session.expiresAt,
  ])
}

export function sessionsOf(db: Queryable, userId: string, now: Date): Promise<SessionRow[]> {
  return db.query<SessionRow>(
    `SELECT ${columns} FROM sessions WHERE user_id = $1 AND expires_at > $2 ORDER BY last_seen_at DESC, session_id`,
    [userId, now],
  )
}

export async function deleteSession(db: Queryable, userId: string, sessionId: string): Promise<boolean> {
  const rows = await db.query(
    'DELETE FROM sessions WHERE user_id = $1 AND session_id = $2 RETURNING session_id',
    [userId, sessionId],
  )
  return rows.length > 0
}

export async function deleteSessionByToken(db: Queryable, tokenHash: string): Promise<void> {
  await db.query('DELETE FROM sessions WHERE token_hash = $1', [tokenHash])
}

/** Ends the user's sessions but the one kept (null: all), and says how many. */
export async function deleteSessions(
  db: Queryable,
  userId: string,
  keptTokenHash: string | null,
): Promise<number> {
  const rows = await db.query(
    `DELETE FROM sessions WHERE user_id = $1 AND ($2::text IS NULL OR token_hash <> $2) RETURNING session_id`,
    [userId, keptTokenHash],
  )
  return rows.length
}

export async function deleteExpiredSessions(db: Queryable, now: Date): Promise<void> {
  await db.query('DELETE FROM sessions WHERE expires_at <= $1', [now])
}
