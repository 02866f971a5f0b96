/** Runs the pipeline over a stream with merges by hand in it, cut short at a chosen call of an engine. */

import { trackingPlanSchema } from '@rapport/contract'
import { buildStream, type Raw } from '../../../../../test/e2e/crash-stream'
import type { OpenEngines } from '../../../../../test/harness/open-engines'
import { until } from '../../../../../test/harness/until'
import { deriveId } from '../../../kernel/id'
import { timelineOf } from '../../../modules/events/plan/timeline'
import type { Facts } from '../../../platform/clickhouse'
import type { Journal } from '../../../platform/journal'
import { createLog } from '../../../platform/log'
import type { Database, Queryable } from '../../../platform/postgres'
import { createIngest, type Ingest } from '..'

const settings = { currency: 'CNY', exchangeRates: { USD: 7 }, country: 'CN', timezone: 'Asia/Shanghai' }
const now = new Date('2026-03-01T12:00:00Z')
const workspaceId = '00000000-0000-4000-8000-00000000c4a5'

/** Some of the stream is against it: part is reported, part waits in quarantine. */
const plan = timelineOf([
  {
    version: 1,
    savedAt: now,
    savedBy: 'tester',
    effectiveAfter: 0,
    plan: trackingPlanSchema.parse({
      events: [
        { type: 'track', name: 'Order Completed', properties: [{ path: 'revenue', types: ['number'] }] },
        {
          type: 'track',
          name: 'Product Viewed',
          onViolation: 'quarantine',
          properties: [{ path: 'price', max: 60 }],
        },
      ],
    }),
  },
])

/** Where a run is cut: at the n-th call of an engine, before it did anything or after it did it all. */
export interface Cut {
  readonly at: number
  readonly when: 'before' | 'after'
  /** The process dies there and another one starts, or the pipeline gets an error and goes on. */
  readonly what: 'death' | 'error'
}

class Killed extends Error {}

/** Engines of which one call fails, and how many calls there were. */
function breaking({ db, facts, journal }: OpenEngines, cut: Cut | null, onCut: () => void) {
  const calls: string[] = []
  let isDead = false
  const count = async <T>(name: string, work: () => Promise<T>): Promise<T> => {
    if (isDead) throw new Killed('the process is dead')
    calls.push(name)
    const isHere = calls.length === cut?.at
    const die = () => {
      isDead = cut?.what === 'death'
      onCut()
      return new Killed(`${cut?.when} call ${cut?.at}, ${name}`)
    }
    if (isHere && cut.when === 'before') throw die()
    const result = await work()
    if (isHere) throw die()
    return result
  }
  const over = (on: Queryable, name: string): Queryable => ({
    query: (text, params) =>
      count(`${name} ${text.trim().slice(0, 40)}`, () => on.query(text, params)) as never,
  })
  const brokenDb: Database = {
    ...db,
    ...over(db, 'query'),
    transaction: (work) => count('transaction', () => db.transaction((tx) => work(over(tx, 'tx.query')))),
  }
  const brokenFacts: Facts = {
    ...facts,
    query: (text, params) => count('facts.query', () => facts.query(text, params)) as never,
    insert: (table, rows) =>
      rows.length === 0 ? Promise.resolve() : count(`facts.insert ${table}`, () => facts.insert(table, rows)),
  }
  const brokenJournal: Journal = {
    ...journal,
    read: (after, bytesMax) => count('journal.read', () => journal.read(after, bytesMax)),
    positionOf: (reader) => journal.positionOf(reader, brokenDb),
  }
  return { db: brokenDb, facts: brokenFacts, journal: brokenJournal, calls }
}

export interface Outcome {
  readonly stores: unknown
  readonly calls: readonly string[]
}

const pipelineOn = ({ db, facts, journal }: Pick<OpenEngines, 'db' | 'facts' | 'journal'>): Ingest =>
  createIngest({
    db,
    facts,
    journal,
    settingsOf: async () => settings,
    planOf: async () => plan,
    now: () => now,
    log: createLog('silent'),
    batchBytes: 8_000,
  })

/** Runs the whole journal over empty stores; cut once on the way, it is gone on with until `target` is processed. */
export async function run(engines: OpenEngines, target: number, cut: Cut | null): Promise<Outcome> {
  await empty(engines)
  let isCut = false
  const broken = breaking(engines, cut, () => {
    isCut = true
  })
  const first = pipelineOn(broken)
  first.start()
  if (cut) await until(() => isCut, { what: `the cut ${JSON.stringify(cut)}` })
  let last = first
  if (cut?.what === 'death') {
    await first.stop()
    last = pipelineOn({ ...engines, journal: await engines.openJournal() })
    last.start()
  }
  await last.reached(target)
  await last.stop()
  return { stores: await everything(engines), calls: broken.calls }
}

/** All four ways of being cut where a call has an effect. Reading has none: before or after is the same. */
export function cutsAt(at: number, call: string): Cut[] {
  const cut = (when: Cut['when'], what: Cut['what']): Cut => ({ at, when, what })
  if (!hasEffect(call)) return [cut('before', at % 2 === 0 ? 'death' : 'error')]
  return [cut('before', 'death'), cut('after', 'death'), cut('before', 'error'), cut('after', 'error')]
}

/** What is written inside a transaction has its effect with the transaction. */
export const hasEffect = (call: string): boolean => /^transaction|^facts.insert/.test(call)

