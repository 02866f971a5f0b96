import { afterAll, beforeAll, expect, it } from 'vitest'
import { type OpenEngines, openEmbeddedEngines } from '../../../../test/harness/open-engines'
import { Failure } from '../../kernel/failure'
import { createEvents, listQuarantined } from '../../modules/events'
import { findIdentifiers, findProfileRows, parseProfile, presentComputed } from '../../modules/profiles'
import { systemIds } from '../../platform/clock'
import { createLog } from '../../platform/log'
import type { Database } from '../../platform/postgres'
import { createIngest } from '.'

const settings = { currency: 'CNY', exchangeRates: {}, country: 'CN', timezone: 'Asia/Shanghai' }
const gone = '00000000-0000-4000-8000-000000000bad'
let clock = new Date('2026-03-01T12:00:00Z')
let engines: OpenEngines
/** PostgreSQL as it is, but for identifiers that it refuses. */
let refused = ''
let ingest: ReturnType<typeof createIngest>
let events: ReturnType<typeof createEvents>

beforeAll(async () => {
  engines = await openEmbeddedEngines()
  const { facts } = engines
  const db = refusing(engines.db)
  ingest = createIngest({
    db,
    facts,
    journal: engines.journal,
    settingsOf: async (id) => {
      if (id === gone && clock.getTime() > Date.parse('2026-04-01'))
        throw new Failure('not_found', 'the workspace does not exist')
      return settings
    },
    now: () => clock,
    log: createLog('silent'),
  })
  events = createEvents({ db, facts, now: () => clock, newId: systemIds, accept: ingest.accept })
  ingest.start()
})
afterAll(async () => {
  await ingest.stop()
  await engines.close()
})

function refusing(db: Database): Database {
  const check = (text: string, params: readonly unknown[] = []) => {
    const holds = (param: unknown) => param instanceof Uint8Array && Buffer.from(param).includes(refused)
    if (refused && text.includes('INSERT INTO identifiers') && params.some(holds))
      throw Object.assign(new Error('value out of range'), { code: '22003' })
  }
  return {
    ...db,
    transaction: (work) =>
      db.transaction((tx) =>
        work({
          query: async (text, params) => {
            check(text, params)
            return tx.query(text, params)
          },
        }),
      ),
  }
}

const send = async (workspaceId: string, ...raws: object[]) =>
  ingest.reached(await ingest.accept(workspaceId, 'shop', raws, { receivedAt: clock, newId: systemIds }))

const order = (id: string, userId: string, more: object = {}) => ({
  type: 'track',
  event: 'Order Completed',
  messageId: id,
  userId,
  timestamp: '2026-02-02T00:00:00Z',
  properties: { order_id: id, revenue: 10, ...more },
})

const computedOf = async (workspaceId: string, value: string) => {
  const [found] = await findIdentifiers(engines.db, [{ workspaceId, kind: 'user_id', value }])
  const [row] = found ? await findProfileRows(engines.db, [found]) : []
  const thresholds = { newDays: 30, activeDays: 90, atRiskDays: 180, dormantDays: 365 }
  return row ? presentComputed(parseProfile(row).computed, clock.getTime(), thresholds).values : null
}

const waiting = (workspaceId: string) =>
  listQuarantined(engines.db, workspaceId, { state: 'open', limit: 50 })

it('counts a message that is mended and sent again under its id, also in the same breath', async () => {
  const workspaceId = systemIds()
  const wide = Object.fromEntries(Array.from({ length: 600 }, (_, index) => [`k${index}`, 1]))
  const long = { ...order('long', 'u1'), properties: { text: 'x'.repeat(600_000), wide } }
  await send(workspaceId, { ...order('bad', 'u1'), properties: { revenue: -1 } }, order('bad', 'u1'), long)
  await send(workspaceId, order('long', 'u1'))
  expect(await computedOf(workspaceId, 'u1')).toMatchObject({ orders: 2 })
  expect((await waiting(workspaceId)).map(({ reason }) => reason).sort()).toEqual([
    'bad_value',
    'too_many_keys',
  ])
})

it('keeps one copy of a malformed message that a client sends three times', async () => {
  const workspaceId = systemIds()
  const bad = { type: 'dance', messageId: 'd1', userId: 'u1' }
  await send(workspaceId, bad, bad)
  await send(workspaceId, bad)
  expect(await waiting(workspaceId)).toHaveLength(1)
})

