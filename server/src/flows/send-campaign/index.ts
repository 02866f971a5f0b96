import type { CampaignRef, Campaigns } from '../../modules/campaigns'
import type { Log } from '../../platform/log'
import { createRounds } from '../../platform/rounds'

/** How often the clock is looked at, and campaigns that are sending are looked after. */
const lookEveryMs = 1_000
/** A campaign whose launch fails for an outside reason is tried again after so long, doubling up to the limit. */
const retryMsFirst = 1_000
const retryMsMax = 60_000

export interface SendCampaignDeps {
  readonly work: Campaigns['work']
  readonly log: Log
  readonly now: () => Date
}

/**
 * Carries campaigns from launch to end: those whose time has come begin, those launching go through their audience,
 * those of which nothing waits are done. It keeps nothing in memory that matters: after a crash it finds in the
 * campaigns' own rows where each of them is.
 */
export function createSendCampaign({ work, log, now }: SendCampaignDeps) {
  const waiting = new Map<string, { readonly untilMs: number; readonly delayMs: number }>()
  const rounds = createRounds({
    round: look,
    restMs: () => lookEveryMs,
    failed: (err) => log.error({ err }, 'campaigns could not be looked after'),
  })

  /** One look at everything that is under way. */
  async function look(): Promise<boolean> {
    for (const ref of await work.due()) await attempt(ref, () => work.begin(ref))
    for (const ref of await work.launching()) await attempt(ref, () => launchWhole(ref))
    for (const ref of await work.sending()) await attempt(ref, () => work.settle(ref))
    return false
  }

  async function launchWhole(ref: CampaignRef): Promise<void> {
    while (rounds.isRunning() && (await work.step(ref))) {
      // each step is written down: stopping here loses nothing
    }
  }

  /** One campaign in trouble must not keep the others from going on. */
  async function attempt(ref: CampaignRef, task: () => Promise<unknown>): Promise<void> {
    const { untilMs = 0, delayMs = retryMsFirst } = waiting.get(ref.campaignId) ?? {}
    if (!rounds.isRunning() || now().getTime() < untilMs) return
    try {
      await task()
      waiting.delete(ref.campaignId)
    } catch (error) {
      log.error({ err: error, campaignId: ref.campaignId }, 'a campaign could not go on; it is tried again')
      waiting.set(ref.campaignId, {
        untilMs: now().getTime() + delayMs,
        delayMs: Math.min(delayMs * 2, retryMsMax),
      })
    }
  }

  return {
    start(): void {
      if (rounds.isRunning()) return
      work.onWork(rounds.ask)
      rounds.start()
    },
    /** Finishes the step at hand and stops. */
    stop: rounds.stop,
  }
}
