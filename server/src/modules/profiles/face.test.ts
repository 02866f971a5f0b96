import { type Permission, profilesApi } from '@rapport/contract'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  type OpenEngines,
  openEmbeddedEngines,
  openServerEngines,
} from '../../../../test/harness/open-engines'
import { createIngest } from '../../flows/ingest'
import { systemIds } from '../../platform/clock'
import { createLog } from '../../platform/log'
import { createProfiles } from './face'
import { profileRoutes } from './routes'
import { findIdentifiers } from './store'
import { defaultThresholds } from './traits/present'

const now = () => new Date('2026-03-01T12:00:00Z')
const settings = { currency: 'CNY', exchangeRates: {}, country: 'CN', timezone: 'Asia/Shanghai' }

describe.each([
  ['embedded engines', openEmbeddedEngines],
  ['real servers', openServerEngines],
])('profiles by their ids on %s', (_, open) => {
  let engines: OpenEngines
  let ingest: ReturnType<typeof createIngest>
  let profiles: ReturnType<typeof createProfiles>
  beforeAll(async () => {
    engines = await open()
    const { db, facts, journal } = engines
    ingest = createIngest({
      db,
      facts,
      journal,
      settingsOf: async () => settings,
      now,
      log: createLog('silent'),
    })
    ingest.start()
    const { record, reached } = ingest
    const thresholdsOf = async () => defaultThresholds
    const countryOf = async () => settings.country
    profiles = createProfiles({ db, facts, now, newId: systemIds, record, reached, thresholdsOf, countryOf })
  })
  afterAll(async () => {
    await ingest.stop()
    await engines.close()
  })

  it('give the profile that a merged one has become part of, each once, and nobody of another workspace', async () => {
    const workspaceId = systemIds()
    const ids: string[] = []
    for (const userId of ['a', 'b', 'c', 'd']) {
      const raw = { type: 'identify', messageId: userId, userId, traits: { name: userId } }
      await ingest.reached(
        await ingest.accept(workspaceId, 'shop', [raw], { receivedAt: now(), newId: systemIds }),
      )
      const [found] = await findIdentifiers(engines.db, [{ workspaceId, kind: 'user_id', value: userId }])
      ids.push(found?.profileId ?? '')
    }
    const [a = '', b = '', c = '', d = ''] = ids
    await profiles.merge(workspaceId, b, c, 'test')
    await profiles.merge(workspaceId, a, b, 'test')
    const found = async (asked: string[]) =>
      (await profiles.byIds(workspaceId, asked))
        .map(({ profileId, formerIds }) => [profileId, [...formerIds].sort()])
        .sort()
    const whole = [a, [b, c].sort()]
    expect(await found([c])).toEqual([whole])
    expect(await found([a, b, c, d])).toEqual([whole, [d, []]].sort())
    expect(await profiles.byIds(systemIds(), [a, c])).toEqual([])
  })

  const tell = async (
    workspaceId: string,
    userId: string,
    traits: object,
    timestamp = now().toISOString(),
  ) => {
    const raw = { type: 'identify', messageId: systemIds(), userId, traits, timestamp }
    await ingest.reached(
      await ingest.accept(workspaceId, 'shop', [raw], { receivedAt: now(), newId: systemIds }),
    )
    const [found] = await findIdentifiers(engines.db, [{ workspaceId, kind: 'user_id', value: userId }])
    return found?.profileId ?? ''
  }

  it.each([
    '13800000025',
    '138 0000 0025',
    '1380000',
    '+86 138-0000',
    '86138000',
    '008613800000025',
    '１３８００００',
  ])('are found by a phone number as people type it: %s', async (search) => {
    const workspaceId = systemIds()
    const wanted = await tell(workspaceId, 'wanted', { phone: '13800000025' })
    await tell(workspaceId, 'other', { phone: '13900000025' })
    const { items } = await profiles.list(workspaceId, {
      search,
      sort: 'last_seen',
      columns: 'phone',
      limit: 9,
    })
    expect(items.map(({ id }) => id)).toEqual([wanted])
  })

  it('keep a refusal of consent when two become one, until one is given anew, and lose it with the other', async () => {
    const workspaceId = systemIds()
    const refusing = await tell(workspaceId, 'no', { consent_email: false }, '2026-02-01T00:00:00Z')
    const granting = await tell(workspaceId, 'yes', { consent_email: true }, '2026-02-02T00:00:00Z')
    const consent = async () => (await profiles.get(workspaceId, granting)).traits.consent_email?.value
    await profiles.merge(workspaceId, granting, refusing, 'test')
    expect(await consent()).toBe('withdrawn')
    await profiles.undoMerge(
      workspaceId,
      (await profiles.merges(workspaceId, granting)).items[0]?.id ?? '',
      'test',
    )
    expect(await consent()).toBe('granted')
    await profiles.merge(workspaceId, granting, refusing, 'test')
    await tell(workspaceId, 'no', { consent_email: true })
    expect(await consent()).toBe('granted')
    const [merge] = (await profiles.merges(workspaceId, granting)).items.filter(({ canUndo }) => canUndo)
    await profiles.undoMerge(workspaceId, merge?.id ?? '', 'test')
    expect((await profiles.get(workspaceId, refusing)).traits.consent_email?.value).toBe('granted')
  })

  it('tell how many have a trait, and its values with how many have them; of a list its elements', async () => {
    const workspaceId = systemIds()
    const row = (traits: object) => ({
      workspace_id: workspaceId,
      profile_id: systemIds(),
      version: 1,
      is_deleted: 0,
      first_seen_at: now().toISOString(),
      last_seen_at: now().toISOString(),
      traits,
    })
    await engines.facts.insert('profiles', [
      row({ tags: ['VIP', '茶友'], city: '杭州', visits: 3 }),
      row({ tags: ['VIP'], city: '杭州' }),
      row({ city: '上海' }),
      { ...row({ tags: ['theirs'] }), workspace_id: systemIds() },
    ])
    expect(await profiles.traitPresence(workspaceId)).toEqual({
      looked: 3,
      items: [
        { name: 'city', share: 1 },
        { name: 'tags', share: 2 / 3 },
        { name: 'visits', share: 1 / 3 },
      ],
    })
    const values = async (trait: string) => (await profiles.traitValues(workspaceId, trait)).items
    expect(await values('tags')).toEqual([
      { value: 'VIP', count: 2 },
      { value: '茶友', count: 1 },
    ])
    expect(await values('city')).toEqual([
      { value: '杭州', count: 2 },
      { value: '上海', count: 1 },
    ])
    expect(await values('visits')).toEqual([{ value: '3', count: 1 }])
  })

  it('offer the values of a personal trait to those only who may see them', async () => {
    const workspaceId = systemIds()
    await engines.facts.insert('profiles', [
      {
        workspace_id: workspaceId,
        profile_id: systemIds(),
        version: 1,
        is_deleted: 0,
        first_seen_at: now().toISOString(),
        last_seen_at: now().toISOString(),
        traits: { email: 'a@example.com', city: '杭州' },
      },
    ])
    const routes = profileRoutes(profiles, { record: async () => undefined } as never)
    const ask = routes.find(({ endpoint }) => endpoint === profilesApi.traitValues)
    const values = (name: string, permissions: Permission[]) =>
      ask?.handle({
        workspaceId,
        params: { name },
        actor: { kind: 'user', id: 'u', name: 'u', workspaceId, permissions: new Set(permissions) },
      } as never)
    const email = { items: [{ value: 'a@example.com', count: 1 }] }
    expect(await values('email', ['customers:read'])).toEqual({ items: [] })
    expect(await values('email', ['customers:read', 'customers:personal'])).toEqual(email)
    expect(await values('city', ['customers:read'])).toEqual({ items: [{ value: '杭州', count: 1 }] })
  })
})
