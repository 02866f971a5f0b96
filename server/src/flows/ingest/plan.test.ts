import { permissions, type TrackingPlan, trackingPlanSchema } from '@rapport/contract'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  type OpenEngines,
  openEmbeddedEngines,
  openServerEngines,
} from '../../../../test/harness/open-engines'
import { Failure } from '../../kernel/failure'
import { createEvents, createTrackingPlans, type TrackingPlans } from '../../modules/events'
import { normaliseTraits } from '../../modules/profiles'
import { createTeams } from '../../modules/teams'
import { randomSecret, systemIds } from '../../platform/clock'
import type { Actor } from '../../platform/http'
import { createLog } from '../../platform/log'
import { createIngest, type Ingest } from '.'
import { exampleOf } from './plan'

const settings = { currency: 'CNY', exchangeRates: {}, country: 'CN', timezone: 'Asia/Shanghai' }
const now = new Date('2026-03-01T12:00:00Z')
const log = createLog('silent')
const planWith = (more: object): TrackingPlan => trackingPlanSchema.parse(more)

const orderPlan = (more: object = {}, reactions: object = {}) =>
  planWith({
    ...reactions,
    events: [
      {
        type: 'track',
        name: 'Item Shared',
        ...more,
        properties: [
          { path: 'order_id', types: ['text'], required: true },
          { path: 'total', types: ['number'], required: true },
        ],
      },
    ],
  })

const order = (messageId: string, properties: object) => ({
  type: 'track',
  event: 'Item Shared',
  messageId,
  userId: 'u1',
  timestamp: '2026-02-20T00:00:00Z',
  properties,
})

