import type { WorkspaceSettings } from '@rapport/contract'
import type { Clock } from '../../../platform/clock'
import { pause } from '../../../platform/clock'
import type { Log } from '../../../platform/log'
import type { Database } from '../../../platform/postgres'
import type { Channel, ChannelNow } from '../channel/channel'
import { clearTrouble, setTrouble } from '../channel/store'
import { addressKey } from '../suppressions/address-key'
import { addSuppressions } from '../suppressions/store'
import type { Versions } from '../templates/versions'
import type { Tokens } from '../tracking/tokens'
import { finishCancellations } from './cancel'
import { changeOfOrphan } from './changes'
import { advance, findOrphans, pickPending, type RowChange, releaseDue } from './deliveries-store'
import { fly, type Landed } from './flight'
import { markOf, type Outgoing, writeGroup } from './group'
import { dropLease, holdLease } from './lease-store'
import type { Outbox } from './outbox'
import { type ProfileReader, prepareRows, type Ready } from './prepare'
import { createRate } from './rate'
import { channelRetryAt } from './retry'
import { closeIdleSends } from './sends-store'

/** Rows whose facts are fetched together. */
const chunkRowsMax = 200
/** With a rate limit, facts are fetched for about this long ahead and no more: they grow old. */
const chunkSeconds = 5
/** Messages marked at once for each connection. A crash leaves at most two groups uncertain. */
const groupPerConnection = 2
const releasedMax = 1_000
const writeTriesMax = 5

export interface LineDeps {
  readonly db: Database
  readonly now: Clock
  readonly log: Log
  readonly profiles: ProfileReader
  readonly settings: (workspaceId: string) => Promise<WorkspaceSettings>
  readonly channel: Channel
  readonly versions: Versions
  readonly tokens: Tokens
  readonly outbox: Outbox
  readonly publicUrl: () => string
  /** How long a lease lasts without being renewed: how soon another process takes over after a crash. */
  readonly leaseMs: number
}

/**
 * Sends for one workspace until nothing is left to do. While one group is on the wire the next one is marked and
 * follows it, and the one after that is prepared: the mail server never waits for the database.
 */
export async function runLine(
  deps: LineDeps,
  workspaceId: string,
  holder: string,
  isStopping: () => boolean,
): Promise<void> {
  const { db, now, leaseMs } = deps
  if (!(await holdLease(db, workspaceId, holder, leaseMs))) return
  let isHeld = true
  const renewal = setInterval(async () => {
    isHeld = await holdLease(db, workspaceId, holder, leaseMs).catch(() => isHeld)
  }, leaseMs / 3)
  try {
    await settleOrphans(deps, workspaceId, holder)
    await finishCancellations(db, workspaceId, now)
    await sendAll(deps, workspaceId, holder, () => isStopping() || !isHeld)
    await db.transaction((tx) => closeIdleSends(tx, workspaceId))
  } finally {
    clearInterval(renewal)
    await dropLease(db, workspaceId, holder)
    void deps.outbox.flush()
  }
}

/** Rows that the last holder had marked when it ended. Nobody else can be sending them: the lease is ours. */
async function settleOrphans(
  { db, now, settings }: LineDeps,
  workspaceId: string,
  holder: string,
): Promise<void> {
  const orphans = await findOrphans(db, workspaceId)
  if (orphans.length === 0) return
  const { uncertainMessages } = await settings(workspaceId)
  const at = now()
  const changes = orphans.map((row) => changeOfOrphan(row, uncertainMessages, at))
  await advance(db, { workspaceId, holder, changes, marks: [], now: at })
}

/** A group on the wire. */
interface Flight {
  readonly landed: Promise<Landed>
}

interface Source extends ChannelNow {
  readonly settings: WorkspaceSettings
}

/** What lies between the steps of one line. */
interface Stages {
  /** May go; not yet written. */
  readonly ready: Ready[]
  /** Being written and marked. */
  leaving: readonly Ready[]
  /** To be written down with the next step. */
  readonly changes: RowChange[]
  flying: Flight | null
  source: Source | null
}

