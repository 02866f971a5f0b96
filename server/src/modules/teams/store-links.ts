import type { Queryable } from '../../platform/postgres'

export type LinkPurpose = 'first_login' | 'password_reset'

export interface LinkRow {
  readonly tokenHash: string
  readonly purpose: LinkPurpose
  readonly userId: string | null
  readonly createdAt: Date
  readonly expiresAt: Date
}

const columns = `token_hash AS "tokenHash", purpose, user_id AS "userId", created_at AS "createdAt", expires_at AS "expiresAt"`

export async function insertLink(tx: Queryable, row: LinkRow): Promise<void> {
  await tx.query(
    'INSERT INTO one_time_links (token_hash, purpose, user_id, created_at, expires_at) VALUES ($1, $2, $3, $4, $5)',
    [row.tokenHash, row.purpose, row.userId, row.createdAt, row.expiresAt],
  )
}

export async function liveLink(
  db: Queryable,
  purpose: LinkPurpose,
  tokenHash: string,
  now: Date,
): Promise<LinkRow | undefined> {
  const [row] = await db.query<LinkRow>(
    `SELECT ${columns} FROM one_time_links WHERE purpose = $1 AND token_hash = $2 AND expires_at > $3`,
    [purpose, tokenHash, now],
  )
  return row
}

/** Uses a link up: of two at once one gets the row. */
export async function takeLink(
  tx: Queryable,
  purpose: LinkPurpose,
  tokenHash: string,
  now: Date,
): Promise<LinkRow | undefined> {
  const [row] = await tx.query<LinkRow>(
    `DELETE FROM one_time_links WHERE purpose = $1 AND token_hash = $2 AND expires_at > $3 RETURNING ${columns}`,
    [purpose, tokenHash, now],
  )
  return row
}

/** Earlier links of the same purpose (and user) stop working. */
export async function deleteLinks(tx: Queryable, purpose: LinkPurpose, userId: string | null): Promise<void> {
  await tx.query('DELETE FROM one_time_links WHERE purpose = $1 AND user_id IS NOT DISTINCT FROM $2', [
    purpose,
    userId,
  ])
}

export async function deleteExpiredLinks(db: Queryable, now: Date): Promise<void> {
  await db.query('DELETE FROM one_time_links WHERE expires_at <= $1', [now])
}
