import { deriveId } from '../../kernel/id'
import {
  acceptMessage,
  type Catalogue,
  createCatalogue,
  findSeen,
  isRefused,
  type JournalItem,
  listEventNames,
  listProperties,
  type Message,
  type Reception,
  type RecordMessages,
} from '../../modules/events'
import {
  defaultIdentityPolicy,
  defaultThresholds,
  findDue,
  type LifecycleThresholds,
} from '../../modules/profiles'
import type { Facts } from '../../platform/clickhouse'
import { type Clock, pause } from '../../platform/clock'
import type { Journal, JournalEntry } from '../../platform/journal'
import type { Log } from '../../platform/log'
import type { Database } from '../../platform/postgres'
import { applyStep, prepareStep, type Step, type WorkspaceContext, wantedBy } from './apply'
import { Batch, type EventRow } from './batch'
import { applyCommand } from './commands'
import { WorkingSet } from './working-set'
import { showTouched, writeFacts, writeRecords } from './write'

/** One micro-batch takes about this much of the journal: some thousand messages. */
const batchBytesMax = 6 * 1024 * 1024
/** Another process may have appended: look at least this often. */
const pollMs = 1_000
const sweepEveryMs = 30_000
const sweepMax = 2_000
const retryMsMax = 30_000
/** Entries kept behind the reader for looking at, then forgotten. */
const trimEveryEntries = 2_000
const readerName = 'ingest'

export interface IngestSettings {
  readonly currency: string
  readonly exchangeRates: Readonly<Record<string, number>>
  readonly country: string
  readonly timezone: string
  readonly lifecycle?: LifecycleThresholds
}

export interface IngestDeps {
  readonly db: Database
  readonly facts: Facts
  readonly journal: Journal
  readonly settingsOf: (workspaceId: string) => Promise<IngestSettings>
  readonly now: Clock
  readonly log: Log
  /** Called after a batch is committed, with the workspaces that it touched. */
  readonly onCommitted?: (workspaceIds: ReadonlySet<string>) => void
}

export type Ingest = ReturnType<typeof createIngest>

/**
 * The pipeline from the journal to profiles and facts. One reader, micro-batches in journal order: dedupe → shape →
 * identity → traits → ClickHouse → one PostgreSQL transaction that also moves the reader. Everything derives from the
 * journal and from what is committed, so a crash anywhere replays from the last position and changes nothing twice.
 */
