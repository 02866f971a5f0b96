import type { CampaignsDeps } from './deps'
import { blank } from './drafts'
import type { CampaignRecord } from './record'
import { insertCampaign } from './store'

/** A campaign that was sent before, or elsewhere; its events say what it did. */
export interface PastCampaign {
  readonly id: string
  readonly name: string
  readonly audienceName: string
  readonly templateName: string
  readonly startedAt: Date
  readonly finishedAt: Date
  readonly holdoutShare: number
  readonly holdoutReason?: string
  readonly conversionEvent?: string
  readonly windowDays: number
  readonly prePeriodDays?: number
  readonly launchedBy: string
}

const prePeriodDaysDefault = 90

/** Makes the records of campaigns of which only the events are here. */
export function createPast({ db }: CampaignsDeps) {
  return {
    /** Notes finished campaigns; one that is noted already stays as it is. */
    async recordPast(workspaceId: string, campaigns: readonly PastCampaign[]): Promise<void> {
      await db.transaction(async (tx) => {
        for (const campaign of campaigns) await insertCampaign(tx, recordOf(workspaceId, campaign))
      })
    },
  }
}

function recordOf(workspaceId: string, campaign: PastCampaign): CampaignRecord {
  const { id, startedAt, finishedAt, launchedBy, ...rest } = campaign
  return {
    ...blank,
    holdoutReason: '',
    conversionEvent: 'Order Completed',
    prePeriodDays: prePeriodDaysDefault,
    ...rest,
    workspaceId,
    campaignId: id,
    state: 'done',
    audience: null,
    templateId: null,
    schedule: { kind: 'now' },
    startsAt: startedAt,
    isOurs: false,
    createdAt: startedAt,
    createdBy: launchedBy,
    updatedAt: finishedAt,
    launchedAt: startedAt,
    launchedBy,
    finishedAt,
    launchPhase: 'done',
  }
}
