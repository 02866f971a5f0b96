import type { DemoProgress } from '@rapport/contract'
import { Failure } from '../../kernel/failure'
import type { JsonObject, Message, RecordMessages } from '../../modules/events'
import type { Facts } from '../../platform/clickhouse'
import type { Clock } from '../../platform/clock'
import type { Log } from '../../platform/log'
import type { Database } from '../../platform/postgres'
import {
  type DemoCampaign,
  type DemoMessage,
  type DemoShop,
  generateDemoShopInTurns,
  isSystemMessage,
} from './generator'
import { beginLoad, type DemoLoad, deleteLoad, findLoad, findUnfinished, saveProgress } from './store'

export type { DemoCampaign } from './generator'

const customersDefault = 20_000
const seed = 7310
const batchMessages = 1_000
/** The journal runs at most so many batches ahead of the pipeline: what it has read ahead is still in memory then. */
const aheadMax = 16
const saveEveryBatches = 10
const shopSource = 'demo shop'
const systemSource = 'rapport'

export interface DemoDeps {
  readonly db: Database
  readonly facts: Facts
  readonly now: Clock
  readonly log: Log
  readonly record: RecordMessages
  readonly reached: (position: number) => Promise<void>
  /** Makes the records of the shop's past campaigns. Called again after a crash: the same records. */
  readonly recordCampaigns: (workspaceId: string, campaigns: readonly DemoCampaign[]) => Promise<void>
  /** What is computed once all events are in, such as RFM. */
  readonly afterLoad: (workspaceId: string) => Promise<void>
  readonly customers?: number
}

export type DemoShopLoader = ReturnType<typeof createDemoShop>

/** Loads the demo shop in the background. Message ids are stable, so a load cut short is told again and nothing counts twice. */
export function createDemoShop(deps: DemoDeps) {
  const { db, now, log } = deps
  const running = new Map<string, Promise<void>>()
  const erased = new Set<string>()
  let isStopping = false

  async function load(workspaceId: string, endsAt: Date): Promise<void> {
    const shop = await generateDemoShopInTurns({
      seed,
      customers: deps.customers ?? customersDefault,
      endsAt,
      salt: workspaceId,
    })
    const progress = { state: 'running' as const, total: shop.totalMessages, message: '' }
    try {
      await saveProgress(db, workspaceId, { ...progress, done: 0 })
      await deps.recordCampaigns(workspaceId, shop.campaigns)
      const isWhole = await tell(workspaceId, shop, (done) =>
        saveProgress(db, workspaceId, { ...progress, done }),
      )
      if (!isWhole) return
      await deps.afterLoad(workspaceId)
      await saveProgress(db, workspaceId, { ...progress, state: 'done', done: shop.totalMessages })
    } catch (error) {
      log.error({ err: error, workspaceId }, 'the demo shop could not be loaded')
      await saveProgress(db, workspaceId, {
        ...progress,
        state: 'failed',
        done: 0,
        message: error instanceof Error ? error.message : String(error),
      })
    }
  }

  /** Tells every batch; false when the process is stopping, to go on at the next start, or the workspace is gone. */
  async function tell(
    workspaceId: string,
    shop: DemoShop,
    save: (done: number) => Promise<void>,
  ): Promise<boolean> {
    const positions: number[] = []
    for (const { messages, done, index } of shop.batches(batchMessages)) {
      if (isStopping || erased.has(workspaceId)) return false
      positions.push(await append(workspaceId, messages))
      if (positions.length > aheadMax) await deps.reached(positions.shift() ?? 0)
      if (index % saveEveryBatches === 0) await save(done)
    }
    await deps.reached(positions.at(-1) ?? 0)
    return true
  }

  /** A batch in runs of one source each, so that the order of time is kept. */
  async function append(workspaceId: string, messages: readonly DemoMessage[]): Promise<number> {
    const appends: Promise<number>[] = []
    let from = 0
    while (from < messages.length) {
      const isSystem = isSystemAt(messages, from)
      let to = from
      while (to < messages.length && isSystemAt(messages, to) === isSystem) to += 1
      const append = deps.record(
        workspaceId,
        isSystem ? systemSource : shopSource,
        messages.slice(from, to).map(toMessage),
        { isGivenAway: true },
      )
      appends.push(append) // not awaited: appends in a row share a commit and keep their order
      from = to
    }
    return Math.max(...(await Promise.all(appends)))
  }

  function begin(workspaceId: string, endsAt: Date): void {
    running.set(
      workspaceId,
      load(workspaceId, endsAt).finally(() => running.delete(workspaceId)),
    )
  }

  return {
    /** Starts loading; refuses a workspace that has events of its own, or that holds the demo shop already. */
    async load(workspaceId: string): Promise<DemoProgress> {
      const known = await findLoad(db, workspaceId)
      if (!known && (await hasEvents(deps.facts, workspaceId))) {
        throw new Failure('conflict', 'the demo shop is loaded into an empty workspace only', {
          code: 'demo_not_empty',
        })
      }
      const endsAt = known?.endsAt ?? startOfHour(now())
      if (!(await beginLoad(db, workspaceId, String(seed), endsAt))) {
        throw new Failure('conflict', 'the demo shop is loaded or loading already', { code: 'demo_running' })
      }
      begin(workspaceId, endsAt)
      return present(await findLoad(db, workspaceId))
    },
    progress: async (workspaceId: string): Promise<DemoProgress> => present(await findLoad(db, workspaceId)),
    /** Goes on with loads that a crash or a stop cut short. */
    async resume(): Promise<void> {
      for (const { workspaceId, endsAt } of await findUnfinished(db)) begin(workspaceId, endsAt)
    },
    /** Stops what is told into a deleted workspace, and forgets that it was. */
    async eraseWorkspace(workspaceId: string): Promise<void> {
      erased.add(workspaceId)
      await running.get(workspaceId)
      await deleteLoad(db, workspaceId)
    },
    async stop(): Promise<void> {
      isStopping = true
      await Promise.all(running.values())
    },
  }
}

function isSystemAt(messages: readonly DemoMessage[], index: number): boolean {
  const message = messages[index]
  return message !== undefined && isSystemMessage(message)
}

/** As it would come back from JSON: without what there is none of. */
function toMessage(message: DemoMessage): Message {
  const { type, messageId, timestamp, userId, anonymousId } = message
  const context = message.context as unknown as JsonObject
  const said: Writable<Message> = { type, messageId, timestamp, context }
  if (userId !== undefined) said.userId = userId
  if (anonymousId !== undefined) said.anonymousId = anonymousId
  if (type === 'track') said.event = message.event
  if (type === 'page') said.event = message.name
  if (type === 'group') said.groupId = message.groupId
  if (type === 'track' || type === 'page') said.properties = message.properties as unknown as JsonObject
  else said.traits = message.traits as JsonObject
  return said
}

type Writable<T> = { -readonly [Key in keyof T]: T[Key] }

function present(load: DemoLoad | null): DemoProgress {
  if (!load) return { state: 'idle', done: 0, total: 0, message: '' }
  const { state, done, total, message } = load
  return { state, done, total, message }
}

function startOfHour(now: Date): Date {
  return new Date(Math.floor(now.getTime() / 3_600_000) * 3_600_000)
}

async function hasEvents(facts: Facts, workspaceId: string): Promise<boolean> {
  return (
    (
      await facts.query('SELECT 1 FROM events WHERE workspace_id = {workspaceId:UUID} LIMIT 1', {
        workspaceId,
      })
    ).length > 0
  )
}