/** Two stretches of messages with merges by hand and their undoing among them: what every run reads. Returns the last position. */
export async function fillJournal(engines: OpenEngines): Promise<number> {
  const ingest = pipelineOn(engines)
  const batches = buildStream({
    seed: 7,
    lane: 'a',
    batches: 8,
    batchSize: 15,
    people: 6,
    base: now,
  })
  const newId = () => deriveId('made up')
  const send = (raws: readonly Raw[]) => ingest.accept(workspaceId, 'shop', raws, { receivedAt: now, newId })
  const command = (id: string, event: string, properties: Record<string, string>) =>
    ingest.record(workspaceId, 'tester', [
      { messageId: id, type: 'command', event, properties, timestamp: now.toISOString() },
    ])
  const order = (id: string, userId: string, revenue: number): Raw => ({
    type: 'track',
    event: 'Order Completed',
    messageId: id,
    userId,
    timestamp: '2026-02-01T00:00:00Z',
    properties: { order_id: id, revenue, currency: 'CNY' },
  })
  const survivor = deriveId('profile', workspaceId, 'left-1')
  const absorbed = deriveId('profile', workspaceId, 'right-1')

  for (const batch of batches.slice(0, 3)) await send(batch)
  await send([order('left-1', 'left', 10), order('right-1', 'right', 20)])
  const mergedAt = await command('c1', 'merge_profiles', { survivor_id: survivor, absorbed_id: absorbed })
  await send([order('right-2', 'right', 5), order('left-1', 'left', 99)])
  await send(companyCalls)
  const shop = (id: string, profileId: string, isMember: boolean) =>
    ingest.record(workspaceId, 'tester', [
      {
        messageId: id,
        type: 'set_company',
        groupId: 'shop-1',
        profileId,
        traits: { plan: 'by hand' },
        properties: { is_member: isMember },
        timestamp: '2026-02-10T00:00:00Z',
      },
    ])
  await shop('m1', survivor, false)
  for (const batch of batches.slice(3, 5)) await send(batch)
  const mergeId = deriveId('merge', workspaceId, survivor, absorbed, String(mergedAt))
  await command('c2', 'undo_merge', { merge_id: mergeId })
  await command('c3', 'undo_merge', { merge_id: mergeId })
  let last = 0
  for (const batch of batches.slice(5)) last = await send(batch)
  return last
}

const groupCall = (id: string, userId: string, timestamp: string, traits: Raw): Raw => ({
  type: 'group',
  messageId: id,
  userId,
  groupId: 'shop-1',
  timestamp,
  traits,
})

/** Out of order, twice, of two people who are one for a while, and of somebody new. */
const companyCalls: readonly Raw[] = [
  groupCall('g-1', 'left', '2026-02-03T00:00:00Z', { industry: 'tea', revenue: 5 }),
  groupCall('g-2', 'right', '2026-02-01T00:00:00Z', { industry: 'coffee', name: 'Shop' }),
  groupCall('g-1', 'left', '2026-02-04T00:00:00Z', { industry: 'counted once' }),
  groupCall('g-3', 'newcomer', '2026-02-02T00:00:00Z', { type: 'household' }),
]

const tables = {
  journal_readers: 'name',
  profiles: 'profile_id',
  identifiers: 'kind, value',
  profile_merges: 'merge_id',
  companies: 'company_id',
  company_members: 'company_id, node_id',
  quarantined_events: 'id',
  event_names: 'type, name',
  event_properties: 'event, path',
  ingest_outcomes: 'day, source, outcome, reason',
  plan_violations: 'day, source, type, event, path, code',
}
const factTables = {
  events: 'events ORDER BY journal_position, journal_index',
  profiles: 'profiles FINAL ORDER BY profile_id',
  profile_aliases: 'profile_aliases FINAL ORDER BY node_id',
  companies: 'companies FINAL ORDER BY company_id',
  company_members: 'company_members FINAL ORDER BY company_id, node_id',
  trait_changes: 'trait_changes FINAL ORDER BY profile_id, trait, at, journal_position',
}

async function empty({ db, facts }: OpenEngines): Promise<void> {
  await db.script(`TRUNCATE ${Object.keys(tables).join(', ')}, seen_runs, seen_buckets`)
  for (const table of Object.keys(factTables)) await facts.command(`TRUNCATE TABLE ${table}`)
}

/** What counted, wherever one batch ended and the next began. */
async function seenKeys(db: Database): Promise<{ key: string }[]> {
  const buckets = await db.query<{ keys: string }>(
    `SELECT encode(b.keys, 'hex') AS keys FROM seen_runs AS r JOIN seen_buckets AS b ON b.run_id = r.run_id`,
  )
  const keys = buckets.flatMap(({ keys }) => keys.match(/.{32}/g) ?? [])
  return keys.sort().map((key) => ({ key }))
}

/** Every row that the pipeline writes, in either store. */
async function everything({ db, facts }: OpenEngines): Promise<Record<string, readonly object[]>> {
  const rows: Record<string, readonly object[]> = {}
  for (const [table, order] of Object.entries(tables))
    rows[table] = await db.query(`SELECT * FROM ${table} ORDER BY ${order}`)
  rows.seen = await seenKeys(db)
  for (const [table, from] of Object.entries(factTables))
    rows[`facts.${table}`] = await facts.query(`SELECT * FROM ${from}`)
  return rows
}
