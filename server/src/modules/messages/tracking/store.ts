import type { Queryable } from '../../../platform/postgres'

/** A message as it was sent, for what is heard of it later. */
export interface SentDelivery {
  readonly deliveryId: string
  readonly campaignId: string
  readonly profileId: string
  readonly channel: string
  readonly templateId: string
  readonly templateVersion: number
  readonly address: string
  readonly state: string
  readonly sentAt: Date | null
}

export async function findSent(
  on: Queryable,
  workspaceId: string,
  deliveryId: string,
): Promise<SentDelivery | null> {
  const [row] = await on.query<SentDelivery>(
    `SELECT delivery_id AS "deliveryId", campaign_id AS "campaignId", profile_id AS "profileId", channel,
            template_id AS "templateId", template_version AS "templateVersion", address, state, sending_at AS "sentAt"
     FROM deliveries WHERE workspace_id = $1 AND delivery_id = $2`,
    [workspaceId, deliveryId],
  )
  return row ?? null
}

/** A message that came back: it has failed after all. */
export async function markReturned(
  tx: Queryable,
  workspaceId: string,
  deliveryId: string,
  returned: { reason: string; answer: string; now: Date },
): Promise<boolean> {
  const rows = await tx.query(
    `UPDATE deliveries SET state = 'failed', reason = $3, answer = $4, settled_at = $5
     WHERE workspace_id = $1 AND delivery_id = $2 AND state IN ('sent', 'uncertain')
     RETURNING delivery_id`,
    [workspaceId, deliveryId, returned.reason, returned.answer, returned.now.toISOString()],
  )
  return rows.length > 0
}

/** A message of which nobody knew whether it went out, and which somebody has now seen. */
export async function markSeen(
  on: Queryable,
  workspaceId: string,
  deliveryId: string,
  now: Date,
): Promise<void> {
  await on.query(
    `UPDATE deliveries SET state = 'sent', reason = NULL, settled_at = $3
     WHERE workspace_id = $1 AND delivery_id = $2 AND state = 'uncertain'`,
    [workspaceId, deliveryId, now.toISOString()],
  )
}
