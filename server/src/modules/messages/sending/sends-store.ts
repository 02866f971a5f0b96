import type { DeliveryReason, DeliveryState } from '@rapport/contract'
import type { Queryable } from '../../../platform/postgres'

export type SendState = 'running' | 'paused' | 'cancelled'

/** Notes that a campaign sends and has work; holds its row until the transaction ends. */
export async function openSend(
  tx: Queryable,
  send: { workspaceId: string; campaignId: string; name: string; priority: number; now: Date },
): Promise<void> {
  await tx.query(
    `INSERT INTO sends AS s (workspace_id, campaign_id, name, state, has_work, priority, created_at)
     VALUES ($1, $2, $3, 'running', true, $4, $5)
     ON CONFLICT (workspace_id, campaign_id) DO UPDATE SET has_work = true, name = coalesce(nullif(excluded.name, ''), s.name)`,
    [send.workspaceId, send.campaignId, send.name, send.priority, send.now.toISOString()],
  )
}

/** Changes what a campaign may do; cancelled stays cancelled. A campaign that has sent nothing yet gets its row now. */
export async function setSendState(
  on: Queryable,
  workspaceId: string,
  campaignId: string,
  state: SendState,
  now: Date,
): Promise<void> {
  await on.query(
    `INSERT INTO sends AS s (workspace_id, campaign_id, name, state, has_work, priority, created_at)
     VALUES ($1, $2, '', $3, false, 1, $4)
     ON CONFLICT (workspace_id, campaign_id) DO UPDATE SET state = excluded.state WHERE s.state <> 'cancelled'`,
    [workspaceId, campaignId, state, now.toISOString()],
  )
}

/**
 * Workspaces with something to do now: rows to cancel, rows of a process that may be gone, or rows that may be sent
 * through a channel that is not waiting out a trouble.
 */
export async function workspacesWithWork(on: Queryable, now: Date): Promise<string[]> {
  const rows = await on.query<{ workspaceId: string }>(
    `SELECT DISTINCT s.workspace_id AS "workspaceId"
     FROM sends AS s LEFT JOIN email_channels AS c ON c.workspace_id = s.workspace_id
     WHERE s.has_work
       AND (s.state = 'cancelled'
            OR EXISTS (SELECT FROM deliveries AS d
                       WHERE d.workspace_id = s.workspace_id AND d.campaign_id = s.campaign_id AND d.state = 'sending')
            OR (s.state = 'running' AND c.workspace_id IS NOT NULL AND (c.retry_at IS NULL OR c.retry_at <= $1)
                AND (EXISTS (SELECT FROM deliveries AS d
                             WHERE d.workspace_id = s.workspace_id AND d.campaign_id = s.campaign_id AND d.state = 'pending')
                     OR EXISTS (SELECT FROM deliveries AS d
                                WHERE d.workspace_id = s.workspace_id AND d.state = 'held' AND d.not_before <= $1))))`,
    [now.toISOString()],
  )
  return rows.map(({ workspaceId }) => workspaceId)
}

/** Campaigns that were cancelled and still have rows to cancel. */
export async function cancelledWithWork(on: Queryable, workspaceId: string): Promise<string[]> {
  const rows = await on.query<{ campaignId: string }>(
    `SELECT campaign_id AS "campaignId" FROM sends WHERE workspace_id = $1 AND has_work AND state = 'cancelled'`,
    [workspaceId],
  )
  return rows.map(({ campaignId }) => campaignId)
}

/**
 * Campaigns without a row that waits or is on its way have no work. Each is locked before it is looked at, so that
 * rows queued in between are seen.
 */
export async function closeIdleSends(tx: Queryable, workspaceId: string): Promise<void> {
  const open = await tx.query<{ campaignId: string }>(
    `SELECT campaign_id AS "campaignId" FROM sends WHERE workspace_id = $1 AND has_work FOR UPDATE`,
    [workspaceId],
  )
  await tx.query(
    `UPDATE sends AS s SET has_work = false
     WHERE s.workspace_id = $1 AND s.campaign_id = ANY($2::uuid[])
       AND NOT EXISTS (SELECT FROM deliveries AS d
                       WHERE d.workspace_id = $1 AND d.campaign_id = s.campaign_id
                         AND d.state IN ('pending', 'held', 'sending'))`,
    [workspaceId, open.map(({ campaignId }) => campaignId)],
  )
}

export interface CancelledRow {
  readonly deliveryId: string
  readonly campaignId: string
  readonly profileId: string
  readonly channel: string
  readonly templateId: string
  readonly templateVersion: number
}

/** Cancels up to `limit` rows of a campaign that wait. */
export function cancelWaiting(
  tx: Queryable,
  workspaceId: string,
  campaignId: string,
  limit: number,
  now: Date,
): Promise<CancelledRow[]> {
  return tx.query<CancelledRow>(
    `UPDATE deliveries SET state = 'cancelled', reason = 'cancelled', not_before = NULL, settled_at = $4
     WHERE workspace_id = $1 AND delivery_id IN (
       SELECT delivery_id FROM deliveries
       WHERE workspace_id = $1 AND campaign_id = $2 AND state IN ('pending', 'held')
       LIMIT $3 FOR UPDATE)
     RETURNING delivery_id AS "deliveryId", campaign_id AS "campaignId", profile_id AS "profileId", channel,
               template_id AS "templateId", template_version AS "templateVersion"`,
    [workspaceId, campaignId, limit, now.toISOString()],
  )
}

export interface StateCount {
  readonly state: DeliveryState
  readonly reason: DeliveryReason | null
  readonly count: number
}

/** How many rows of a campaign are in which state, for which reason. */
export function countDeliveries(
  on: Queryable,
  workspaceId: string,
  campaignId: string,
): Promise<StateCount[]> {
  return on.query<StateCount>(
    `SELECT state, reason, count(*) AS count FROM deliveries
     WHERE workspace_id = $1 AND campaign_id = $2
     GROUP BY state, reason`,
    [workspaceId, campaignId],
  )
}

/** Uncertain rows of a campaign become pending again, with the name they had. Returns how many. */
export async function requeueUncertain(
  tx: Queryable,
  workspaceId: string,
  campaignId: string,
): Promise<number> {
  const rows = await tx.query(
    `UPDATE deliveries SET state = 'pending', reason = NULL
     WHERE workspace_id = $1 AND campaign_id = $2 AND state = 'uncertain' AND reason IS DISTINCT FROM 'cancelled'
     RETURNING delivery_id`,
    [workspaceId, campaignId],
  )
  return rows.length
}
