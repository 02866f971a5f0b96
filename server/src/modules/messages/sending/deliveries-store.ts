import type { DeliveryReason, DeliveryState, MessageKind } from '@rapport/contract'
import type { Queryable } from '../../../platform/postgres'

/** A message to one person that waits to be sent. */
export interface PendingRow {
  readonly deliveryId: string
  readonly campaignId: string
  readonly campaignName: string
  readonly profileId: string
  readonly kind: MessageKind
  readonly templateId: string
  readonly templateVersion: number
  readonly attempts: number
  readonly messageId: string | null
  readonly expiresAt: Date | null
}

export interface NewDelivery {
  readonly deliveryId: string
  readonly profileId: string
}

export interface NewDeliveries {
  readonly workspaceId: string
  readonly campaignId: string
  readonly templateId: string
  readonly templateVersion: number
  readonly kind: MessageKind
  readonly expiresAt: Date | null
}

/** Makes rows; those that are there already stay as they are. Returns how many are new. */
export async function insertDeliveries(
  tx: Queryable,
  shared: NewDeliveries,
  rows: readonly NewDelivery[],
  now: Date,
): Promise<number> {
  const [row] = await tx.query<{ count: number }>(
    `WITH made AS (
       INSERT INTO deliveries (workspace_id, delivery_id, campaign_id, profile_id, kind, template_id, template_version, state, expires_at, queued_at)
       SELECT $1, delivery_id, $4, profile_id, $5, $6, $7, 'pending', $8::timestamptz, $9::timestamptz
       FROM unnest($2::uuid[], $3::uuid[]) AS given (delivery_id, profile_id)
       ON CONFLICT (workspace_id, delivery_id) DO NOTHING
       RETURNING 1)
     SELECT count(*) AS count FROM made`,
    [
      shared.workspaceId,
      rows.map(({ deliveryId }) => deliveryId),
      rows.map(({ profileId }) => profileId),
      shared.campaignId,
      shared.kind,
      shared.templateId,
      shared.templateVersion,
      shared.expiresAt?.toISOString() ?? null,
      now.toISOString(),
    ],
  )
  return row?.count ?? 0
}

/**
 * The next rows to send: of running campaigns by priority, and in turn among campaigns of one priority, so that a big
 * one does not keep a small one waiting. `except` are rows already taken into memory.
 */
export function pickPending(
  on: Queryable,
  workspaceId: string,
  except: readonly string[],
  limit: number,
): Promise<PendingRow[]> {
  return on.query<PendingRow>(
    `SELECT d.delivery_id AS "deliveryId", s.campaign_id AS "campaignId", s.name AS "campaignName",
            d.profile_id AS "profileId", d.kind, d.template_id AS "templateId",
            d.template_version AS "templateVersion", d.attempts, d.message_id AS "messageId",
            d.expires_at AS "expiresAt"
     FROM sends AS s
     CROSS JOIN LATERAL (
       SELECT *, row_number() OVER (ORDER BY seq) AS turn
       FROM (SELECT * FROM deliveries AS d
             WHERE d.workspace_id = $1 AND d.campaign_id = s.campaign_id AND d.state = 'pending'
               AND NOT d.delivery_id = ANY($2::uuid[])
             ORDER BY d.seq
             LIMIT $3) AS first_ones) AS d
     WHERE s.workspace_id = $1 AND s.state = 'running' AND s.has_work
     ORDER BY s.priority, d.turn, s.campaign_id
     LIMIT $3`,
    [workspaceId, except, limit],
  )
}

/** A change of one row that is made only when the row still is as it was seen. */
export interface RowChange {
  readonly deliveryId: string
  readonly fromState: 'pending' | 'sending'
  readonly attempts: number
  readonly state: DeliveryState
  readonly reason: DeliveryReason | null
  readonly notBefore: Date | null
  readonly attemptsAfter: number
  readonly answer: string
  /** JSON array of the facts to be told when the change is made; without its brackets. */
  readonly facts: string
}

/** A row to be marked as handed to the mail server. */
export interface RowMark {
  readonly deliveryId: string
  readonly address: string
  readonly addressKey: string
  readonly messageId: string
}

/**
 * One step of the sender, in one statement: what became of earlier rows is written down with the facts to be told of
 * it, and the next rows are marked as sending. Marked are only rows of running campaigns, whose address is on no
 * suppression list at this moment, and only while `holder` has the workspace's lease. Returns the ids that were marked.
 * Rows are named twice, and what else is asked of them (`IS TRUE`) is asked in a way that no index answers: right after a
 * launch nothing has counted the table yet, and the planner would go through all that waits: 49 ms a group of 20,000 messages.
 */
