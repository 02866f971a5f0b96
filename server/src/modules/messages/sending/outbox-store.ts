import type { Queryable } from '../../../platform/postgres'
import type { Message } from '../../events'

export interface OutboxRow {
  readonly position: number
  readonly workspaceId: string
  readonly body: string
}

/** Writes facts to be told, in the caller's transaction. */
export async function putOutbox(
  tx: Queryable,
  workspaceId: string,
  messages: readonly Message[],
): Promise<void> {
  if (messages.length === 0) return
  await tx.query('INSERT INTO message_outbox (workspace_id, body) VALUES ($1, $2)', [
    workspaceId,
    JSON.stringify(messages),
  ])
}

/** The oldest facts not yet told, of all workspaces: telling them is one reader's work. */
export function readOutbox(on: Queryable, limit: number): Promise<OutboxRow[]> {
  return on.query<OutboxRow>(
    `SELECT position, workspace_id AS "workspaceId", body FROM message_outbox ORDER BY position LIMIT $1`,
    [limit],
  )
}

/** Forgets what has been told. */
export async function dropOutbox(
  on: Queryable,
  workspaceId: string,
  positions: readonly number[],
): Promise<void> {
  await on.query('DELETE FROM message_outbox WHERE workspace_id = $1 AND position = ANY($2::bigint[])', [
    workspaceId,
    positions,
  ])
}