export function createIngest(deps: IngestDeps) {
  const { db, facts, journal, now, log } = deps
  const set = new WorkingSet(db)
  const catalogues = new Map<string, Catalogue>()
  const settings = new Map<string, { value: IngestSettings; at: number }>()
  let position = 0
  let ahead = new Set<string>()
  let isRunning = false
  let loop: Promise<void> = Promise.resolve()
  let wake: () => void = () => undefined
  let nextSweepMs = 0
  let trimmedAt = 0
  let lastError: string | null = null
  /** What the entries read so far will write: committed with the position, and on its own before and after a command. */
  let pending = new Batch()
  const drained = new Set<{ target: number; resolve: () => void }>()

  const record: RecordMessages = async (workspaceId, source, messages) =>
    append(workspaceId, source, messages, now())

  async function append(
    workspaceId: string,
    source: string,
    items: readonly JournalItem[],
    receivedAt: Date,
  ): Promise<number> {
    return journal.append({ workspaceId, source, receivedAt, body: JSON.stringify(items) })
  }

  /** After a start or any failure: nothing in memory is trusted, and events written ahead of the position are noted. */
  async function recover(): Promise<void> {
    set.clear()
    catalogues.clear()
    pending = new Batch()
    position = await journal.positionOf(readerName)
    const rows = await facts.query<{ position: number; index: number }>(
      `SELECT journal_position AS position, journal_index AS index
       FROM events -- every workspace_id: this is the reader's own recovery
       WHERE journal_position > {position:UInt64}`,
      { position },
    )
    ahead = new Set(rows.map((row) => `${row.position} ${row.index}`))
  }

  async function run(): Promise<void> {
    let retryMs = 100
    let isSound = false
    while (isRunning) {
      try {
        if (!isSound) await recover()
        isSound = true
        lastError = null
        const worked = (await processNext()) || (await sweep())
        retryMs = 100
        if (!worked) await sleep()
      } catch (error) {
        isSound = false
        lastError = error instanceof Error ? error.message : String(error)
        log.error({ err: error, position }, 'the pipeline starts again from its last position')
        await pause(retryMs)
        retryMs = Math.min(retryMs * 2, retryMsMax)
      }
    }
  }

  function sleep(): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, pollMs)
      wake = () => {
        clearTimeout(timer)
        resolve()
      }
    })
  }

  async function processNext(): Promise<boolean> {
    const entries = await journal.read(position, batchBytesMax)
    const last = entries.at(-1)
    if (!last) return false
    const steps = await stepsOf(entries)
    for (const group of splitAtCommands(steps)) await processGroup(group, steps)
    await commitPosition(last.position)
    return true
  }

  async function processGroup(group: readonly PlacedItem[], all: readonly PlacedItem[]): Promise<void> {
    const [first] = group
    const isCommand = first !== undefined && !isRefused(first.item) && first.item.type === 'command'
    if (isCommand && first !== all[0]) await commitPosition(null)
    const fresh = await dropSeen(group)
    const steps = fresh.map((place) => prepareStep(place, pending))
    await set.load(steps.map(wantedBy))
    for (const step of steps) {
      if (!isRefused(step.item) && step.item.type === 'command')
        await applyCommand(step, step.item, pending, { db, facts, set })
      else applyStep(step, set, pending)
    }
    if (isCommand) await commitPosition(null)
  }

  /** Keeps what has not counted before; the rest is counted as repeated. */
  async function dropSeen(group: readonly PlacedItem[]): Promise<PlacedItem[]> {
    const keyed = group.map((place) => ({ place, key: seenKey(place) }))
    const known = await findSeen(
      db,
      keyed.map(({ key }) => key),
    )
    for (const { key } of pending.seen) known.add(key)
    return keyed.flatMap(({ place, key }) => {
      const { workspaceId, receivedAt, source } = place
      if (known.has(key)) {
        pending.count(workspaceId, receivedAt, source, 'dropped', 'repeated')
        return []
      }
      known.add(key)
      pending.seen.push({ workspaceId, key, position: place.position })
      return [place]
    })
  }

  /** Writes facts, then records and the position in one transaction. `to` null: half way through the entries read. */
  async function commitPosition(to: number | null): Promise<void> {
    const batch = pending
    pending = new Batch()
    const thresholdsOf = (workspaceId: string) =>
      settings.get(workspaceId)?.value.lifecycle ?? defaultThresholds
    forgetSeenOfQuarantined(batch)
    const shown = showTouched(batch, thresholdsOf)
    await writeFacts(facts, batch, shown, (row) => ahead.has(rowKey(row)))
    await db.transaction(async (tx) => {
      await writeRecords(tx, batch, shown)
      if (to !== null) await journal.advance(tx, readerName, position, to)
    })
    if (to === null) return
    position = to
    if (ahead.size > 0) ahead = new Set([...ahead].filter((key) => Number(key.split(' ')[0]) > to))
    deps.onCommitted?.(new Set([...batch.seen.map((one) => one.workspaceId)]))
    for (const waiter of drained) {
      if (waiter.target > position) continue
      drained.delete(waiter)
      waiter.resolve()
    }
    if (position - trimmedAt >= trimEveryEntries) {
      trimmedAt = position
      await journal.trim(position - trimEveryEntries)
    }
  }

  async function stepsOf(entries: readonly JournalEntry[]): Promise<PlacedItem[]> {
    const contexts = new Map<string, WorkspaceContext>()
    for (const { workspaceId } of entries) {
      if (!contexts.has(workspaceId)) contexts.set(workspaceId, await contextOf(workspaceId))
    }
    return entries.flatMap((entry) => {
      const context = contexts.get(entry.workspaceId)
      const items = JSON.parse(entry.body) as JournalItem[]
      return context
        ? items.map((item, index) => ({
            workspaceId: entry.workspaceId,
            source: entry.source,
            receivedAt: entry.receivedAt,
            position: entry.position,
            index,
            item,
            context,
          }))
        : []
    })
  }

  async function contextOf(workspaceId: string): Promise<WorkspaceContext> {
    const known = settings.get(workspaceId)
    const value =
      known && now().getTime() - known.at < 2_000 ? known.value : await deps.settingsOf(workspaceId)
    if (value !== known?.value) settings.set(workspaceId, { value, at: now().getTime() })
    const catalogue = catalogues.get(workspaceId) ?? (await restoreCatalogue(workspaceId))
    return {
      ...value,
      lifecycle: value.lifecycle ?? defaultThresholds,
      identity: defaultIdentityPolicy,
      catalogue,
    }
  }

  async function restoreCatalogue(workspaceId: string): Promise<Catalogue> {
    const catalogue = createCatalogue()
    const properties = await listProperties(db, workspaceId)
    for (const { type, name } of await listEventNames(db, workspaceId)) {
      catalogue.restore(
        type,
        name,
        properties.filter((property) => property.event === name),
      )
    }
    catalogues.set(workspaceId, catalogue)
    return catalogue
  }

  /** Profiles whose computed traits time alone has changed are presented again. */
  async function sweep(): Promise<boolean> {
    const at = now()
    if (at.getTime() < nextSweepMs) return false
    const due = await findDue(db, at, sweepMax)
    if (due.length < sweepMax) nextSweepMs = at.getTime() + sweepEveryMs
    if (due.length === 0) return false
    for (const { workspaceId } of due) if (!settings.has(workspaceId)) await contextOf(workspaceId)
    await set.load(due.map(({ workspaceId, profileId }) => ({ workspaceId, identifiers: [], profileId })))
    for (const { workspaceId, profileId } of due) {
      const profile = set.known(workspaceId, profileId)
      if (profile) pending.touch(profile, at.getTime())
    }
    await commitPosition(null)
    return true
  }

  return {
    record,
    /** Takes raw messages of the tracking API: durable when it resolves, whatever is wrong with them. */
    accept: (
      workspaceId: string,
      source: string,
      raws: readonly unknown[],
      reception: Reception,
    ): Promise<number> =>
      append(
        workspaceId,
        source,
        raws.map((raw) => acceptMessage(raw, reception)),
        reception.receivedAt,
      ),
    start(): void {
      if (isRunning) return
      isRunning = true
      journal.onAppend(() => wake())
      loop = run()
    },
    /** Finishes the batch at hand and stops. */
    async stop(): Promise<void> {
      isRunning = false
      wake()
      await loop
    },
    /** Resolves when everything up to `target` has been processed. */
    reached(target: number): Promise<void> {
      if (position >= target) return Promise.resolve()
      return new Promise((resolve) => drained.add({ target, resolve }))
    },
    /** Computes time-dependent traits again at once. */
    sweepNow(): void {
      nextSweepMs = 0
      wake()
    },
    status: async () => ({ position, head: await journal.head(), lastError }),
  }
}

