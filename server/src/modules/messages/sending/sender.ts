import { pause } from '../../../platform/clock'
import { type LineDeps, runLine } from './line'
import { workspacesWithWork } from './sends-store'

/** How often work is looked for when nobody says that there is some. */
const lookMs = 1_000
/** How long a stop waits for messages on the wire before it cuts their connections. */
const graceMs = 10_000

/** The sending process: one line for each workspace that has something to do, side by side. */
export function createSender(deps: LineDeps & { readonly holder: string }) {
  const lines = new Map<string, Promise<void>>()
  let timer: NodeJS.Timeout | null = null
  let looking: Promise<void> | null = null
  let isStopping = false

  const begin = (workspaceId: string) => {
    const line = runLine(deps, workspaceId, deps.holder, () => isStopping)
      .catch((error) => deps.log.error({ err: error, workspaceId }, 'the sender of a workspace stopped'))
      .finally(() => lines.delete(workspaceId))
    lines.set(workspaceId, line)
  }

  const look = async () => {
    for (const workspaceId of await workspacesWithWork(deps.db, deps.now()))
      if (!lines.has(workspaceId) && !isStopping) begin(workspaceId)
    await deps.outbox.flush()
  }

  /** Looks for work now instead of within a second. */
  function wake(): void {
    if (isStopping || timer === null) return
    looking ??= look()
      .catch((error) => deps.log.error({ err: error }, 'could not look for messages to send'))
      .finally(() => {
        looking = null
      })
  }

  return {
    start(): void {
      timer ??= setInterval(wake, lookMs)
      wake()
    },
    wake,
    /** Resolves when nothing is on the wire any more and everything is written down. */
    async stop(): Promise<void> {
      isStopping = true
      if (timer) clearInterval(timer)
      await looking
      const landed = Promise.all(lines.values())
      await Promise.race([landed, pause(graceMs)])
      deps.channel.closeAll()
      await landed
      await deps.outbox.flush()
    },
  }
}
