import type { Queryable } from '../../../platform/postgres'

export interface ChannelRow {
  readonly workspaceId: string
  /** JSON text. */
  readonly settings: string
  /** Encrypted JSON text. */
  readonly secrets: string
  readonly version: number
  readonly updatedAt: Date
  readonly trouble: string | null
  readonly troubleAnswer: string
  readonly troubleSince: Date | null
  readonly troubleCount: number
  readonly retryAt: Date | null
}

export async function findChannel(on: Queryable, workspaceId: string): Promise<ChannelRow | null> {
  const [row] = await on.query<ChannelRow>(
    `SELECT workspace_id AS "workspaceId", settings, secrets, version, updated_at AS "updatedAt", trouble,
            trouble_answer AS "troubleAnswer", trouble_since AS "troubleSince", trouble_count AS "troubleCount",
            retry_at AS "retryAt"
     FROM email_channels WHERE workspace_id = $1`,
    [workspaceId],
  )
  return row ?? null
}

/** Replaces the channel; what troubled the old settings is forgotten. */
export async function saveChannel(
  on: Queryable,
  channel: { workspaceId: string; settings: string; secrets: string; now: Date },
): Promise<void> {
  await on.query(
    `INSERT INTO email_channels AS c (workspace_id, settings, secrets, version, updated_at)
     VALUES ($1, $2, $3, 1, $4)
     ON CONFLICT (workspace_id) DO UPDATE
       SET settings = excluded.settings, secrets = excluded.secrets, version = c.version + 1,
           updated_at = excluded.updated_at, trouble = NULL, trouble_answer = '', trouble_since = NULL,
           trouble_count = 0, retry_at = NULL`,
    [channel.workspaceId, channel.settings, channel.secrets, channel.now.toISOString()],
  )
}

/** Notes that nothing can be sent until `retryAt`. */
export async function setTrouble(
  on: Queryable,
  workspaceId: string,
  trouble: { problem: string; answer: string; retryAt: Date; now: Date },
): Promise<void> {
  await on.query(
    `UPDATE email_channels
     SET trouble = $2, trouble_answer = $3, trouble_since = coalesce(trouble_since, $4),
         trouble_count = trouble_count + 1, retry_at = $5
     WHERE workspace_id = $1`,
    [workspaceId, trouble.problem, trouble.answer, trouble.now.toISOString(), trouble.retryAt.toISOString()],
  )
}

/** Notes that sending works again. */
export async function clearTrouble(on: Queryable, workspaceId: string): Promise<void> {
  await on.query(
    `UPDATE email_channels
     SET trouble = NULL, trouble_answer = '', trouble_since = NULL, trouble_count = 0, retry_at = NULL
     WHERE workspace_id = $1 AND trouble IS NOT NULL`,
    [workspaceId],
  )
}

/** Channels of all workspaces to which returned mail comes: whose it is stands in the mail alone. */
export function channelsWithBounces(on: Queryable): Promise<{ workspaceId: string; settings: string }[]> {
  return on.query(`SELECT workspace_id AS "workspaceId", settings FROM email_channels`)
}
