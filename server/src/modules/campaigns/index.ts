import type { Campaign } from '@rapport/contract'
import { decodeCursor, type Page, pageOf } from '../../kernel/page'
import type { CampaignsDeps } from './deps'
import { createDrafts } from './drafts'
import { createLaunching } from './launching'
import { createPast } from './past'
import { presentCampaign } from './present'
import { isSettled } from './progress'
import { createReading } from './reading'
import type { CampaignRef } from './record'
import { createReview } from './review'
import { createRunning } from './running'
import { eraseWorkspace, findDue, findUnderWay, listCampaigns } from './store'

export type { CampaignsDeps } from './deps'
export type { Outgoing } from './ports'
export type { CampaignRef } from './record'
export { measure } from './results/results'
export { campaignRoutes } from './routes'
export { assignArm } from './rules/assign'

export type Campaigns = ReturnType<typeof createCampaigns>

/** Campaigns started within one look at the clock; the next look takes the rest. */
const dueMax = 100

export interface ListQuery {
  readonly state?: Campaign['state']
  readonly search?: string
  readonly cursor?: string
  readonly limit: number
}

/** Messages to many people at once, a hold-out beside them, and what came of it. */
export function createCampaigns(deps: CampaignsDeps) {
  const { db, now, outgoing } = deps
  let onWork: () => void = () => undefined
  const review = createReview(deps)
  const running = createRunning(deps, review, () => onWork())
  const reading = createReading(deps)

  return {
    ...createDrafts(deps),
    ...createPast(deps),
    launch: running.launch,
    unschedule: running.unschedule,
    pause: running.pause,
    resume: running.resume,
    cancel: running.cancel,

    get: async (workspaceId: string, id: string): Promise<Campaign> =>
      presentCampaign(await reading.load({ workspaceId, campaignId: id })),
    preview: async (workspaceId: string, id: string) =>
      review.preview(await reading.load({ workspaceId, campaignId: id })),
    list: (workspaceId: string, query: ListQuery) => list(workspaceId, query),
    reading,

    /** What the launcher does: see flows/send-campaign. */
    work: {
      ...createLaunching(deps, running),
      due: () => findDue(db, now(), dueMax),
      begin: running.begin,
      launching: () => findUnderWay(db, 'launching'),
      sending: () => findUnderWay(db, 'sending'),
      /** Ends a campaign of which nothing waits any more; false while something does. */
      async settle(ref: CampaignRef): Promise<boolean> {
        if (!isSettled(await outgoing.counts(ref.workspaceId, ref.campaignId))) return false
        await running.finish(ref)
        return true
      },
      /** Sets who is called when there is work. */
      onWork(wake: () => void): void {
        onWork = wake
      },
    },

    eraseWorkspace: (workspaceId: string) => db.transaction((tx) => eraseWorkspace(tx, workspaceId)),
  }

  async function list(workspaceId: string, query: ListQuery): Promise<Page<Campaign>> {
    const { state, search, cursor, limit } = query
    const [createdAt, campaignId] = decodeCursor(cursor, 'time', 'uuid')
    const after = createdAt === undefined ? undefined : { createdAt, campaignId }
    const rows = await listCampaigns(db, workspaceId, { state, search, after, limit: limit + 1 })
    const page = pageOf(rows, limit, (last) => [last.createdAt.toISOString(), last.campaignId])
    return { ...page, items: page.items.map(presentCampaign) }
  }
}
