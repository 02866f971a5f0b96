import type { Role } from '@rapport/contract'
import type { Queryable } from '../../platform/postgres'

export interface InvitationRow {
  readonly workspaceId: string
  readonly invitationId: string
  readonly tokenHash: string
  readonly email: string
  readonly role: Role
  readonly invitedBy: string
  readonly createdAt: Date
  readonly expiresAt: Date
}

const columns = `workspace_id AS "workspaceId", invitation_id AS "invitationId", token_hash AS "tokenHash", email, role,
  invited_by AS "invitedBy", created_at AS "createdAt", expires_at AS "expiresAt"`

/** Adds an invitation, or renews the open one to the same address; the old link stops working. */
export async function upsertInvitation(tx: Queryable, row: InvitationRow): Promise<InvitationRow> {
  const [saved] = await tx.query<InvitationRow>(
    `INSERT INTO invitations (workspace_id, invitation_id, token_hash, email, role, invited_by, created_at, expires_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
     ON CONFLICT (workspace_id, email) WHERE accepted_at IS NULL DO UPDATE
       SET token_hash = EXCLUDED.token_hash, role = EXCLUDED.role, invited_by = EXCLUDED.invited_by,
           created_at = EXCLUDED.created_at, expires_at = EXCLUDED.expires_at
     RETURNING ${columns}`,
    [
      row.workspaceId,
      row.invitationId,
      row.tokenHash,
      row.email,
      row.role,
      row.invitedBy,
      row.createdAt,
      row.expiresAt,
    ],
  )
  return saved ?? row
}

export function openInvitations(db: Queryable, workspaceId: string): Promise<InvitationRow[]> {
  return db.query<InvitationRow>(
    `SELECT ${columns} FROM invitations WHERE workspace_id = $1 AND accepted_at IS NULL
     ORDER BY created_at DESC, invitation_id`,
    [workspaceId],
  )
}

export async function openInvitation(
  db: Queryable,
  workspaceId: string,
  invitationId: string,
): Promise<InvitationRow | undefined> {
  const [row] = await db.query<InvitationRow>(
    `SELECT ${columns} FROM invitations
     WHERE workspace_id = $1 AND invitation_id = $2 AND accepted_at IS NULL`,
    [workspaceId, invitationId],
  )
  return row
}

/** The invitation behind a link, expired or not; the link itself says the workspace. */
export async function invitationByToken(
  db: Queryable,
  tokenHash: string,
): Promise<InvitationRow | undefined> {
  const [row] = await db.query<InvitationRow>(
    `SELECT ${columns} FROM invitations WHERE token_hash = $1 AND accepted_at IS NULL`,
    [tokenHash],
  )
  return row
}

/** Uses an invitation up: of two at once one gets true. */
export async function markAccepted(tx: Queryable, invitation: InvitationRow, now: Date): Promise<boolean> {
  const rows = await tx.query(
    `UPDATE invitations SET accepted_at = $4
     WHERE workspace_id = $1 AND invitation_id = $2 AND token_hash = $3 AND accepted_at IS NULL AND expires_at > $4
     RETURNING invitation_id`,
    [invitation.workspaceId, invitation.invitationId, invitation.tokenHash, now],
  )
  return rows.length > 0
}

export async function deleteInvitation(
  tx: Queryable,
  workspaceId: string,
  invitationId: string,
): Promise<void> {
  await tx.query('DELETE FROM invitations WHERE workspace_id = $1 AND invitation_id = $2', [
    workspaceId,
    invitationId,
  ])
}
