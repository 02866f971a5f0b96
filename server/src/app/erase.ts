import { pause } from '../platform/clock'

interface Part {
  /** Erases what the part holds of a workspace; called again, it finds nothing. */
  readonly eraseWorkspace: (workspaceId: string) => Promise<void>
}

export interface Parts {
  /** What works by itself and tells the pipeline of it. */
  readonly makers: readonly Part[]
  /** What the pipeline writes. */
  readonly keepers: readonly Part[]
  /** Resolves when the pipeline has processed all that it was told. */
  readonly settled: () => Promise<void>
}

/** The pipeline believes a workspace's settings, and so that there is one, for two seconds. */
const believedMs = 2_100
/** A pipeline that stands still holds nobody up: the workspace stays closed, and erasing it is tried again. */
const settleMsMax = 60_000

/**
 * Erases a deleted workspace everywhere. What works by itself is stopped by taking its work away; what it told on the way
 * is waited for; then everything goes, also what was written meanwhile.
 */
export function eraseEverywhere({ makers, keepers, settled }: Parts) {
  return async (workspaceId: string): Promise<void> => {
    for (const { eraseWorkspace } of makers) await eraseWorkspace(workspaceId)
    await pause(believedMs)
    await within(settleMsMax, settled())
    for (const { eraseWorkspace } of [...makers, ...keepers]) await eraseWorkspace(workspaceId)
  }
}

function within(delayMs: number, work: Promise<void>): Promise<void> {
  return new Promise((resolve, reject) => {
    const tooLate = new Error('the pipeline did not come to what was told before the workspace was deleted')
    const timer = setTimeout(() => reject(tooLate), delayMs)
    work.then(resolve, reject).finally(() => clearTimeout(timer))
  })
}