async function sendAll(
  deps: LineDeps,
  workspaceId: string,
  holder: string,
  isOver: () => boolean,
): Promise<void> {
  const { now } = deps
  const stages: Stages = { ready: [], leaving: [], changes: [], flying: null, source: null }
  let rate = createRate(0)
  let refilling: Promise<void> | null = null
  let isTroubled = false

  const refill = () => {
    refilling ??= fetchChunk(deps, workspaceId, stages, rate.groupMax * chunkSeconds).finally(() => {
      refilling = null
    })
    return refilling
  }

  const land = async (flight: Flight | null) => {
    if (!flight) return
    const landed = await flight.landed
    stages.changes.push(...landed.changes)
    isTroubled ||= landed.trouble !== null
    await afterLanding(deps, workspaceId, landed, stages.source)
  }

  /** Everything that is on the wire comes down and is written down. */
  const settleAll = async () => {
    const { flying } = stages
    stages.flying = null
    await land(flying)
    await markAndFly(deps, workspaceId, holder, stages, [])
  }

  /** False when the line was told to end while it waited. */
  const waitForRate = async (count: number) => {
    let waitMs = rate.take(count, now())
    if (waitMs > 0) await settleAll()
    for (; waitMs > 0; waitMs = rate.take(count, now())) {
      if (isOver()) return false
      await pause(Math.min(waitMs, 200))
    }
    return true
  }

  try {
    while (!isOver() && !isTroubled) {
      if (stages.ready.length === 0) await refill()
      const { source } = stages
      if (!source) break
      const { mailer, settings } = source.channel
      if (settings.ratePerSecond !== rate.perSecond) rate = createRate(settings.ratePerSecond)
      const size = Math.min(mailer.connections * groupPerConnection, rate.groupMax)
      stages.leaving = stages.ready.splice(0, size)
      const group = await writeGroup(
        deps.versions,
        workspaceId,
        stages.leaving,
        senderOf(deps, source),
        now(),
      )
      stages.changes.push(...group.changes)
      if (group.messages.length === 0 && stages.changes.length === 0 && !stages.flying) break
      if (!(await waitForRate(group.messages.length))) break
      const before = stages.flying
      stages.flying = await markAndFly(deps, workspaceId, holder, stages, group.messages)
      stages.leaving = []
      if (stages.ready.length < size * 2) void refill().catch(() => undefined)
      await land(before)
    }
  } finally {
    await settleAll()
  }
}

/** Writes down what is known and marks the messages, in one statement; those that were marked fly. */
async function markAndFly(
  { db, now, log, outbox }: LineDeps,
  workspaceId: string,
  holder: string,
  stages: Stages,
  messages: readonly Outgoing[],
): Promise<Flight | null> {
  const changes = [...stages.changes]
  if (changes.length === 0 && messages.length === 0) return null
  const marks = messages.map(markOf)
  const marked = new Set(
    await insistently(log, () => advance(db, { workspaceId, holder, changes, marks, now: now() })),
  )
  stages.changes.splice(0, changes.length)
  void outbox.flush()
  const { source } = stages
  const leaving = messages.filter(({ row }) => marked.has(row.deliveryId))
  if (!source || leaving.length === 0) return null
  const { uncertainMessages } = source.settings
  return { landed: fly(source.channel.mailer, leaving, { now, uncertain: uncertainMessages }) }
}

/** Takes the next rows into memory, with what the policy says of each. */
async function fetchChunk(
  { db, now, settings, channel, profiles }: LineDeps,
  workspaceId: string,
  stages: Stages,
  rowsMax: number,
): Promise<void> {
  const open = await channel.openFor(workspaceId)
  if (!open) {
    stages.source = null
    return
  }
  const current = await settings(workspaceId)
  stages.source = { ...open, settings: current }
  await releaseDue(db, workspaceId, now(), releasedMax)
  const taken = [...stages.ready, ...stages.leaving]
  const known = [
    ...taken.map(({ row }) => row.deliveryId),
    ...stages.changes.map(({ deliveryId }) => deliveryId),
  ]
  const rows = await pickPending(db, workspaceId, known, Math.min(chunkRowsMax, rowsMax))
  const asked = { workspaceId, rows, taken, settings: current, now: now() }
  const prepared = await prepareRows({ db, profiles }, asked)
  stages.ready.push(...prepared.ready)
  stages.changes.push(...prepared.changes)
}

async function afterLanding(
  { db, now }: LineDeps,
  workspaceId: string,
  { bounced, trouble, sent }: Landed,
  source: Source | null,
): Promise<void> {
  const at = now()
  const rows = bounced.map(({ address, answer }) => ({
    addressKey: addressKey(address),
    address,
    reason: 'bounced' as const,
    detail: answer,
    at,
  }))
  if (rows.length > 0) await addSuppressions(db, workspaceId, rows)
  const count = source?.troubleCount ?? 0
  if (trouble)
    await setTrouble(db, workspaceId, { ...trouble, now: at, retryAt: channelRetryAt(count + 1, at) })
  else if (sent > 0 && count > 0) await clearTrouble(db, workspaceId)
}

function senderOf({ tokens, publicUrl }: LineDeps, { settings, channel }: Source) {
  return {
    workspaceName: settings.name,
    timezone: settings.timezone,
    currency: settings.currency,
    publicUrl: publicUrl(),
    tokens,
    channel: channel.settings,
  }
}

/** What a server said must not be lost because the database was away for a moment. */
async function insistently<T>(log: Log, write: () => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await write()
    } catch (error) {
      if (tries >= writeTriesMax) throw error
      log.warn({ err: error, tries }, 'the results of a group could not be written yet')
      await pause(200 * 2 ** tries)
    }
  }
}
