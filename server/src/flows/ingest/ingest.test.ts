import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  type OpenEngines,
  openEmbeddedEngines,
  openServerEngines,
} from '../../../../test/harness/open-engines'
import { deriveId } from '../../kernel/id'
import { listQuarantined } from '../../modules/events'
import {
  defaultThresholds,
  findIdentifiers,
  findProfileRows,
  parseProfile,
  presentComputed,
} from '../../modules/profiles'
import { systemIds } from '../../platform/clock'
import { createLog } from '../../platform/log'
import { createIngest } from '.'

const settings = { currency: 'CNY', exchangeRates: { USD: 7 }, country: 'CN', timezone: 'Asia/Shanghai' }
const now = new Date('2026-03-01T12:00:00Z')

describe.each([
  ['embedded engines', openEmbeddedEngines],
  ['real servers', openServerEngines],
])('the pipeline on %s', (_, open) => {
  let engines: OpenEngines
  let ingest: ReturnType<typeof createIngest>
  beforeAll(async () => {
    engines = await open()
    ingest = startIngest(engines)
  })
  afterAll(async () => {
    await ingest.stop()
    await engines.close()
  })

  function startIngest({ db, facts, journal }: OpenEngines) {
    const started = createIngest({
      db,
      facts,
      journal,
      settingsOf: async () => settings,
      now: () => now,
      log: createLog('silent'),
    })
    started.start()
    return started
  }

  const send = async (workspaceId: string, raws: readonly unknown[]) =>
    ingest.reached(await ingest.accept(workspaceId, 'shop', raws, { receivedAt: now, newId: systemIds }))

  const profileOf = async (workspaceId: string, kind: string, value: string) => {
    const [found] = await findIdentifiers(engines.db, [{ workspaceId, kind, value }])
    const [row] = found ? await findProfileRows(engines.db, [found]) : []
    return row ? parseProfile(row) : null
  }

  const order = (id: string, userId: string, revenue: unknown, timestamp: string, more: object = {}) => ({
    type: 'track',
    event: 'Order Completed',
    messageId: id,
    userId,
    timestamp,
    properties: { order_id: id, revenue, currency: 'CNY', ...more },
  })

  it('brings an anonymous visitor and the customer she turns out to be together, with her history', async () => {
    const workspaceId = systemIds()
    await send(workspaceId, [
      { type: 'page', messageId: 'p1', anonymousId: 'a1', name: 'Home', timestamp: '2026-02-01T00:00:00Z' },
      order('o1', 'u1', 10.5, '2026-02-02T00:00:00Z'),
      {
        type: 'identify',
        messageId: 'i1',
        userId: 'u1',
        anonymousId: 'a1',
        traits: { email: ' Mei@Example.COM ', phone: '138 0013 8000' },
        timestamp: '2026-02-03T00:00:00Z',
      },
      order('o2', 'u1', '20.00', '2026-01-01T00:00:00Z'),
    ])
    const profile = await profileOf(workspaceId, 'anonymous_id', 'a1')
    expect(profile).toEqual(await profileOf(workspaceId, 'email', 'mei@example.com'))
    expect(profile?.traits.phone?.value).toBe('+8613800138000')
    const { values } = presentComputed(profile!.computed, now.getTime(), defaultThresholds)
    expect(values).toMatchObject({
      orders: 2,
      revenue: 3050,
      aov: 1525,
      first_order_at: '2026-01-01T00:00:00.000Z',
      last_order_at: '2026-02-02T00:00:00.000Z',
    })
    const rows = await engines.facts.query<{ profile: string; count: number }>(
      `SELECT if(a.profile_id = toUUID('00000000-0000-0000-0000-000000000000'), e.profile_id, a.profile_id) AS profile, count() AS count
       FROM events AS e LEFT JOIN (SELECT node_id, profile_id FROM profile_aliases FINAL WHERE workspace_id = {workspaceId:UUID}) AS a ON a.node_id = e.profile_id
       WHERE e.workspace_id = {workspaceId:UUID} GROUP BY profile`,
      { workspaceId },
    )
    expect(rows).toEqual([{ profile: profile?.profileId, count: 4 }])
  })

  it('counts a message once, however often and in whatever company it is posted', async () => {
    const workspaceId = systemIds()
    const one = order('once', 'u1', 5, '2026-02-02T00:00:00Z')
    await send(workspaceId, [one, one])
    await send(workspaceId, [one, order('other', 'u1', 1, '2026-02-02T00:00:00Z')])
    const { values } = presentComputed(
      (await profileOf(workspaceId, 'user_id', 'u1'))!.computed,
      now.getTime(),
      defaultThresholds,
    )
    expect(values).toMatchObject({ orders: 2, revenue: 600 })
  })

  it('keeps two accounts on one device apart', async () => {
    const workspaceId = systemIds()
    await send(workspaceId, [
      { type: 'identify', messageId: '1', userId: 'u1', anonymousId: 'tablet' },
      { type: 'identify', messageId: '2', userId: 'u2', anonymousId: 'tablet' },
      { type: 'identify', messageId: '3', userId: 'u2', traits: { email: 'b@example.com' } },
    ])
    expect((await profileOf(workspaceId, 'user_id', 'u1'))?.profileId).not.toBe(
      (await profileOf(workspaceId, 'user_id', 'u2'))?.profileId,
    )
    expect((await profileOf(workspaceId, 'email', 'b@example.com'))?.profileId).toBe(
      (await profileOf(workspaceId, 'user_id', 'u2'))?.profileId,
    )
  })

  it('undoes a merge: identifiers, traits and what was counted go back', async () => {
    const workspaceId = systemIds()
    await send(workspaceId, [
      order('x1', 'left', 10, '2026-02-01T00:00:00Z'),
      order('x2', 'right', 20, '2026-02-02T00:00:00Z'),
      {
        type: 'identify',
        messageId: 't1',
        userId: 'left',
        traits: { city: 'Beijing' },
        timestamp: '2026-02-01T00:00:00Z',
      },
      {
        type: 'identify',
        messageId: 't2',
        userId: 'right',
        traits: { city: 'Shanghai' },
        timestamp: '2026-02-05T00:00:00Z',
      },
    ])
    const left = await profileOf(workspaceId, 'user_id', 'left')
    const right = await profileOf(workspaceId, 'user_id', 'right')
    await command(workspaceId, 'merge_profiles', {
      survivor_id: left!.profileId,
      absorbed_id: right!.profileId,
    })
    const merged = await profileOf(workspaceId, 'user_id', 'right')
    expect(merged?.profileId).toBe(left?.profileId)
    expect(merged?.traits.city?.value).toBe('Shanghai')
    const later = { type: 'identify', timestamp: '2026-02-11T00:00:00Z' }
    await send(workspaceId, [
      order('x3', 'right', 5, '2026-02-10T00:00:00Z'),
      { ...later, messageId: 't3', userId: 'right', traits: { city: 'Suzhou', job: 'cook' } },
      { ...later, messageId: 't4', userId: 'left', traits: { hobby: 'chess' } },
    ])
    const [merge] = await engines.db.query<{ id: string }>(
      'SELECT merge_id AS id FROM profile_merges WHERE workspace_id = $1',
      [workspaceId],
    )
    await command(workspaceId, 'undo_merge', { merge_id: merge!.id })
    const computed = async (user: string) =>
      presentComputed(
        (await profileOf(workspaceId, 'user_id', user))!.computed,
        now.getTime(),
        defaultThresholds,
      ).values
    expect(await computed('left')).toMatchObject({ orders: 1, revenue: 1000 })
    expect(await computed('right')).toMatchObject({ orders: 2, revenue: 2500 })
    const traits = async (user: string) =>
      Object.fromEntries(
        Object.entries((await profileOf(workspaceId, 'user_id', user))?.traits ?? {}).map(
          ([name, { value }]) => [name, value],
        ),
      )
    expect(await traits('left')).toEqual({ city: 'Beijing', hobby: 'chess' })
    expect(await traits('right')).toEqual({ city: 'Suzhou', job: 'cook' })
  })

  const command = async (workspaceId: string, event: string, properties: Record<string, string>) =>
    ingest.reached(
      await ingest.record(workspaceId, 'tester', [
        { messageId: systemIds(), type: 'command', event, properties, timestamp: now.toISOString() },
      ]),
    )

  it('puts what it cannot use into quarantine with the reason, and counts it when it is mended', async () => {
    const workspaceId = systemIds()
    await send(workspaceId, [
      order('bad-money', 'u1', -5, '2026-02-02T00:00:00Z'),
      order('nan', 'u1', 'abc', '2026-02-02T00:00:00Z'),
      { type: 'track', messageId: 'y0', userId: 'u', event: 'E', timestamp: '0000-01-01T00:00:00Z' },
      { type: 'track', messageId: 'y9999', userId: 'u', event: 'E', timestamp: '9999-01-01T00:00:00Z' },
      { type: 'track', messageId: 'nobody', event: 'E' },
      { type: 'dance', userId: 'u' },
      'text',
      null,
    ])
    const rows = await listQuarantined(engines.db, workspaceId, { state: 'open', limit: 50 })
    expect(rows.map((row) => row.reason).sort()).toEqual([
      'bad_value',
      'bad_value',
      'missing_identifier',
      'not_an_object',
      'not_an_object',
      'timestamp_out_of_range',
      'timestamp_out_of_range',
      'unknown_type',
    ])
    await send(workspaceId, [order('bad-money', 'u1', 5, '2026-02-02T00:00:00Z')])
    expect((await profileOf(workspaceId, 'user_id', 'u1'))?.computed.orders).toBe(1)
  })

  it('keeps an order in a currency without a rate until there is one; what needs no worth counts', async () => {
    const workspaceId = systemIds()
    const euros = (event: string) => ({
      ...order(event, 'u1', 100, '2026-02-02T00:00:00Z'),
      event,
      properties: { revenue: 100, currency: 'EUR' },
    })
    await send(workspaceId, ['Order Completed', 'Order Refunded', 'Product Viewed'].map(euros))
    const rows = await listQuarantined(engines.db, workspaceId, { state: 'open', limit: 50 })
    expect(rows.map(({ reason, detail }) => [reason, detail])).toEqual(
      Array(2).fill(['no_exchange_rate', 'EUR has no exchange rate to CNY']),
    )
    const profile = await profileOf(workspaceId, 'user_id', 'u1')
    expect(profile?.computed.orders).toBeUndefined()
    expect(profile?.computed.refunds).toBeUndefined()
  })

  it('stores strange values and a strange event does not hold up its neighbours', async () => {
    const workspaceId = systemIds()
    const strange = {
      'a.b': 1,
      a: { b: 2 },
      '': 'empty',
      '日 本': [{ x: 1 }, { x: 'y' }, [1, [2]]],
      big: 1e308,
      huge: 123456789012345680000,
      lone: '\ud800',
      nul: 'a\u0000b',
      mixed: [1, 'a', null, { q: [] }],
      deep: { a: { b: { c: { d: 1 } } } },
    }
    await send(workspaceId, [
      { type: 'track', messageId: 's1', userId: 'u', event: 'Strange', properties: strange },
      {
        type: 'track',
        messageId: 's2',
        userId: 'u',
        event: 'Strange',
        properties: { a: 'now text', big: 'x', '日 本': 1 },
      },
      { type: 'track', messageId: 's3', userId: 'u', event: 'Plain', properties: { ok: true } },
    ])
    const rows = await engines.facts.query<{ name: string }>(
      'SELECT name FROM events WHERE workspace_id = {workspaceId:UUID} ORDER BY message_id',
      { workspaceId },
    )
    expect(rows.map((row) => row.name)).toEqual(['Strange', 'Strange', 'Plain'])
  })

  it('writes nothing twice when an attempt was cut short after its facts were written', async () => {
    const workspaceId = systemIds()
    await ingest.stop()
    const raws = Array.from({ length: 20 }, (_, index) =>
      order(`c${index}`, `u${index % 3}`, 1, '2026-02-02T00:00:00Z'),
    )
    const target = await ingest.accept(workspaceId, 'shop', raws, { receivedAt: now, newId: systemIds })
    const broken = createIngest({
      db: { ...engines.db, transaction: () => Promise.reject(new Error('killed here')) },
      facts: engines.facts,
      journal: engines.journal,
      settingsOf: async () => settings,
      now: () => now,
      log: createLog('silent'),
    })
    broken.start()
    const count = async () =>
      (
        await engines.facts.query<{ n: number }>(
          'SELECT count() AS n FROM events WHERE workspace_id = {workspaceId:UUID}',
          { workspaceId },
        )
      )[0]?.n
    await expect.poll(count).toBe(20)
    await broken.stop()
    ingest = startIngest(engines)
    await ingest.reached(target)
    expect(await count()).toBe(20)
    expect((await profileOf(workspaceId, 'user_id', 'u0'))?.profileId).toBe(
      deriveId('profile', workspaceId, 'c0'),
    )
  })
})
