import type { CampaignAudience, CampaignSchedule, CampaignState, Rule, StateReason } from '@rapport/contract'

/** A campaign as it is stored. */
export interface CampaignRecord {
  readonly workspaceId: string
  readonly campaignId: string
  readonly name: string
  readonly state: CampaignState
  readonly stateReason: StateReason | null
  readonly audience: CampaignAudience | null
  readonly audienceName: string
  readonly templateId: string | null
  readonly templateName: string
  readonly templateVersion: number | null
  readonly schedule: CampaignSchedule
  readonly startsAt: Date | null
  readonly holdoutShare: number
  readonly holdoutReason: string
  readonly conversionEvent: string
  readonly windowDays: number
  readonly prePeriodDays: number
  readonly isOurs: boolean
  readonly version: number
  readonly createdAt: Date
  readonly createdBy: string
  readonly updatedAt: Date
  readonly launchedAt: Date | null
  readonly launchedBy: string
  readonly finishedAt: Date | null
  readonly launchRule: Rule | null
  readonly launchPhase: LaunchPhase
  readonly launchCursor: string | null
}

/** Everybody is assigned before the first message is queued. */
export type LaunchPhase = 'assign' | 'queue' | 'done'

/** Which campaign of which workspace. */
export interface CampaignRef {
  readonly workspaceId: string
  readonly campaignId: string
}

/** A row of PostgreSQL: three of its columns are JSON as text. */
export type CampaignRow = Omit<CampaignRecord, 'audience' | 'schedule' | 'launchRule'> & {
  readonly audience: string | null
  readonly schedule: string
  readonly launchRule: string | null
}

export function parseRow(row: CampaignRow): CampaignRecord {
  const parse = <T>(text: string | null): T | null => (text === null ? null : (JSON.parse(text) as T))
  return {
    ...row,
    audience: parse<CampaignAudience>(row.audience),
    schedule: JSON.parse(row.schedule) as CampaignSchedule,
    launchRule: parse<Rule>(row.launchRule),
  }
}

const jsonFields = ['audience', 'schedule', 'launchRule'] as const

/** A value as its column keeps it. */
export function toColumn(field: string, value: unknown): unknown {
  if (value instanceof Date) return value.toISOString()
  const isJson = (jsonFields as readonly string[]).includes(field)
  return isJson && value !== null ? JSON.stringify(value) : value
}