export async function advance(
  on: Queryable,
  step: {
    readonly workspaceId: string
    readonly holder: string
    readonly changes: readonly RowChange[]
    readonly marks: readonly RowMark[]
    readonly now: Date
  },
): Promise<string[]> {
  const { workspaceId, holder, changes, marks, now } = step
  const rows = await on.query<{ deliveryId: string }>(
    `WITH lease AS (
       SELECT 1 FROM sender_leases
       WHERE workspace_id = $1 AND holder = $2 AND until > clock_timestamp()
       FOR SHARE
     ), change AS (
       SELECT * FROM unnest($4::uuid[], $5::text[], $6::int[], $7::text[], $8::text[], $9::timestamptz[], $10::int[], $11::text[], $12::text[])
         AS given (delivery_id, from_state, attempts, state, reason, not_before, attempts_after, answer, facts)
     ), changed AS (
       UPDATE deliveries AS d
       SET state = c.state, reason = c.reason, not_before = c.not_before, attempts = c.attempts_after,
           answer = c.answer, settled_at = $3::timestamptz
       FROM change AS c
       WHERE d.workspace_id = $1 AND d.delivery_id = ANY($4::uuid[])
         AND d.delivery_id = c.delivery_id AND d.attempts = c.attempts
         AND (d.state = c.from_state OR (c.from_state = 'sending' AND d.state = 'uncertain'))
       RETURNING c.facts
     ), told AS (
       INSERT INTO message_outbox (workspace_id, body)
       SELECT $1, '[' || string_agg(facts, ',') || ']' FROM changed WHERE facts <> '' HAVING count(*) > 0
     ), marked AS (
       UPDATE deliveries AS d
       SET state = 'sending', reason = NULL, attempts = d.attempts + 1, address = m.address,
           message_id = coalesce(d.message_id, m.message_id), sending_at = $3::timestamptz
       FROM unnest($13::uuid[], $14::text[], $15::text[], $16::text[]) AS m (delivery_id, address, address_key, message_id)
       WHERE d.workspace_id = $1 AND d.delivery_id = ANY($13::uuid[])
         AND d.delivery_id = m.delivery_id AND (d.state = 'pending') IS TRUE
         AND (d.campaign_id = ANY (ARRAY(SELECT campaign_id FROM sends WHERE workspace_id = $1 AND state = 'running'))) IS TRUE
         AND EXISTS (SELECT FROM lease)
         AND NOT EXISTS (SELECT FROM suppressions AS x
                         WHERE x.workspace_id = $1 AND x.address_key = m.address_key
                           AND (d.kind = 'marketing' OR x.reason <> 'unsubscribed'))
       RETURNING d.delivery_id
     )
     SELECT delivery_id AS "deliveryId" FROM marked`,
    [
      workspaceId,
      holder,
      now.toISOString(),
      changes.map(({ deliveryId }) => deliveryId),
      changes.map(({ fromState }) => fromState),
      changes.map(({ attempts }) => attempts),
      changes.map(({ state }) => state),
      changes.map(({ reason }) => reason),
      changes.map(({ notBefore }) => notBefore?.toISOString() ?? null),
      changes.map(({ attemptsAfter }) => attemptsAfter),
      changes.map(({ answer }) => answer),
      changes.map(({ facts }) => facts),
      marks.map(({ deliveryId }) => deliveryId),
      marks.map(({ address }) => address),
      marks.map(({ addressKey }) => addressKey),
      marks.map(({ messageId }) => messageId),
    ],
  )
  return rows.map(({ deliveryId }) => deliveryId)
}

/** Held rows whose time has come are pending again. Returns how many, `limit` at most. */
export async function releaseDue(
  on: Queryable,
  workspaceId: string,
  now: Date,
  limit: number,
): Promise<number> {
  const released = await on.query(
    `UPDATE deliveries SET state = 'pending', not_before = NULL
     WHERE workspace_id = $1 AND state = 'held'
       AND delivery_id IN (SELECT delivery_id FROM deliveries
                           WHERE workspace_id = $1 AND state = 'held' AND not_before <= $2
                           ORDER BY not_before LIMIT $3)
     RETURNING delivery_id`,
    [workspaceId, now.toISOString(), limit],
  )
  return released.length
}

export interface OrphanRow extends PendingRow {
  readonly channel: string
}

/** Rows that a holder who is gone had marked: nobody knows what became of them. */
export function findOrphans(on: Queryable, workspaceId: string): Promise<OrphanRow[]> {
  return on.query<OrphanRow>(
    `SELECT delivery_id AS "deliveryId", campaign_id AS "campaignId", profile_id AS "profileId", kind, channel,
            template_id AS "templateId", template_version AS "templateVersion", attempts
     FROM deliveries WHERE workspace_id = $1 AND state = 'sending'`,
    [workspaceId],
  )
}

export interface RecentRow {
  readonly deliveryId: string
  readonly profileId: string
  readonly channel: string
  readonly at: Date
}

/** Which of these campaigns have gone to which of these profiles, or are on their way. */
export function findSentIn(
  on: Queryable,
  workspaceId: string,
  campaignIds: readonly string[],
  profileIds: readonly string[],
): Promise<{ readonly deliveryId: string; readonly campaignId: string; readonly profileId: string }[]> {
  return on.query(
    `SELECT delivery_id AS "deliveryId", campaign_id AS "campaignId", profile_id AS "profileId"
     FROM deliveries
     WHERE workspace_id = $1 AND profile_id = ANY($3::uuid[]) AND campaign_id = ANY($2::uuid[])
       AND state IN ('sending', 'sent', 'uncertain')`,
    [workspaceId, campaignIds, profileIds],
  )
}

/** Marketing that these people got since, or is on its way to them. */
export function findRecent(
  on: Queryable,
  workspaceId: string,
  profileIds: readonly string[],
  since: Date,
): Promise<RecentRow[]> {
  return on.query<RecentRow>(
    `SELECT delivery_id AS "deliveryId", profile_id AS "profileId", channel, sending_at AS at
     FROM deliveries
     WHERE workspace_id = $1 AND profile_id = ANY($2::uuid[]) AND kind = 'marketing'
       AND state IN ('sending', 'sent', 'uncertain') AND sending_at > $3`,
    [workspaceId, profileIds, since.toISOString()],
  )
}
