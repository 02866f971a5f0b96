import type { CampaignsDeps } from './deps'
import { blank } from './drafts'
import type { CampaignRecord } from './record'
import { insertCampaign, listMeasurable, type MeasurableFilter } from './store'

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

/** A campaign that is over and held people out. */
export interface MeasurableCampaign {
  readonly campaignId: string
  readonly name: string
  readonly launchedAt: Date
  readonly conversionEvent: string
  readonly windowDays: number
}

/** Campaigns of before: records of those of which only the events are here, and those that tell how people respond. */
export function createPast({ db, now }: CampaignsDeps) {
  return {
    /** Campaigns with a hold-out whose windows have closed, the latest first. */
    async measurable(workspaceId: string, filter: MeasurableFilter): Promise<MeasurableCampaign[]> {
      const records = await listMeasurable(db, workspaceId, now(), filter)
      return records.flatMap(({ campaignId, name, launchedAt, conversionEvent, windowDays }) =>
        launchedAt ? [{ campaignId, name, launchedAt, conversionEvent, windowDays }] : [],
      )
    },

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
