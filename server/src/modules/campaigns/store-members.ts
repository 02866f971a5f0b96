import type { Arm } from '@rapport/contract'
import type { Queryable } from '../../platform/postgres'
import type { CampaignRef } from './record'

export interface Member {
  readonly profileId: string
  readonly arm: Arm
}

/** Notes who was assigned to what; somebody who is noted already stays as they are. */
export async function insertMembers(
  tx: Queryable,
  { workspaceId, campaignId }: CampaignRef,
  members: readonly Member[],
): Promise<void> {
  await tx.query(
    `INSERT INTO campaign_members (workspace_id, campaign_id, profile_id, arm)
     SELECT $1, $2, profile_id, arm FROM unnest($3::uuid[], $4::text[]) AS given (profile_id, arm)
     ON CONFLICT (workspace_id, campaign_id, profile_id) DO NOTHING`,
    [workspaceId, campaignId, members.map(({ profileId }) => profileId), members.map(({ arm }) => arm)],
  )
}

/** The next members by profile id. */
export function membersAfter(
  on: Queryable,
  { workspaceId, campaignId }: CampaignRef,
  after: string | null,
  limit: number,
): Promise<Member[]> {
  return on.query<Member>(
    `SELECT profile_id AS "profileId", arm FROM campaign_members
     WHERE workspace_id = $1 AND campaign_id = $2 AND ($3::uuid IS NULL OR profile_id > $3)
     ORDER BY profile_id LIMIT $4`,
    [workspaceId, campaignId, after, limit],
  )
}

/** People assigned so far. */
export async function countMembers(
  on: Queryable,
  { workspaceId, campaignId }: CampaignRef,
): Promise<Record<Arm, number>> {
  const [row] = await on.query<Record<Arm, number>>(
    `SELECT count(*) FILTER (WHERE arm = 'treated') AS treated, count(*) FILTER (WHERE arm = 'holdout') AS holdout
     FROM campaign_members WHERE workspace_id = $1 AND campaign_id = $2`,
    [workspaceId, campaignId],
  )
  return row ?? { treated: 0, holdout: 0 }
}
