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
    profiles = createProfiles({ db, facts, now, newId: systemIds, record, reached, thresholdsOf })
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
