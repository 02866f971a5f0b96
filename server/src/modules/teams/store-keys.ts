import type { KeyKind, Permission } from '@rapport/contract'
import type { Queryable } from '../../platform/postgres'

export interface KeyRow {
  readonly workspaceId: string
  readonly keyId: string
  readonly keyHash: string
  readonly kind: KeyKind
  readonly name: string
  readonly prefix: string
  readonly scopes: readonly Permission[]
  readonly createdBy: string
  readonly createdAt: Date
  readonly lastUsedAt: Date | null
  readonly expiresAt: Date | null
  readonly revokedAt: Date | null
}

const columns = `workspace_id AS "workspaceId", key_id AS "keyId", key_hash AS "keyHash", kind, name, prefix, scopes,
  created_by AS "createdBy", created_at AS "createdAt", last_used_at AS "lastUsedAt", expires_at AS "expiresAt",
  revoked_at AS "revokedAt"`

export async function insertKey(tx: Queryable, row: KeyRow): Promise<void> {
  await tx.query(
    `INSERT INTO access_keys (workspace_id, key_id, key_hash, kind, name, prefix, scopes, created_by, created_at, expires_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7::text[], $8, $9, $10)`,
    [
      row.workspaceId,
      row.keyId,
      row.keyHash,
      row.kind,
      row.name,
      row.prefix,
      row.scopes,
      row.createdBy,
      row.createdAt,
      row.expiresAt,
    ],
  )
}

/** Keys that still work or once did, newest first. */
export function keysOf(db: Queryable, workspaceId: string, kind: KeyKind | null): Promise<KeyRow[]> {
  return db.query<KeyRow>(
    `SELECT ${columns} FROM access_keys
     WHERE workspace_id = $1 AND ($2::text IS NULL OR kind = $2)
     ORDER BY created_at DESC, key_id DESC`,
    [workspaceId, kind],
  )
}

/** The key with this hash, unless its workspace is deleted: the key itself says the workspace. */
export async function keyByHash(db: Queryable, keyHash: string): Promise<KeyRow | undefined> {
  const [row] = await db.query<KeyRow>(
    `SELECT ${columns} FROM access_keys k
     WHERE key_hash = $1
       AND EXISTS (SELECT FROM workspaces w WHERE w.workspace_id = k.workspace_id AND w.deleted_at IS NULL)`,
    [keyHash],
  )
  return row
}

/** Revokes a key; undefined when there is none that still works. */
export async function markRevoked(
  tx: Queryable,
  workspaceId: string,
  keyId: string,
  now: Date,
): Promise<KeyRow | undefined> {
  const [row] = await tx.query<KeyRow>(
    `UPDATE access_keys SET revoked_at = $3
     WHERE workspace_id = $1 AND key_id = $2 AND revoked_at IS NULL
     RETURNING ${columns}`,
    [workspaceId, keyId, now],
  )
  return row
}

export async function keyById(
  db: Queryable,
  workspaceId: string,
  keyId: string,
): Promise<KeyRow | undefined> {
  const [row] = await db.query<KeyRow>(
    `SELECT ${columns} FROM access_keys WHERE workspace_id = $1 AND key_id = $2`,
    [workspaceId, keyId],
  )
  return row
}

export async function touchKey(db: Queryable, workspaceId: string, keyId: string, now: Date): Promise<void> {
  await db.query('UPDATE access_keys SET last_used_at = $3 WHERE workspace_id = $1 AND key_id = $2', [
    workspaceId,
    keyId,
    now,
  ])
}
