import { companiesApi, type Endpoint, type Permission } from '@rapport/contract'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  type OpenEngines,
  openEmbeddedEngines,
  openServerEngines,
} from '../../../../../test/harness/open-engines'
import { createIngest } from '../../../flows/ingest'
import { systemIds } from '../../../platform/clock'
import { createLog } from '../../../platform/log'
import { companyIdOf, companyRoutes, createCompanies } from '..'
import { findIdentifiers } from '../store'

const timezone = 'Asia/Shanghai'
const now = new Date('2026-03-01T12:00:00Z')

describe.each([
  ['embedded engines', openEmbeddedEngines],
  ['real servers', openServerEngines],
])('companies and households on %s', (_, open) => {
  let engines: OpenEngines
  let ingest: ReturnType<typeof createIngest>
  let companies: ReturnType<typeof createCompanies>
  beforeAll(async () => {
    engines = await open()
    ingest = createIngest({
      ...engines,
      journal: engines.journal,
      settingsOf: async () => ({ currency: 'CNY', exchangeRates: {}, country: 'CN', timezone }),
      now: () => now,
      log: createLog('silent'),
    })
    ingest.start()
    companies = createCompanies({
      ...engines,
      now: () => now,
      newId: systemIds,
      record: ingest.record,
      reached: ingest.reached,
      timezoneOf: async () => timezone,
    })
  })
  afterAll(async () => {
    await ingest.stop()
    await engines.close()
  })

  const send = async (workspaceId: string, ...raws: object[]) => {
    const messages = raws.map((raw) => ({
      messageId: systemIds(),
      timestamp: '2026-02-01T00:00:00Z',
      ...raw,
    }))
    await ingest.reached(
      await ingest.accept(workspaceId, 'shop', messages, { receivedAt: now, newId: systemIds }),
    )
  }
  const group = (
    userId: string,
    groupId: string,
    traits: object = {},
    timestamp = '2026-02-01T00:00:00Z',
  ) => ({
    type: 'group',
    userId,
    groupId,
    traits,
    timestamp,
  })
  const order = (userId: string, revenue: number, timestamp: string) => ({
    type: 'track',
    event: 'Order Completed',
    userId,
    timestamp,
    properties: { order_id: systemIds(), revenue, currency: 'CNY' },
  })
  const customer = async (workspaceId: string, userId: string) => {
    const [row] = await findIdentifiers(engines.db, [{ workspaceId, kind: 'user_id', value: userId }])
    return row?.profileId ?? ''
  }
  const namesOf = async (workspaceId: string, kind: 'company' | 'household' = 'company') =>
    (await companies.list(workspaceId, { kind, sort: 'name', limit: 50 })).items.map(({ name }) => name)

  it('are made of group calls, whose newest traits stay whatever comes late or twice', async () => {
    const workspaceId = systemIds()
    const id = companyIdOf(workspaceId, 'acme')
    const call = {
      messageId: 'g1',
      ...group('u1', 'acme', { name: 'Acme', industry: 'tea' }, '2026-02-10T00:00:00Z'),
    }
    await send(workspaceId, call)
    await send(
      workspaceId,
      group('u2', 'acme', { industry: 'coffee', employees: 7, revenue: 5 }, '2026-02-09T00:00:00Z'),
    )
    await send(workspaceId, { ...call, traits: { name: 'Counted twice' } })
    const acme = await companies.get(workspaceId, id)
    expect(acme).toMatchObject({ kind: 'company', name: 'Acme', groupId: 'acme', figures: { members: 2 } })
    expect(Object.fromEntries(Object.entries(acme.traits).map(([name, { value }]) => [name, value]))).toEqual(
      {
        name: 'Acme',
        industry: 'tea',
        employees: 7,
        stated_revenue: 5,
      },
    )
    expect(acme.firstSeenAt).toBe('2026-02-09T00:00:00.000Z')
  })

  it('add up what their members bought, each person once, and follow merges and their undoing', async () => {
    const workspaceId = systemIds()
    const id = companyIdOf(workspaceId, 'acme')
    await send(
      workspaceId,
      group('u1', 'acme', { name: 'Acme' }),
      group('u2', 'acme'),
      order('u1', 10, '2026-02-20T00:00:00Z'),
      order('u2', 5, '2025-06-01T00:00:00Z'),
      order('stranger', 99, '2026-02-20T00:00:00Z'),
    )
    expect((await companies.get(workspaceId, id)).figures).toEqual({
      members: 2,
      active_members: 2,
      orders: 2,
      revenue: 1500,
      first_order_at: '2025-06-01T00:00:00.000Z',
      last_order_at: '2026-02-20T00:00:00.000Z',
      last_seen_at: '2026-02-20T00:00:00.000Z',
    })
    const [survivorId, absorbedId] = [await customer(workspaceId, 'u1'), await customer(workspaceId, 'u2')]
    const command = async (event: string, properties: Record<string, string>) => {
      const at = await ingest.record(workspaceId, 'tester', [
        { messageId: systemIds(), type: 'command', event, properties, timestamp: now.toISOString() },
      ])
      await ingest.reached(at)
    }
    await command('merge_profiles', { survivor_id: survivorId, absorbed_id: absorbedId })
    expect((await companies.get(workspaceId, id)).figures).toMatchObject({
      members: 1,
      orders: 2,
      revenue: 1500,
    })
    expect((await companies.members(workspaceId, id, { limit: 10 })).items).toMatchObject([
      { id: survivorId, orders: 2, revenue: 1500 },
    ])
    expect(
      (await companies.timeline(workspaceId, id, { limit: 10 })).items.map((one) => one.customerId),
    ).toEqual([survivorId, survivorId, survivorId, survivorId])
    const [merge] = await engines.db.query<{ id: string }>(
      'SELECT merge_id AS id FROM profile_merges WHERE workspace_id = $1',
      [workspaceId],
    )
    await command('undo_merge', { merge_id: merge?.id ?? '' })
    expect((await companies.get(workspaceId, id)).figures).toMatchObject({ members: 2, revenue: 1500 })
  })

  it('can be made and changed by hand; who was taken out does not come back with an older call', async () => {
    const workspaceId = systemIds()
    await send(
      workspaceId,
      { type: 'identify', userId: 'u1', traits: { name: '王芳' } },
      { type: 'page', userId: 'u2' },
    )
    const [wang, other] = [await customer(workspaceId, 'u1'), await customer(workspaceId, 'u2')]
    const made = await companies.create(
      workspaceId,
      { kind: 'household', name: '王家', groupId: 'h1', memberIds: [wang, other] },
      'user:Li',
    )
    expect(made).toMatchObject({ kind: 'household', name: '王家', figures: { members: 2 } })
    expect(await companies.ofCustomer(workspaceId, wang)).toMatchObject({
      items: [{ id: made.id, name: '王家' }],
    })
    await expect(
      companies.create(workspaceId, { kind: 'company', name: 'x', groupId: 'h1', memberIds: [] }, 'user:Li'),
    ).rejects.toMatchObject({ code: 'already_exists' })

    await companies.removeMember(workspaceId, { id: made.id, customerId: wang }, 'user:Li')
    await send(workspaceId, group('u1', 'h1'))
    expect((await companies.members(workspaceId, made.id, { limit: 10 })).items.map(({ id }) => id)).toEqual([
      other,
    ])
    await companies.addMember(workspaceId, { id: made.id, customerId: wang }, 'user:Li')
    const changed = await companies.setTraits(workspaceId, made.id, { note: '老客户', type: null }, 'user:Li')
    expect(changed).toMatchObject({
      kind: 'company',
      traits: { note: { value: '老客户', source: 'user:Li' } },
    })
    await expect(companies.setTraits(workspaceId, made.id, { revenue: 1 }, 'user:Li')).rejects.toMatchObject({
      details: { code: 'computed_trait' },
    })
    await expect(
      companies.addMember(workspaceId, { id: made.id, customerId: systemIds() }, 'user:Li'),
    ).rejects.toMatchObject({ code: 'not_found' })
  })

  it('are listed by name or figure, a page at a time, and found by a part of the name or their id', async () => {
    const workspaceId = systemIds()
    await send(
      workspaceId,
      ...['Beta', 'alpha', 'Gamma'].map((name, place) => group(`u${place}`, `g${place}`, { name })),
      group('u2', 'home', { type: 'household', name: 'Home' }),
      order('u1', 10, '2026-02-20T00:00:00Z'),
      order('u2', 30, '2026-02-20T00:00:00Z'),
    )
    expect(await namesOf(workspaceId)).toEqual(['alpha', 'Beta', 'Gamma'])
    expect(await namesOf(workspaceId, 'household')).toEqual(['Home'])
    for (const [sort, expected] of [
      ['name', ['alpha', 'Beta', 'Gamma']],
      ['revenue', ['Gamma', 'alpha', 'Beta']],
    ] as const) {
      const names: string[] = []
      let cursor: string | undefined
      do {
        const page = await companies.list(workspaceId, { kind: 'company', sort, limit: 1, cursor })
        names.push(...page.items.map(({ name }) => name))
        cursor = page.nextCursor ?? undefined
      } while (cursor)
      expect(names).toEqual(expected)
    }
    const search = async (text: string) =>
      (await companies.list(workspaceId, { kind: 'company', sort: 'last_seen', limit: 9, search: text }))
        .items
    expect((await search('MM')).map(({ name }) => name)).toEqual(['Gamma'])
    expect((await search('g0')).map(({ name }) => name)).toEqual(['Beta'])
    expect((await search('%')).length).toBe(0)
  })

  it('are proposed as households for a shared address and family name, until somebody accepts or refuses', async () => {
    const workspaceId = systemIds()
    const person = (userId: string, traits: object) => ({ type: 'identify', userId, traits })
    const home = { city: '杭州', street: '文一路 1 号 2 幢' }
    await send(
      workspaceId,
      person('u1', { ...home, last_name: '王', first_name: '芳' }),
      person('u2', { city: '杭州', street: '文一路1号2幢', last_name: '王', first_name: '明' }),
      person('u3', { ...home, last_name: '李' }),
      person('u4', { phone: '13800138000', last_name: '赵' }),
      person('u5', { phone: '13800138000', last_name: '钱' }),
    )
    const { items } = await companies.suggestions(workspaceId)
    expect(items.map(({ reason, name, members }) => [reason, name, members.length])).toEqual([
      ['address', '王', 2],
      ['phone', expect.any(String), 2],
    ])
    const made = await companies.accept(workspaceId, items[0]?.id ?? '', 'user:Li')
    expect(made).toMatchObject({ kind: 'household', name: '王', figures: { members: 2 } })
    await companies.refuse(workspaceId, items[1]?.id ?? '', 'Li')
    expect(await companies.suggestions(workspaceId)).toEqual({ items: [] })
    await expect(companies.accept(workspaceId, items[1]?.id ?? '', 'user:Li')).rejects.toMatchObject({
      code: 'not_found',
    })
  })

  it('show a household, its people and what they share to those only who may see personal data', async () => {
    const workspaceId = systemIds()
    const person = (userId: string, first: string) => ({
      type: 'identify',
      userId,
      traits: { city: '杭州', street: '文一路 1 号', last_name: '王', first_name: first },
    })
    await send(
      workspaceId,
      person('u1', '芳'),
      person('u2', '明'),
      group('u1', 'acme', { name: 'Acme', phone: '400' }),
    )
    const routes = companyRoutes(companies, { record: async () => undefined } as never)
    const ask = (endpoint: Endpoint, permissions: Permission[], more: object) =>
      routes
        .find((one) => one.endpoint === endpoint)
        ?.handle({
          workspaceId,
          actor: { kind: 'user', id: 'u', name: 'u', workspaceId, permissions: new Set(permissions) },
          ...more,
        } as never)
    const [viewer, operator]: Permission[][] = [['customers:read'], ['customers:read', 'customers:personal']]
    const [found] = (await companies.suggestions(workspaceId)).items
    const hidden = { name: '•••', shared: '•••', members: [{ name: '•••' }, { name: '•••' }] }
    expect(await ask(companiesApi.suggestions, viewer ?? [], {})).toMatchObject({ items: [hidden] })
    const home = await companies.accept(workspaceId, found?.id ?? '', 'user:Li')
    const get = (permissions: Permission[], id: string) =>
      ask(companiesApi.get, permissions, { params: { id } })
    expect(await get(viewer ?? [], home.id)).toMatchObject({
      name: '•••',
      traits: { name: { value: '•••' } },
    })
    expect(await get(operator ?? [], home.id)).toMatchObject({
      name: '王',
      traits: { name: { value: '王' } },
    })
    const acme = companyIdOf(workspaceId, 'acme')
    expect(await get(viewer ?? [], acme)).toMatchObject({ name: 'Acme', traits: { phone: { value: '400' } } })
    const members = { params: { id: acme }, query: { limit: 5 } }
    expect(await ask(companiesApi.members, viewer ?? [], members)).toMatchObject({ items: [{ name: '•••' }] })
  })

  it('say their traits as rules ask for them, and show nothing to another workspace', async () => {
    const [workspaceId, other] = [systemIds(), systemIds()]
    await send(workspaceId, group('u1', 'acme', { name: 'Acme', employees: 3 }))
    const id = companyIdOf(workspaceId, 'acme')
    expect((await companies.traits(workspaceId)).items).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ name: 'company.revenue', type: 'money', computed: true }),
        expect.objectContaining({ name: 'company.employees', type: 'number', computed: false }),
      ]),
    )
    expect(await namesOf(other)).toEqual([])
    const customerId = await customer(workspaceId, 'u1')
    const strangers = [
      () => companies.get(other, id),
      () => companies.members(other, id, { limit: 1 }),
      () => companies.timeline(other, id, { limit: 1 }),
      () => companies.setTraits(other, id, { a: 1 }, 'user:x'),
      () => companies.ofCustomer(other, customerId),
      () => companies.removeMember(other, { id, customerId }, 'user:x'),
    ]
    for (const ask of strangers) await expect(ask()).rejects.toMatchObject({ code: 'not_found' })
    await companies.eraseWorkspace(workspaceId)
    expect(await namesOf(workspaceId)).toEqual([])
    await expect(companies.get(workspaceId, id)).rejects.toMatchObject({ code: 'not_found' })
  })
})
