import { assert } from '../../kernel/assert'
import {
  acceptMessage,
  isRefused,
  type JournalItem,
  type Reception,
  type RecordMessages,
} from '../../modules/events'
import type { Clock } from '../../platform/clock'
import type { Journal } from '../../platform/journal'
import type { Log } from '../../platform/log'
import { createPace } from './pace'
import { createPipeline, type PipelineDeps } from './pipeline'
import { createWaiters } from './waiters'

/** Another process may have appended: look at least this often. */
const pollMs = 1_000
/** A batch is made of whole entries; what it touches has to fit into memory. */
const entryMessagesMax = 2_000
const retryMsMin = 100
const retryMsMax = 30_000

export interface IngestDeps extends Omit<PipelineDeps, 'onMoved'> {
  readonly journal: Journal
  readonly now: Clock
  readonly log: Log
}

export type Ingest = ReturnType<typeof createIngest>

/** Takes messages into the journal, and runs the pipeline that reads it. */
export function createIngest(deps: IngestDeps) {
  const { journal, now, log } = deps
  const waiters = createWaiters()
  const pace = createPace()
  const pipeline = createPipeline({
    ...deps,
    onMoved: (position) => {
      pace.moved(position)
      waiters.reached(position)
    },
  })
  let isRunning = false
  let loop: Promise<void> = Promise.resolve()
  let lastError: string | null = null
  let unsubscribe: () => void = () => undefined
  /** Ends the present wait; `isUrgent` also one that follows a failure. */
  let wake: (isUrgent: boolean) => void = () => undefined

  async function append(
    workspaceId: string,
    source: string,
    items: readonly JournalItem[],
    receivedAt: Date,
    isGivenAway: boolean,
  ): Promise<number> {
    const hasCommand = items.some((item) => !isRefused(item) && item.type === 'command')
    assert(!hasCommand || items.length === 1, 'a command has an entry of its own')
    const positions = await Promise.all(
      piecesOf(items).map((piece) =>
        journal.append({ workspaceId, source, receivedAt, items: piece }, { isGivenAway }),
      ),
    )
    return Math.max(...positions)
  }

  /** What our own modules say; they may go on with their objects, unless they give them away. */
  const record: RecordMessages = async (workspaceId, source, messages, { isGivenAway = false } = {}) =>
    append(workspaceId, source, messages, now(), isGivenAway)

  async function run(): Promise<void> {
    let retryMs = retryMsMin
    while (isRunning) {
      try {
        const worked = await pipeline.step()
        lastError = null
        retryMs = retryMsMin
        if (!worked) await sleep(pollMs, true)
      } catch (error) {
        lastError = error instanceof Error ? error.message : String(error)
        log.error(
          { err: error, position: pipeline.position() },
          'the pipeline starts again from its last position',
        )
        await sleep(retryMs, false)
        retryMs = Math.min(retryMs * 2, retryMsMax)
      }
    }
  }

  function sleep(delayMs: number, isLight: boolean): Promise<void> {
    if (!isRunning) return Promise.resolve()
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, delayMs)
      wake = (isUrgent) => {
        if (!isLight && !isUrgent) return
        clearTimeout(timer)
        resolve()
      }
    })
  }

  return {
    record,
    /**
     * Takes raw messages of the tracking API: durable when it resolves, whatever is wrong with them. It resolves a little
     * later while the pipeline does not keep up.
     */
    async accept(
      workspaceId: string,
      source: string,
      raws: readonly unknown[],
      reception: Reception,
    ): Promise<number> {
      const items = raws.map((raw) => acceptMessage(raw, reception))
      const position = await append(workspaceId, source, items, reception.receivedAt, true)
      pace.appended(position, performance.now())
      const delayMs = isRunning ? pace.delayMs(performance.now()) : 0
      if (delayMs > 0) await new Promise((resolve) => setTimeout(resolve, delayMs))
      return position
    },
    start(): void {
      if (isRunning) return
      isRunning = true
      unsubscribe = journal.onAppend(() => wake(false))
      loop = run()
    },
    /** Finishes the batch at hand and stops. */
    async stop(): Promise<void> {
      isRunning = false
      unsubscribe()
      wake(true)
      await loop
      await pipeline.rest()
    },
    /** Resolves when everything up to `target` has been processed. */
    reached: waiters.wait,
    /** Resolves when the settings of a workspace are known anew and all that was taken before has been processed. */
    async learnt(workspaceId: string): Promise<void> {
      pipeline.forget(workspaceId)
      await waiters.wait(await journal.head())
    },
    /** Computes time-dependent traits again at once. */
    sweepNow(): void {
      pipeline.sweepSoon()
      wake(false)
    },
    status: async () => ({ position: pipeline.position(), head: await journal.head(), lastError }),
  }
}

/** As many pieces as are needed, at least one. */
function piecesOf(items: readonly JournalItem[]): (readonly JournalItem[])[] {
  if (items.length <= entryMessagesMax) return [items]
  const count = Math.ceil(items.length / entryMessagesMax)
  return Array.from({ length: count }, (_, index) =>
    items.slice(index * entryMessagesMax, (index + 1) * entryMessagesMax),
  )
}
