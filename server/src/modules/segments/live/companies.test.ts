import { type Rule, ruleSchema, type SegmentInput } from '@rapport/contract'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  type OpenEngines,
  openEmbeddedEngines,
  openServerEngines,
} from '../../../../../test/harness/open-engines'
import { until } from '../../../../../test/harness/until'
import { systemIds } from '../../../platform/clock'
import { actorOf, type LiveSegments, openLive } from '../testing/workspace'
import { createMembership } from './membership'

const dayMs = 86_400_000
const start = new Date('2026-03-01T12:00:00.000Z')
const asks = (trait: string, condition: object): Rule => ruleSchema.parse({ kind: 'trait', trait, condition })
const inTea = asks('company.industry', { type: 'text', op: 'is', values: ['tea'] })
const bigSpender = asks('company.revenue', { type: 'money', op: 'at_least', value: 3_000 })
const orderedLately = asks('company.last_order_at', {
  type: 'date',
  op: 'in_last',
  within: { amount: 2, unit: 'day' },
})

describe.each([
  { engine: 'the embedded engines', open: openEmbeddedEngines, crowdMin: undefined },
  { engine: 'real servers, where three are a crowd', open: openServerEngines, crowdMin: 3 },
])('live segments of companies on $engine', ({ open, crowdMin }) => {
  let engines: OpenEngines
  let opened: LiveSegments
  let nowMs = start.getTime()
  beforeAll(async () => {
    engines = await open()
    opened = openLive(engines, () => new Date(nowMs), { crowdMin })
  })
  afterAll(() => opened.close())

  const send = (shop: string, ...raws: object[]) => opened.send(shop, ...raws)
  const joins = (userId: string, traits: object = {}, groupId = 'acme') => ({
    type: 'group',
    userId,
    groupId,
    traits,
  })
  const order = (userId: string, revenue: number) => ({
    type: 'track',
    event: 'Order Completed',
    userId,
    properties: { order_id: systemIds(), revenue },
  })
  async function profilesOf(shop: string): Promise<Map<string, string>> {
    const rows = await engines.db.query<{ value: string; id: string }>(
      `SELECT value, profile_id AS id FROM identifiers WHERE workspace_id = $1 AND kind = 'user_id'`,
      [shop],
    )
    return new Map(rows.map(({ value, id }) => [value, id]))
  }
  async function membersOf(shop: string, segmentId: string): Promise<string> {
    const people = await profilesOf(shop)
    const kept = await createMembership(engines.facts).of(shop, [...people.values()])
    return [...people]
      .filter(([, id]) => kept.get(id)?.has(segmentId))
      .map(([userId]) => userId)
      .sort()
      .join(' ')
  }
  const expectMembers = (shop: string, segmentId: string, expected: string) =>
    until(async () => (await membersOf(shop, segmentId)) === expected, {
      what: `${expected || 'nobody'} in the segment`,
    })
  async function follow(shop: string, name: string, rule: Rule): Promise<string> {
    const input: SegmentInput = { name, rule, description: '', readyMade: null }
    const { id } = await opened.segments.create(actorOf(shop), input)
    await until(
      async () =>
        (await engines.db.query('SELECT 1 FROM segment_following WHERE segment_id = $1', [id])).length > 0,
      { what: 'the segment is followed' },
    )
    await opened.ingest.learnt(shop)
    return id
  }

  it('change for all members when a trait of the company does, and for one who joins', async () => {
    const shop = systemIds()
    await send(
      shop,
      joins('u1', { industry: 'coffee' }),
      joins('u2'),
      joins('u3', { industry: 'tea' }, 'other'),
    )
    const segment = await follow(shop, '茶', inTea)
    await expectMembers(shop, segment, 'u3')
    await send(shop, joins('u1', { industry: 'tea' }))
    await expectMembers(shop, segment, 'u1 u2 u3')
    await send(shop, joins('u4'))
    await expectMembers(shop, segment, 'u1 u2 u3 u4')
    await send(shop, joins('u2', { industry: 'soup' }))
    await expectMembers(shop, segment, 'u3')
  })

  it('change for all members when one of them buys, joins or leaves, and say why', async () => {
    const shop = systemIds()
    await send(shop, joins('u1'), joins('u2'), order('u3', 25), order('u1', 10))
    const segment = await follow(shop, '大客户', bigSpender)
    await expectMembers(shop, segment, '')
    await send(shop, joins('u3'))
    await expectMembers(shop, segment, 'u1 u2 u3')
    const people = await profilesOf(shop)
    const why = await opened.segments.inspection.why(shop, segment, people.get('u2') ?? '', true)
    expect(why).toMatchObject({ isIn: true, explanation: { values: ['3500'] } })
    await opened.ingest.record(shop, 'user:Li', [
      {
        messageId: systemIds(),
        type: 'set_company',
        groupId: 'acme',
        profileId: people.get('u3'),
        properties: { is_member: false },
        timestamp: new Date(nowMs + 1).toISOString(),
      },
    ])
    await expectMembers(shop, segment, '')
    await send(shop, order('u2', 20))
    await expectMembers(shop, segment, 'u1 u2')
  })

  it('end for all members when time passes what their company did', async () => {
    const shop = systemIds()
    await send(shop, joins('u1'), joins('u2'))
    const segment = await follow(shop, '最近下单', orderedLately)
    await send(shop, order('u1', 1))
    await expectMembers(shop, segment, 'u1 u2')
    nowMs += 2 * dayMs + 1_000
    opened.segments.live.nudge()
    await expectMembers(shop, segment, '')
  })
})
