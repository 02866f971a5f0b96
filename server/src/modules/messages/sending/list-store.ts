import type { Delivery, DeliveryState } from '@rapport/contract'
import type { Queryable } from '../../../platform/postgres'

type Dates = 'notBefore' | 'queuedAt' | 'sentAt'

export interface DeliveryRow extends Omit<Delivery, Dates> {
  readonly seq: number
  readonly notBefore: Date | null
  readonly queuedAt: Date
  readonly sentAt: Date | null
}

export interface DeliveryFilter {
  readonly campaignId: string | null
  readonly profileId: string | null
  readonly state: DeliveryState | null
}

/** Newest first, before `seq`. */
export function listDeliveries(
  on: Queryable,
  workspaceId: string,
  { campaignId, profileId, state }: DeliveryFilter,
  { before, limit }: { before: number | null; limit: number },
): Promise<DeliveryRow[]> {
  return on.query<DeliveryRow>(
    `SELECT seq, delivery_id AS id, campaign_id AS "campaignId", profile_id AS "profileId",
            template_id AS "templateId", template_version AS "templateVersion", channel, kind, address, state, reason,
            attempts, not_before AS "notBefore", queued_at AS "queuedAt", sending_at AS "sentAt", answer
     FROM deliveries
     WHERE workspace_id = $1
       AND ($2::uuid IS NULL OR campaign_id = $2)
       AND ($3::uuid IS NULL OR profile_id = $3)
       AND ($4::text IS NULL OR state = $4)
       AND ($5::bigint IS NULL OR seq < $5)
     ORDER BY seq DESC
     LIMIT $6`,
    [workspaceId, campaignId, profileId, state, before, limit],
  )
}

/** Everything about one person, for their own reading. */
export function deliveriesOf(
  on: Queryable,
  workspaceId: string,
  profileIds: readonly string[],
): Promise<DeliveryRow[]> {
  return on.query<DeliveryRow>(
    `SELECT seq, delivery_id AS id, campaign_id AS "campaignId", profile_id AS "profileId",
            template_id AS "templateId", template_version AS "templateVersion", channel, kind, address, state, reason,
            attempts, not_before AS "notBefore", queued_at AS "queuedAt", sending_at AS "sentAt", answer
     FROM deliveries WHERE workspace_id = $1 AND profile_id = ANY($2::uuid[]) ORDER BY seq`,
    [workspaceId, profileIds],
  )
}

/** Takes the address out of a person's messages; returns what it was. What waits to be sent is cancelled. */
export async function forgetPerson(
  tx: Queryable,
  workspaceId: string,
  profileIds: readonly string[],
  now: Date,
): Promise<string[]> {
  const rows = await tx.query<{ address: string }>(
    `WITH known AS (
       SELECT delivery_id, address FROM deliveries WHERE workspace_id = $1 AND profile_id = ANY($2::uuid[])
     ), forgotten AS (
       UPDATE deliveries AS d
       SET address = '', answer = '',
           state = CASE WHEN d.state IN ('pending', 'held') THEN 'cancelled' ELSE d.state END,
           settled_at = coalesce(d.settled_at, $3)
       FROM known WHERE d.workspace_id = $1 AND d.delivery_id = known.delivery_id
     )
     SELECT DISTINCT address FROM known WHERE address <> ''`,
    [workspaceId, profileIds, now.toISOString()],
  )
  return rows.map(({ address }) => address)
}

/** Tables of this module, in the order in which a workspace is taken out of them. */
const tables = [
  'message_outbox',
  'sender_leases',
  'deliveries',
  'sends',
  'suppressions',
  'suppression_changes',
  'email_channels',
  'template_versions',
  'templates',
] as const

/** Removes everything of a workspace. */
export async function eraseWorkspace(on: Queryable, workspaceId: string): Promise<void> {
  for (const table of tables) await on.query(`DELETE FROM ${table} WHERE workspace_id = $1`, [workspaceId])
}
