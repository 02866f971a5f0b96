import type { Campaign } from '@rapport/contract'
import type { CampaignRecord } from './record'

/** A campaign as the API shows it: how its launch is getting on stays inside. */
export function presentCampaign(record: CampaignRecord): Campaign {
  const {
    workspaceId: _,
    campaignId,
    launchRule: _rule,
    launchPhase: _phase,
    launchCursor: _cursor,
    ...rest
  } = record
  const { startsAt, createdAt, updatedAt, launchedAt, finishedAt } = record
  return {
    ...rest,
    id: campaignId,
    startsAt: isoOf(startsAt),
    createdAt: createdAt.toISOString(),
    updatedAt: updatedAt.toISOString(),
    launchedAt: isoOf(launchedAt),
    finishedAt: isoOf(finishedAt),
  }
}

function isoOf(moment: Date | null): string | null {
  return moment?.toISOString() ?? null
}
