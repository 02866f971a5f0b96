import { type ComparisonInput, comparisonInputSchema, type Rule, ruleSchema } from '@rapport/contract'
import { newcombeInterval, wilsonInterval } from '@rapport/stats'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { bothEngines, type OpenEngines } from '../../../../../test/harness/open-engines'
import { systemIds } from '../../../platform/clock'
import { actorOf, type OpenSegments, openSegments } from '../testing/workspace'
import type { PastCampaign } from './ports'

const now = new Date('2026-03-01T12:00:00Z')
const dayMs = 86_400_000
const daysAgo = (days: number) => new Date(now.getTime() - days * dayMs).toISOString()
const launchedAt = new Date(now.getTime() - 60 * dayMs)

const inCity = (city: string): Rule => ({
  kind: 'trait',
  trait: 'city',
  condition: { type: 'text', op: 'is', values: [city] },
})
const boughtLately = ruleSchema.parse({
  kind: 'event',
  type: 'track',
  events: ['Order Completed'],
  window: { kind: 'last', within: { amount: 58, unit: 'day' } },
  measure: { kind: 'count' },
  compare: { op: 'at_least', value: 1 },
})

describe.each(bothEngines)('comparing segments on $engine', ({ open }) => {
  let engines: OpenEngines
  let opened: OpenSegments
  const shop = systemIds()
  const campaign: PastCampaign = {
    campaignId: systemIds(),
    name: '一月上新',
    launchedAt,
    conversionEvent: 'Order Completed',
    windowDays: 14,
  }
  let campaigns: readonly PastCampaign[] = [campaign]
  let suppressed: readonly string[] = []
  const ids: Record<string, string> = {}

  beforeAll(async () => {
    engines = await open()
    opened = openSegments(engines, () => now, {
      pastCampaigns: async (_, { ids: wanted }) =>
        campaigns.filter(({ campaignId }) => !wanted || wanted.includes(campaignId)),
      suppressedKeys: async () => suppressed,
    })
    await fill()
    ids.shanghai = await segment('上海', inCity('上海市'))
    ids.beijing = await segment('北京', inCity('北京市'))
    ids.few = await segment('少数人', inCity('拉萨市'))
    ids.spenders = await segment('消费过', {
      kind: 'trait',
      trait: 'revenue',
      condition: { type: 'money', op: 'at_least', value: 1 },
    })
  })
  afterAll(() => engines.close())

  const segment = async (name: string, rule: Rule): Promise<string> =>
    (await opened.segments.create(actorOf(shop), { name, description: '', rule, readyMade: null })).id

  const compare = (input: Partial<ComparisonInput>, workspaceId = shop) =>
    opened.segments.targets.compare(
      workspaceId,
      comparisonInputSchema.parse({ segmentIds: [ids.shanghai, ids.beijing], ...input }),
    )

  /**
   * 1,000 of Shanghai, whom the campaign made buy more (30 of 100 against 10), 1,000 of Beijing, whom it did not (10 of
   * 100), 10 of Lhasa who were in no campaign; a fifth held out. One of Shanghai was two profiles once.
   */
  async function fill(): Promise<void> {
    const people = Array.from({ length: 2_010 }, (_, index) => {
      const place = index % 1_000
      const city = index < 1_000 ? '上海市' : index < 2_000 ? '北京市' : '拉萨市'
      const arm = place % 5 === 0 ? 'holdout' : 'treated'
      const rank = Math.floor(place / 5) % 10
      const buys = index < 2_000 && (city === '上海市' && arm === 'treated' ? rank < 3 : rank < 1)
      return { id: systemIds(), node: systemIds(), city, arm, buys, place, isMerged: index === 1 }
    })
    await engines.facts.insert(
      'profiles',
      people.map(({ id, city, place, buys }) => ({
        workspace_id: shop,
        profile_id: id,
        version: 1,
        is_deleted: 0,
        first_seen_at: daysAgo(300),
        last_seen_at: daysAgo(1),
        traits: {
          city,
          email: `p${place}@example.com`,
          consent_email: place % 2 === 0 ? 'granted' : 'withdrawn',
          ...(buys && { revenue: 10_000 }),
        },
      })),
    )
    const event = (one: (typeof people)[number], name: string, at: string, more: object, index: number) => ({
      workspace_id: shop,
      name,
      profile_id: one.isMerged ? one.node : one.id,
      time: at,
      type: 'track',
      message_id: `${name} ${index} ${at}`,
      user_id: '',
      anonymous_id: '',
      source: name.startsWith('Order') ? 'shop' : 'rapport',
      received_at: at,
      value_minor: 0,
      currency: 'CNY',
      properties: {},
      context: '',
      journal_position: 0,
      journal_index: index,
      ...more,
    })
    await engines.facts.insert(
      'profile_aliases',
      people
        .filter(({ isMerged }) => isMerged)
        .map(({ id, node }) => ({
          workspace_id: shop,
          node_id: node,
          profile_id: id,
          version: 1,
          is_deleted: 0,
        })),
    )
    await engines.facts.insert(
      'events',
      people.flatMap((one, index) => [
        ...(index < 2_000
          ? [
              event(
                one,
                'campaign_assigned',
                launchedAt.toISOString(),
                { properties: { campaign_id: campaign.campaignId, arm: one.arm } },
                index,
              ),
            ]
          : []),
        ...(one.buys ? [event(one, 'Order Completed', daysAgo(55), { value_minor: 10_000 }, index)] : []),
        ...(one.place === 0
          ? [event(one, 'Order Completed', daysAgo(200), { value_minor: 50_000 }, index)]
          : []),
        ...(one.place === 0
          ? [event(one, 'Order Refunded', daysAgo(199), { value_minor: 20_000 }, index)]
          : []),
      ]),
    )
  }

  it('tells size, value and reach of each, and of everybody', async () => {
    const { items, everybody } = await compare({
      segmentIds: [ids.shanghai, ids.beijing, ids.few] as string[],
    })
    expect(items.map(({ name, people }) => [name, people])).toEqual([
      ['上海', 1_000],
      ['北京', 1_000],
      ['少数人', 10],
    ])
    expect(everybody.people).toBe(2_010)
    const [shanghai, beijing] = items
    expect(shanghai?.share).toBeCloseTo(1_000 / 2_010, 12)
    // 240 of the treated and 20 of those held out bought; one of them had 500.00 less 200.00 before
    const quarter = { revenueMinor: 260 * 10_000, orders: 260, buyers: 260, meanMinor: 2_600, medianMinor: 0 }
    expect(shanghai?.value.quarter).toMatchObject(quarter)
    expect(shanghai?.value.year).toMatchObject({
      revenueMinor: 260 * 10_000 + 30_000,
      orders: 261,
      buyers: 260,
    })
    expect(beijing?.value.quarter.buyers).toBe(100)
    expect(everybody.value.quarter).toMatchObject({ revenueMinor: 360 * 10_000, share: 1 })
    expect(shanghai?.value.quarter.share).toBeCloseTo(260 / 360, 12)
    expect(shanghai?.reach.find(({ channel }) => channel === 'email')).toMatchObject({
      withAddress: 1_000,
      reachable: 500,
      withdrawn: 500,
    })
  })

  it('finds the response that was planted, with the intervals of Wilson and Newcombe', async () => {
    const { items, everybody, campaigns: learnt } = await compare({})
    expect(learnt).toEqual([
      {
        id: campaign.campaignId,
        name: '一月上新',
        launchedAt: launchedAt.toISOString(),
        conversionEvent: 'Order Completed',
      },
    ])
    const [shanghai, beijing] = items.map(({ response }) => response)
    expect(shanghai).toMatchObject({
      kind: 'answer',
      treated: { people: 800, converted: 240 },
      holdOut: { people: 200, converted: 20 },
      rate: wilsonInterval(240, 800),
      incremental: newcombeInterval(
        { kind: 'proportion', n: 200, successes: 20 },
        { kind: 'proportion', n: 800, successes: 240 },
      ),
    })
    expect(beijing).toMatchObject({ kind: 'answer', treated: { people: 800, converted: 80 } })
    if (shanghai?.kind !== 'answer' || beijing?.kind !== 'answer') throw new Error('both are answered')
    expect(shanghai.incremental.low).toBeGreaterThan(0.1)
    expect(beijing.incremental.low).toBeLessThan(0)
    expect(beijing.incrementalShrunk.estimate).toBeGreaterThan(0)
    expect(beijing.incrementalShrunk.estimate).toBeLessThan(0.03)
    expect(everybody.response).toMatchObject({ kind: 'answer', treated: { people: 1_600 } })
  })

  it('expects as much of a segment as people in reach × incremental response × revenue an order', async () => {
    const [shanghai] = (await compare({})).items
    if (shanghai?.response.kind !== 'answer') throw new Error('it is answered')
    const { incrementalShrunk } = shanghai.response
    expect(shanghai.expected?.people).toBe(500)
    expect(shanghai.expected?.perOrderMinor).toBe(Math.round(2_630_000 / 261))
    expect(shanghai.expected?.orders.estimate).toBeCloseTo(500 * incrementalShrunk.estimate, 6)
    expect(shanghai.expected?.revenueMinor.high).toBeCloseTo(
      500 * incrementalShrunk.high * Math.round(2_630_000 / 261),
      3,
    )
    const byText = (await compare({ channel: 'sms' })).items[0]
    expect(byText?.expected?.people).toBe(0)
  })

  it('asks who was in a segment when the campaign began, so that whom it made buy is not in it because of it', async () => {
    const lately = await segment('近两月下过单', boughtLately)
    const [first] = (await compare({ segmentIds: [lately, ids.shanghai] as string[] })).items
    expect(first?.people).toBe(360)
    expect(first?.response).toMatchObject({ kind: 'no_answer', treated: { people: 0, converted: 0 } })
  })

  it('names the traits of which only today’s value is known', async () => {
    const { items } = await compare({ segmentIds: [ids.spenders, ids.beijing] as string[] })
    expect(items.map(({ traitsOfToday }) => traitsOfToday)).toEqual([['revenue'], []])
  })

  it('says that there is too little to tell: few people, no campaign, followed for too short', async () => {
    const { items } = await compare({ segmentIds: [ids.few, ids.shanghai] as string[] })
    expect(items[0]).toMatchObject({
      response: { kind: 'no_answer', reason: 'too_few_people' },
      expected: null,
      growth: { kind: 'unknown' },
    })
    campaigns = []
    expect((await compare({})).items[0]?.response).toMatchObject({
      kind: 'no_answer',
      reason: 'no_campaigns',
    })
    campaigns = [campaign]
  })

  it('tells growth from the live history once a segment has been followed for a month', async () => {
    const id = ids.beijing ?? ''
    await engines.db.query(
      `INSERT INTO segment_following (workspace_id, segment_id, meaning, state, since)
       VALUES ($1, $2, '', 'live', $3) ON CONFLICT (workspace_id, segment_id) DO UPDATE SET since = $3`,
      [shop, id, daysAgo(45)],
    )
    const change = (at: string, isIn: number, step: number, profile: string) => ({
      workspace_id: shop,
      profile_id: profile,
      segment_id: id,
      step,
      is_in: isIn,
      at,
      cause: 'change',
    })
    const [one, two, three] = [systemIds(), systemIds(), systemIds()]
    await engines.facts.insert('segment_changes', [
      change(daysAgo(44), 1, 1, one),
      change(daysAgo(44), 1, 2, two),
      change(daysAgo(10), 1, 3, three),
      change(daysAgo(5), 0, 4, one),
      change(daysAgo(4), 1, 5, one),
    ])
    const { items } = await compare({})
    expect(items[1]?.growth).toEqual({ kind: 'known', before: 2, change: 1, share: 0.5 })
  })

  it('takes suppressed addresses out of reach, however long their list is', async () => {
    const { createHash } = await import('node:crypto')
    const keyOf = (text: string) => createHash('sha256').update(text).digest('hex').slice(0, 32)
    suppressed = [
      ...Array.from({ length: 20_001 }, (_, index) => keyOf(`nobody ${index}`)),
      ...['p0@example.com', 'p2@example.com'].map(keyOf),
    ]
    const [shanghai] = (await compare({})).items
    expect(shanghai?.reach[0]).toMatchObject({ channel: 'email', reachable: 498, suppressed: 2 })
    suppressed = []
  })

  it('refuses segments and campaigns that are not there, and those of another workspace', async () => {
    const gone = { segmentIds: [ids.shanghai, systemIds()] as string[] }
    await expect(compare(gone)).rejects.toMatchObject({ details: { code: 'segment_missing' } })
    await expect(compare({}, systemIds())).rejects.toMatchObject({ details: { code: 'segment_missing' } })
    await expect(compare({ campaigns: { ids: [systemIds()] } })).rejects.toMatchObject({
      details: { code: 'campaign_missing' },
    })
  })
})
