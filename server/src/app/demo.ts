import { type Locale, permissions, type ReadyMade } from '@rapport/contract'
import type { DemoCampaign } from '../flows/demo-shop'
import type { createCampaigns } from '../modules/campaigns'
import type { Segments } from '../modules/segments'
import { pause } from '../platform/clock'

type PastCampaign = Parameters<ReturnType<typeof createCampaigns>['recordPast']>[1][number]

const hourMs = 3_600_000
const runPollMs = 200
/** Ready-made segments that the demo begins with: those of every shop. The others are in the library to choose from. */
const copiedGroups: ReadonlySet<ReadyMade['group']> = new Set([
  'lifecycle',
  'rfm_segment',
  'rfm_class',
  'value',
  'reach',
  'behaviour',
])

/** The demo shop's past campaigns as records, named in the shop's language. */
export function pastCampaignsOf(campaigns: readonly DemoCampaign[]): PastCampaign[] {
  return campaigns.map((campaign) => ({
    id: campaign.id,
    name: `${campaign.nameZh} ${campaign.nameEn}`,
    audienceName: `${campaign.audienceZh} ${campaign.audienceEn}`,
    templateName: campaign.templateZh,
    startedAt: campaign.startsAt,
    finishedAt: new Date(campaign.startsAt.getTime() + hourMs),
    holdoutShare: campaign.holdoutShare,
    windowDays: campaign.windowDays,
    launchedBy: 'demo',
  }))
}

/**
 * What is made once the demo's events are in, so that every page has something to show: the RFM scores, and the ready-made
 * segments, each once however often this is called.
 */
export async function afterDemo(segments: Segments, workspaceId: string, locale: Locale): Promise<void> {
  const actor = {
    kind: 'system' as const,
    id: 'demo',
    name: 'demo',
    workspaceId,
    permissions: new Set(permissions),
  }
  const { id } = await segments.rfm.start(actor, { writesTraits: true })
  while ((await segments.rfm.run(workspaceId, id)).state === 'running') await pause(runPollMs)
  const ready = await segments.readyMade(workspaceId)
  const keys = ready.flatMap(({ key, group }) => (copiedGroups.has(group) ? [key] : []))
  await segments.copyReadyMade(actor, keys, locale)
}
