import type { Rule } from '@rapport/contract'
import { deriveId } from '../../kernel/id'
import type { Message } from '../events'
import type { CampaignsDeps } from './deps'
import type { CampaignRecord, CampaignRef } from './record'
import { assignArm } from './rules/assign'
import type { createRunning } from './running'
import { changeCampaign, findCampaign } from './store'
import { insertMembers, type Member, membersAfter } from './store-members'

/** People at once: one block of facts and two statements, well under a second. */
const chunkSize = 2_000

/**
 * Takes a campaign that is launching through its audience: first everybody is assigned, then, in a second pass over
 * what was written down, each is told of to the journal and those treated get their delivery. Where it is stands in the
 * campaign's own row, moved in the transaction that did the work or after work that can be repeated, so that killed
 * anywhere it goes on and does nothing twice.
 */
export function createLaunching(
  { db, audiences, outgoing, record: tell }: CampaignsDeps,
  running: ReturnType<typeof createRunning>,
) {
  /** One chunk; false when the campaign is not launching (any more). */
  async function step(ref: CampaignRef): Promise<boolean> {
    const campaign = await findCampaign(db, ref)
    if (campaign?.state !== 'launching') return false
    const { launchRule, launchedAt, launchPhase } = campaign
    if (!launchRule || !launchedAt) throw new Error(`campaign ${ref.campaignId} is launching without a rule`)
    if (launchPhase === 'assign') await assignChunk(campaign, launchRule, launchedAt)
    if (launchPhase === 'queue') await queueChunk(campaign, launchedAt)
    return true
  }

  async function assignChunk(campaign: CampaignRecord, rule: Rule, at: Date): Promise<void> {
    const { workspaceId, campaignId, holdoutShare, launchCursor: after } = campaign
    const ids = await audiences.members(workspaceId, rule, { at, after, limit: chunkSize })
    if (ids.length === 0 && after === null) return running.refuse(campaign, 'empty_audience')
    const members = ids.map((profileId) => ({
      profileId,
      arm: assignArm(campaignId, profileId, holdoutShare),
    }))
    const next =
      ids.length < chunkSize
        ? ({ launchPhase: 'queue', launchCursor: null } as const)
        : { launchCursor: ids.at(-1) ?? null }
    await db.transaction(async (tx) => {
      const seen = { state: 'launching', launchPhase: 'assign', launchCursor: after } as const
      if (await changeCampaign(tx, campaign, seen, next)) await insertMembers(tx, campaign, members)
    })
  }

  async function queueChunk(campaign: CampaignRecord, assignedAt: Date): Promise<void> {
    const { workspaceId, launchCursor: after } = campaign
    const members = await membersAfter(db, campaign, after, chunkSize)
    const last = members.at(-1)
    if (!last) return running.queued(campaign)
    await tell(
      workspaceId,
      'rapport',
      members.map((member) => assignedMessage(campaign, member, assignedAt)),
    )
    await queue(
      campaign,
      members.filter(({ arm }) => arm === 'treated').map(({ profileId }) => profileId),
    )
    const seen = { state: 'launching', launchPhase: 'queue', launchCursor: after } as const
    await changeCampaign(db, campaign, seen, { launchCursor: last.profileId })
  }

  async function queue(
    { workspaceId, campaignId, name, ...sent }: CampaignRecord,
    profileIds: readonly string[],
  ) {
    const { templateId, templateVersion: version } = sent
    if (!templateId || !version) throw new Error(`campaign ${campaignId} is launching without a template`)
    await outgoing.queue(workspaceId, { id: campaignId, name, templateId, version }, profileIds)
  }

  return { step }
}

/** The fact that somebody was assigned; the same whenever it is told. */
export function assignedMessage(
  { campaignId }: CampaignRef,
  { profileId, arm }: Member,
  assignedAt: Date,
): Message {
  return {
    messageId: deriveId('campaign_assigned', campaignId, profileId),
    type: 'track',
    event: 'campaign_assigned',
    profileId,
    properties: { campaign_id: campaignId, arm },
    timestamp: assignedAt.toISOString(),
  }
}
