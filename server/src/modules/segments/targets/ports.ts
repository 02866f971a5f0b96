/** A campaign that is over, its last window too: what it did to whom is in the events. */
export interface PastCampaign {
  readonly campaignId: string
  readonly name: string
  readonly launchedAt: Date
  readonly conversionEvent: string
  readonly windowDays: number
}

export interface PastCampaignQuery {
  readonly ids?: readonly string[]
  readonly from?: Date
  readonly before?: Date
  readonly limit: number
}

/** Campaigns with a hold-out whose windows have closed, the latest first. */
export type FindPastCampaigns = (
  workspaceId: string,
  query: PastCampaignQuery,
) => Promise<readonly PastCampaign[]>