type PlacedItem = Omit<Step, 'traits' | 'identifiers'>

/** Groups of ordinary items, and each command alone. */
function splitAtCommands(items: readonly PlacedItem[]): PlacedItem[][] {
  const groups: PlacedItem[][] = []
  let open: PlacedItem[] | null = null
  for (const place of items) {
    const isCommand = !isRefused(place.item) && (place.item as Message).type === 'command'
    if (isCommand) {
      groups.push([place])
      open = null
    } else if (open) open.push(place)
    else {
      open = [place]
      groups.push(open)
    }
  }
  return groups
}

/** What is quarantined has not counted: mended and sent again under the same id, it will. */
function forgetSeenOfQuarantined(batch: Batch): void {
  if (batch.quarantined.length === 0) return
  const waiting = new Set(
    batch.quarantined.flatMap(({ workspaceId, message }) => keyInside(workspaceId, message)),
  )
  const kept = batch.seen.filter(({ key }) => !waiting.has(key))
  batch.seen.splice(0, batch.seen.length, ...kept)
}

function keyInside(workspaceId: string, message: string): string[] {
  const raw = JSON.parse(message) as { messageId?: unknown } | null
  return typeof raw?.messageId === 'string' ? [deriveId('message', workspaceId, raw.messageId)] : []
}

function seenKey({ workspaceId, item }: PlacedItem): string {
  return deriveId('message', workspaceId, item.messageId)
}

function rowKey(row: EventRow): string {
  return `${row.journal_position} ${row.journal_index}`
}