describe.each([
  ['embedded engines', openEmbeddedEngines],
  ['real servers', openServerEngines],
])('a tracking plan on %s', (_, open) => {
  let engines: OpenEngines
  let ingest: Ingest
  let plans: TrackingPlans
  let events: ReturnType<typeof createEvents>
  let teams: ReturnType<typeof createTeams>
  let workspaceId: string
  let actor: Actor

  beforeAll(async () => {
    engines = await open()
    const { db, facts, journal } = engines
    teams = createTeams({
      db,
      now: () => now,
      newId: systemIds,
      randomSecret,
      publicUrl: () => '',
      hasMoneyEvents: async () => false,
      log,
    })
    ingest = createIngest({
      db,
      facts,
      journal,
      settingsOf: async () => settings,
      planOf: (id) => plans.planOf(id),
      now: () => now,
      log,
    })
    events = createEvents({ db, facts, now: () => now, newId: systemIds, accept: ingest.accept })
    plans = createTrackingPlans({
      db,
      facts,
      now: () => now,
      newId: systemIds,
      audit: teams.audit,
      head: journal.head,
      accept: ingest.accept,
      catalogue: events.catalogue,
      canonicalTraits: async (_id, traits) =>
        normaliseTraits(traits, { country: 'CN', zone: 'Asia/Shanghai' }).traits,
    })
    ingest.start()
  })
  afterAll(async () => {
    await ingest.stop()
    await engines.close()
  })

  const newWorkspace = async () => {
    workspaceId = (await teams.createWorkspace({ name: 'Shop' })).id
    actor = { kind: 'user', id: 'u', name: 'Ann', workspaceId, permissions: new Set(permissions) }
  }
  const send = async (raws: readonly unknown[], source = 'shop') =>
    ingest.reached(await ingest.accept(workspaceId, source, raws, { receivedAt: now, newId: systemIds }))
  const settle = async () => ingest.reached((await ingest.status()).head)
  const violations = async (filter: object = {}) =>
    (await plans.violations(workspaceId, { days: 30, limit: 50, ...filter })).items
  const open_ = () => events.quarantine(workspaceId, { state: 'open', limit: 50 })
  const stored = () =>
    engines.facts.query<{ message_id: string }>(
      'SELECT message_id FROM events WHERE workspace_id = {workspaceId:UUID} ORDER BY message_id',
      { workspaceId },
    )
  const saveFirst = (plan: TrackingPlan) => plans.save(actor, { version: 0, plan, note: '' })

  it('counts what is reported, by source, event, path and kind, and lets it count', async () => {
    await newWorkspace()
    await saveFirst(orderPlan())
    await send([order('m1', { order_id: 'a', total: '9' }), order('m2', { order_id: 1, total: '8' })])
    await send([order('m3', { order_id: 'c', total: 1 }), { ...order('m4', {}), event: 'Other' }], 'app')
    expect((await violations()).map(({ lastAt: _at, ...row }) => row)).toEqual([
      {
        source: 'shop',
        type: 'track',
        event: 'Item Shared',
        path: 'total',
        code: 'wrong_type',
        count: 2,
        quarantined: 0,
        expected: 'number',
        example: '8',
      },
      expect.objectContaining({ source: 'app', event: 'Other', code: 'unknown_event', count: 1 }),
      expect.objectContaining({ source: 'shop', path: 'order_id', code: 'wrong_type', example: '1' }),
    ])
    expect(await stored()).toHaveLength(4)
    expect((await events.outcomes(workspaceId, 30)).items).toContainEqual(
      expect.objectContaining({ outcome: 'problem', reason: 'plan_violation', source: 'shop', count: 2 }),
    )
    expect((await plans.violationDays(workspaceId, { days: 30 })).items).toEqual([
      { day: '2026-03-01', source: 'app', count: 1, quarantined: 0 },
      { day: '2026-03-01', source: 'shop', count: 3, quarantined: 0 },
    ])
  })

  it('gives the report page by page, each kind once', async () => {
    const rows = []
    for (let cursor: string | undefined; ; ) {
      const page = await plans.violations(workspaceId, { days: 30, limit: 1, cursor })
      rows.push(...page.items)
      if (!page.nextCursor) break
      cursor = page.nextCursor
    }
    expect(rows).toEqual(await violations())
    expect(rows).toHaveLength(3)
    await expect(plans.violations(workspaceId, { days: 30, limit: 1, cursor: 'x' })).rejects.toThrow(Failure)
  })

  it('holds up what is to be quarantined, which counts once when it is mended and sent in again', async () => {
    await newWorkspace()
    await saveFirst(orderPlan({ onViolation: 'quarantine' }))
    await send([order('m1', { order_id: 'a', total: '9' })])
    await send([order('m1', { order_id: 'a', total: '9' })])
    const { items } = await open_()
    expect(items).toMatchObject([
      { reason: 'plan_violation', detail: 'wrong_type total (text, not number)', source: 'shop' },
    ])
    expect(await stored()).toEqual([])
    const mended = JSON.stringify({
      ...JSON.parse(items[0]!.message),
      properties: { order_id: 'a', total: 9 },
    })
    await events.replay(workspaceId, items[0]!.id, mended)
    await settle()
    await send([order('m1', { order_id: 'a', total: 9 })])
    expect(await stored()).toEqual([{ message_id: 'm1' }])
    expect((await open_()).items).toEqual([])
    expect(await violations()).toMatchObject([{ count: 2, quarantined: 2 }])
  })

  it('sends in again what passes once the plan is mended, and leaves the rest', async () => {
    await newWorkspace()
    const strict = { onUnknownEvent: 'quarantine', onViolation: 'quarantine' }
    await saveFirst(orderPlan({}, strict))
    const others = Array.from({ length: 5 }, (_each, index) => ({ ...order(`o${index}`, {}), event: 'New' }))
    await send([...others, order('m1', { order_id: 'a' })])
    expect((await open_()).items).toHaveLength(6)
    expect(await plans.replay(actor, {})).toEqual({ replayed: 0, stillViolating: 6, nextCursor: null })

    const { version, plan } = await plans.get(workspaceId)
    const grown = planWith({ ...plan, events: [...plan.events, { type: 'track', name: 'New' }] })
    await plans.save(actor, { version, plan: grown, note: '' })
    expect(await plans.replay(actor, { event: 'Item Shared' })).toMatchObject({ replayed: 0 })
    expect(await plans.replay(actor, { source: 'elsewhere' })).toMatchObject({ replayed: 0 })
    expect(await plans.replay(actor, {})).toEqual({ replayed: 5, stillViolating: 1, nextCursor: null })
    await settle()
    expect(await stored()).toHaveLength(5)
    expect((await open_()).items).toMatchObject([{ detail: 'missing_property total' }])
    expect(await plans.replay(actor, {})).toMatchObject({ replayed: 0 })
  })

  it('judges what came before a plan was saved by the plan before', async () => {
    await newWorkspace()
    await ingest.stop()
    await ingest.accept(workspaceId, 'shop', [order('early', {})], { receivedAt: now, newId: systemIds })
    await saveFirst(orderPlan({ onViolation: 'quarantine' }))
    await ingest.accept(workspaceId, 'shop', [order('late', {})], { receivedAt: now, newId: systemIds })
    ingest.start()
    await settle()
    expect(await stored()).toEqual([{ message_id: 'early' }])
    expect((await open_()).items).toHaveLength(1)
  })

  it('checks traits under the names that the product gives them, and masks what is personal', async () => {
    await newWorkspace()
    await saveFirst(
      planWith({
        onUnknownProperty: 'report',
        events: [
          {
            type: 'identify',
            properties: [
              { path: 'first_name', types: ['text'], allowed: ['Ann'] },
              { path: 'plan', allowed: ['free', 'paid'] },
            ],
          },
        ],
      }),
    )
    const traits = { firstName: 'Mei', plan: 'gold', note: 'call 13800138000' }
    await send([{ type: 'identify', userId: 'u1', traits }])
    expect((await violations()).map(({ path, code, example }) => [path, code, example])).toEqual([
      ['first_name', 'not_allowed_value', '•••'],
      ['note', 'unknown_property', '•••'],
      ['plan', 'not_allowed_value', 'gold'],
    ])
  })

  it('never checks what the product itself says', async () => {
    await newWorkspace()
    await saveFirst(orderPlan({}, { onUnknownEvent: 'quarantine' }))
    await send([order('m1', { order_id: 'a', total: 1 })])
    const fact = { messageId: 'f', type: 'track', userId: 'u1', timestamp: now.toISOString() } as const
    await ingest.record(workspaceId, 'rapport', [{ ...fact, event: 'message_sent' }])
    await settle()
    expect(await stored()).toHaveLength(2)
    expect(await violations()).toEqual([])
  })

  it('lets one of two editors at once save, and tells the other', async () => {
    await newWorkspace()
    const saves = await Promise.allSettled([saveFirst(orderPlan()), saveFirst(planWith({ isOn: false }))])
    expect(saves.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
    const refused = saves.find(({ status }) => status === 'rejected') as PromiseRejectedResult
    expect(refused.reason).toMatchObject({ code: 'conflict', details: { code: 'tracking_plan_changed' } })
    await expect(plans.save(actor, { version: 5, plan: orderPlan(), note: '' })).rejects.toThrow(/version 1/)
  })

  it('keeps every version with who made it and what it changed, and makes none when nothing changed', async () => {
    await newWorkspace()
    await saveFirst(orderPlan())
    const renamed = planWith({ ...orderPlan({ name: 'Order Placed' }), onUnknownEvent: 'allow' })
    await plans.save(actor, { version: 1, plan: renamed, note: 'renamed' })
    expect(await plans.save(actor, { version: 2, plan: renamed, note: '' })).toMatchObject({ version: 2 })
    const { items } = await plans.versions(workspaceId, { limit: 50 })
    expect(items).toMatchObject([
      {
        version: 2,
        savedBy: 'Ann',
        note: 'renamed',
        changes: {
          added: ['track Order Placed'],
          removed: ['track Item Shared'],
          changed: [],
          settings: ['onUnknownEvent'],
        },
      },
      { version: 1, changes: { added: ['track Item Shared'] } },
    ])
    expect((await plans.version(workspaceId, 1)).plan).toEqual(orderPlan())
    await expect(plans.version(workspaceId, 9)).rejects.toMatchObject({ code: 'not_found' })
    const audit = await teams.audit.list(workspaceId, {}, { limit: 10 })
    expect(audit.items.map(({ action }) => action).slice(0, 2)).toEqual([
      'tracking_plan.saved',
      'tracking_plan.saved',
    ])
  })

  it('proposes what came in: types as seen, required where always there', async () => {
    await newWorkspace()
    const raws = Array.from({ length: 25 }, (_each, index) =>
      order(`m${index}`, {
        order_id: `a${index}`,
        total: index,
        paid_at: '2026-02-20T00:00:00Z',
        ...(index === 0 && { coupon: 'x' }),
        products: [{ sku: 's', price: 1.5 }, index === 1 ? { sku: 't' } : { sku: 't', price: 2 }],
      }),
    )
    await send([...raws, { type: 'identify', userId: 'u1', traits: { plan: 'free' } }])
    await send([{ type: 'page', userId: 'u1', name: 'Home', properties: { url: '/' } }])
    const { plan, added, version } = await plans.draft(workspaceId)
    expect(version).toBe(0)
    expect(added).toContainEqual({ type: 'track', name: 'Item Shared', sampled: 25 })
    const event = plan.events.find(({ name }) => name === 'Item Shared')
    expect(event?.properties.map(({ path, types, required }) => [path, types, required])).toEqual([
      ['coupon', ['text'], false],
      ['order_id', ['text'], true],
      ['paid_at', ['moment'], true],
      ['products', ['list'], true],
      ['products[].price', ['number'], false],
      ['products[].sku', ['text'], true],
      ['total', ['number'], true],
    ])
    expect(plan.events.map(({ type, name }) => `${type} ${name}`.trim()).sort()).toEqual([
      'identify',
      'page',
      'track Item Shared',
    ])
    await plans.save(actor, { version, plan, note: '' })
    expect((await plans.draft(workspaceId)).added).toEqual([])
    await send(raws.map((raw, index) => ({ ...raw, messageId: `again ${index}` })))
    expect(await violations()).toEqual([])
  })

  it('says of a pasted message what would become of it, and keeps nothing', async () => {
    await newWorkspace()
    await saveFirst(orderPlan({ onViolation: 'quarantine' }))
    expect(await plans.check(workspaceId, order('m', { order_id: 'a', total: 'x' }))).toEqual({
      refused: null,
      type: 'track',
      event: 'Item Shared',
      isChecked: true,
      outcome: 'quarantine',
      violations: [
        { code: 'wrong_type', path: 'total', expected: 'number', found: 'x', reaction: 'quarantine' },
      ],
    })
    expect(await plans.check(workspaceId, order('m', { order_id: 'a', total: 1 }))).toMatchObject({
      outcome: 'allow',
    })
    expect(await plans.check(workspaceId, 'text')).toMatchObject({ refused: { reason: 'not_an_object' } })
    expect(await plans.check(workspaceId, order('m', {}), planWith({}))).toMatchObject({ isChecked: false })
    expect(await violations()).toEqual([])
  })

  it('refuses a pattern that is none, and says where', async () => {
    await newWorkspace()
    const plan = planWith({
      events: [{ type: 'track', name: 'E', properties: [{ path: 'a', pattern: '(?=x)' }] }],
    })
    await expect(saveFirst(plan)).rejects.toMatchObject({
      code: 'invalid_input',
      details: { code: 'bad_pattern', issues: [{ path: 'plan.events.0.properties.0.pattern' }] },
    })
  })

  it('shows another workspace nothing', async () => {
    await newWorkspace()
    await saveFirst(orderPlan())
    await send([order('m1', {})])
    expect(await violations()).toHaveLength(2)
    await newWorkspace()
    expect(await plans.get(workspaceId)).toMatchObject({ version: 0, plan: { events: [] } })
    expect(await violations()).toEqual([])
    expect((await plans.versions(workspaceId, { limit: 9 })).items).toEqual([])
    await send([order('m1', {})])
    expect(await violations()).toEqual([])
  })
})

it('masks what looks personal, and names what holds other values', () => {
  const example = (path: string, found: never, type = 'track') => exampleOf(type, { path, found })
  expect([
    example('email', 'x' as never),
    example('contact', 'li@example.com' as never),
    example('to', '+86 138 0013 8000' as never),
    example('card', '110101199003078888' as never),
    example('products[].name', 'Tea' as never),
    example('name', 'Li Mei' as never, 'identify'),
    example('total', 12.5 as never),
    example('list', ['li@example.com'] as never),
    example('gone', undefined as never),
  ]).toEqual(['•••', '•••', '•••', '•••', 'Tea', '•••', '12.5', '[…]', ''])
})
