import type { CampaignRef, Campaigns } from '../../modules/campaigns'
import type { Log } from '../../platform/log'

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
  let isRunning = false
  let loop: Promise<void> = Promise.resolve()
  let wake: () => void = () => undefined
  let isAsked = false

  /** One look at everything that is under way. */
  async function look(): Promise<void> {
    for (const ref of await work.due()) await attempt(ref, () => work.begin(ref))
    for (const ref of await work.launching()) await attempt(ref, () => launchWhole(ref))
    for (const ref of await work.sending()) await attempt(ref, () => work.settle(ref))
  }

  async function launchWhole(ref: CampaignRef): Promise<void> {
    while (isRunning && (await work.step(ref))) {
      // each step is written down: stopping here loses nothing
    }
  }

  /** One campaign in trouble must not keep the others from going on. */
  async function attempt(ref: CampaignRef, task: () => Promise<unknown>): Promise<void> {
    const { untilMs = 0, delayMs = retryMsFirst } = waiting.get(ref.campaignId) ?? {}
    if (!isRunning || now().getTime() < untilMs) return
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

  async function run(): Promise<void> {
    while (isRunning) {
      isAsked = false
      await look().catch((error) => log.error({ err: error }, 'campaigns could not be looked after'))
      if (isRunning && !isAsked) await sleep()
    }
  }

  function sleep(): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, lookEveryMs)
      wake = () => {
        clearTimeout(timer)
        resolve()
      }
    })
  }

  return {
    start(): void {
      if (isRunning) return
      isRunning = true
      work.onWork(() => {
        isAsked = true
        wake()
      })
      loop = run()
    },
    /** Finishes the step at hand and stops. */
    async stop(): Promise<void> {
      isRunning = false
      wake()
      await loop
    },
  }
}
