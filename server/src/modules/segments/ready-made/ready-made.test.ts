import { readyMadeGroups, ruleSchema } from '@rapport/contract'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { bothEngines, type OpenEngines } from '../../../../../test/harness/open-engines'
import { deriveId } from '../../../kernel/id'
import type { JsonObject } from '../../events'
import type { EventFact } from '../rule/evaluate'
import { insertPeople } from '../testing/people'
import { actorOf, type OpenSegments, openSegments } from '../testing/workspace'
import { cityNames, cityTiers } from './cities'

const now = new Date('2026-02-11T04:00:00Z')
const dayMs = 86_400_000
const shop = deriveId('shop', 'ready-made')
const did = (name: string, daysAgo: number, properties = {}): EventFact => ({
  type: 'track',
  name,
  time: new Date(now.getTime() - daysAgo * dayMs),
  properties,
  valueMinor: 0,
})

/** Ten buyers who spend 1,000 together, by name, and some who never bought. */
const spent = [500, 200, 100, 60, 40, 30, 30, 20, 10, 10]
const people: readonly { name: string; traits: JsonObject; events: readonly EventFact[] }[] = [
  ...spent.map((revenue, place) => ({
    name: `buyer ${place}`,
    traits: { revenue: revenue * 100, orders: 2, purchase_cycle_days: 25 + place },
    events: [did('Order Completed', 300)],
  })),
  {
    name: 'back',
    traits: { city: '杭州市', region: '浙江', gender: 'female', birthday: '1990-01-27', favourite_hour: 23 },
    events: [did('Order Completed', 200), did('Order Completed', 5)],
  },
  {
    name: 'regular',
    traits: {
      city: '临沂',
      region: '山东',
      gender: 'male',
      birthday: '2008-02-12',
      favourite_category: '茶',
    },
    events: [did('Order Completed', 200), did('Order Completed', 60), did('Order Completed', 5)],
  },
  {
    name: 'first ever',
    traits: { city: '上海', region: '上海', birthday: '2008-02-11', favourite_category: '茶', orders: 3 },
    events: [did('Order Completed', 5, { products: [{ name: '新春礼盒' }] })],
  },
  {
    name: 'waits',
    traits: { rfm_monetary: 5, city: 'Paris', favourite_channel: '门店' },
    events: [did('Complaint Opened', 9), did('Complaint Resolved', 8), did('Complaint Opened', 4)],
  },
  {
    name: 'helped',
    traits: { rfm_monetary: 5 },
    events: [did('Complaint Opened', 9), did('Complaint Resolved', 8)],
  },
]
const idOf = (name: string) => deriveId('person', shop, name)

describe.each(bothEngines)('ready-made segments on $engine', ({ open }) => {
  let engines: OpenEngines
  let opened: OpenSegments
  let ready: Awaited<ReturnType<OpenSegments['segments']['readyMade']>>
  beforeAll(async () => {
    engines = await open()
    opened = openSegments(engines, () => now)
    await insertPeople(
      engines.facts,
      shop,
      people.map(({ name, ...rest }) => ({ profileId: idOf(name), ...rest })),
    )
    ready = await opened.segments.readyMade(shop)
  })
  afterAll(() => engines.close())

  async function membersOf(key: string): Promise<string[]> {
    const one = ready.find((other) => other.key === key)
    if (!one) return []
    const ids = await opened.segments.members(shop, one.rule, { at: now, after: null, limit: 100 })
    return people.filter(({ name }) => ids.includes(idOf(name))).map(({ name }) => name)
  }

  it('are whole rules of every group, each with a key, names and sentences of its own, and are counted', async () => {
    expect(new Set(ready.map(({ group }) => group))).toEqual(new Set(readyMadeGroups))
    for (const { rule, key } of ready)
      expect(ruleSchema.safeParse(rule), key).toMatchObject({ success: true })
    const named = ready.flatMap(({ group, name }) => [`${group} ${name['zh-CN']}`, `${group} ${name.en}`])
    expect(new Set(named).size).toBe(named.length)
    expect(new Set(ready.map(({ key }) => key)).size).toBe(ready.length)
    expect(ready.filter(({ key }) => key.length > 80)).toEqual([])
    const counts = await opened.segments.readyMadeCounts(shop)
    expect(counts.filter(({ people: size }) => size === null)).toEqual([])
    expect(counts).toHaveLength(ready.length)
  })

  it.each([
    ['value.abc_a', ['buyer 0', 'buyer 1', 'buyer 2']],
    ['value.abc_b', ['buyer 3', 'buyer 4', 'buyer 5', 'buyer 6']],
    ['value.abc_c', ['buyer 7', 'buyer 8', 'buyer 9']],
    ['value.top_1', ['buyer 0']],
    ['value.top_10', ['buyer 0']],
    ['value.top_30', ['buyer 1', 'buyer 2']],
    ['value.middle', ['buyer 3', 'buyer 4', 'buyer 5', 'buyer 6']],
    ['value.low', ['buyer 7', 'buyer 8', 'buyer 9']],
    ['lifecycle.won_back', ['back']],
    ['place.tier_new_first', ['back']],
    ['place.tier_first', ['first ever']],
    ['place.tier_lower', ['regular']],
    ['place.region_east', ['back', 'regular', 'first ever']],
    ['demographic.women', ['back']],
    ['demographic.age_under_18', ['regular']],
    ['demographic.age_18_24', ['first ever']],
    ['demographic.birthday_week', ['regular', 'first ever']],
    ['demographic.birthday_week_lunar', ['back']],
    ['taste.night_owls', ['back']],
    ['taste.gift_buyers', ['first ever']],
    [`taste.category_${encodeURIComponent('茶')}`, ['first ever']],
    [`taste.channel_${encodeURIComponent('门店')}`, ['waits']],
    ['behaviour.vip_complaint', ['waits']],
    ['behaviour.complaint_waiting', ['waits']],
  ])('%s has whom its name says', async (key, names) => {
    expect(await membersOf(key)).toEqual(names)
  })

  it('say where their thresholds come from, and keep them once they are copied', async () => {
    const [tier] = ready.filter(({ key }) => key === 'value.abc_b')
    expect(tier?.description['zh-CN']).toBe('接下来 15% 的消费：按今天的分布，累计消费 ¥30 起、不到 ¥100')
    const [back] = ready.filter(({ key }) => key === 'lifecycle.won_back')
    expect(back?.description.en).toContain(
      'after 90 days or more without (buyers usually order every 30 days)',
    )
    const [copy] = await opened.segments.copyReadyMade(actorOf(shop), ['value.abc_b'], 'en')
    expect(copy).toMatchObject({ name: 'Class B', readyMade: 'value.abc_b', rule: tier?.rule })
  })

  it('leave out what a shop without orders has no thresholds for', async () => {
    const keys = (await opened.segments.readyMade(deriveId('shop', 'empty'))).map(({ key }) => key)
    expect(keys).toContain('lifecycle.won_back')
    expect(keys).toContain('place.tier_first')
    expect(keys.filter((key) => /abc_|top_\d|due|taste\.category/.test(key))).toEqual([])
  })
})

it('names only cities that are cities of China’s administrative divisions', () => {
  const all = Object.values(cityTiers).flat()
  expect(all).toHaveLength(4 + 15 + 30)
  expect(all.filter((city) => cityNames(city).length === 0)).toEqual([])
  expect(new Set(all).size).toBe(all.length)
})