it('opens a quarantined message again when it was sent in again and failed again', async () => {
  const workspaceId = systemIds()
  await send(workspaceId, { type: 'dance', messageId: 'd2', userId: 'u1' })
  const [row] = await waiting(workspaceId)
  await events.replay(workspaceId, row!.id, undefined)
  await ingest.reached((await ingest.status()).head)
  expect(await waiting(workspaceId)).toMatchObject([{ id: row!.id, reason: 'unknown_type' }])
  await events.replay(
    workspaceId,
    row!.id,
    JSON.stringify({ type: 'track', event: 'E', messageId: 'd2', userId: 'u1' }),
  )
  await ingest.reached((await ingest.status()).head)
  expect(await waiting(workspaceId)).toEqual([])
})

it('puts aside the one message that the database will not take, and goes on with its neighbours', async () => {
  const workspaceId = systemIds()
  refused = 'poison'
  await send(workspaceId, order('p1', 'u1'), order('p2', 'poison'), order('p3', 'u1'))
  refused = ''
  expect(await computedOf(workspaceId, 'u1')).toMatchObject({ orders: 2 })
  const visible = async (table: string) =>
    engines.facts.query(
      `SELECT count() AS count FROM ${table} FINAL WHERE workspace_id = {workspaceId:UUID}`,
      { workspaceId },
    )
  expect(await visible('profiles')).toEqual([{ count: 1 }])
  const [row, ...rest] = await waiting(workspaceId)
  expect([row?.reason, row?.detail, rest]).toEqual(['store_refused', 'value out of range', []])
  await events.replay(workspaceId, row!.id, undefined)
  await ingest.reached((await ingest.status()).head)
  expect(await computedOf(workspaceId, 'poison')).toMatchObject({ orders: 1 })
  expect(await visible('profiles')).toEqual([{ count: 2 }])
  const counts = await engines.facts.query(
    'SELECT count() AS count, uniqExact(message_id) AS ids FROM events WHERE workspace_id = {workspaceId:UUID}',
    { workspaceId },
  )
  expect(counts).toEqual([{ count: 3, ids: 3 }])
})

it('takes a company back to what it was without the message that is put aside', async () => {
  const workspaceId = systemIds()
  const call = (id: string, userId: string, groupId: string, industry: string, timestamp: string) => ({
    ...{ type: 'group', messageId: id, userId, groupId, timestamp },
    traits: { industry },
  })
  const companies = () =>
    engines.facts.query(
      `SELECT group_id, toString(traits.industry) AS industry, countIf(member.company_id != toUUID('00000000-0000-0000-0000-000000000000')) AS members
       FROM (SELECT * FROM companies FINAL WHERE workspace_id = {workspaceId:UUID}) AS company
       LEFT JOIN (SELECT * FROM company_members FINAL WHERE workspace_id = {workspaceId:UUID}) AS member
         ON member.company_id = company.company_id
       GROUP BY group_id, industry ORDER BY group_id`,
      { workspaceId },
    )
  await send(workspaceId, call('k1', 'u1', 'acme', 'tea', '2026-02-02T00:00:00Z'))
  refused = 'poison'
  await send(
    workspaceId,
    call('k2', 'poison', 'acme', 'never', '2026-02-05T00:00:00Z'),
    call('k3', 'poison', 'nova', 'never', '2026-02-05T00:00:00Z'),
    call('k4', 'u1', 'acme', 'coffee', '2026-02-03T00:00:00Z'),
  )
  refused = ''
  expect(await companies()).toEqual([{ group_id: 'acme', industry: 'coffee', members: 1 }])
  const [nova, acme] = (await waiting(workspaceId)).sort(({ message }) => (message.includes('nova') ? -1 : 1))
  for (const row of [nova, acme]) await events.replay(workspaceId, row!.id, undefined)
  await ingest.reached((await ingest.status()).head)
  expect(await companies()).toEqual([
    { group_id: 'acme', industry: 'never', members: 2 },
    { group_id: 'nova', industry: 'never', members: 1 },
  ])
})

it('counts categories that are called as things that every object has', async () => {
  const workspaceId = systemIds()
  const products = ['constructor', '__proto__', 'constructor'].map((category) => ({ category }))
  await send(workspaceId, order('c1', 'u1', { products }), order('c2', 'u1', { products }))
  expect(await computedOf(workspaceId, 'u1')).toMatchObject({ favourite_category: 'constructor' })
})

it('is not held up by a workspace that was deleted while its messages waited', async () => {
  const workspaceId = systemIds()
  await send(gone, order('g1', 'u1'))
  clock = new Date('2026-06-01T12:00:00Z')
  await send(gone, order('g2', 'u1'))
  ingest.sweepNow()
  await send(workspaceId, order('g3', 'u1'))
  expect(await computedOf(workspaceId, 'u1')).toMatchObject({ orders: 1 })
  expect(await ingest.status()).toMatchObject({ lastError: null })
  const due = await engines.db.query(
    'SELECT 1 FROM profiles WHERE workspace_id = $1 AND next_change_at IS NOT NULL',
    [gone],
  )
  expect(due).toEqual([])
})
