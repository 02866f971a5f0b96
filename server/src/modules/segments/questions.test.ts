import { type Rule, ruleSchema, segmentQuestionsApi } from '@rapport/contract'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { bothEngines, type OpenEngines } from '../../../../test/harness/open-engines'
import { deriveId } from '../../kernel/id'
import type { EventFact } from './rule/evaluate'
import { literalSql } from './sql-text'
import { insertPeople } from './testing/people'
import { actorOf, type OpenSegments, openSegments } from './testing/workspace'

const now = new Date('2026-03-01T12:00:00Z')
const shop = deriveId('questions shop')
const crowd = deriveId('questions crowd')
const stranger = deriveId('questions stranger')
const person = (n: number) => deriveId('person', String(n))

const viewed = (daysAgo: number, product: string): EventFact => ({
  type: 'track',
  name: 'Product Viewed',
  time: new Date(now.getTime() - daysAgo * 86_400_000),
  properties: { product },
  valueMinor: 0,
})
const trait = (name: string, value: string): Rule =>
  ruleSchema.parse({ kind: 'trait', trait: name, condition: { type: 'text', op: 'is', values: [value] } })
const sawTea = ruleSchema.parse({
  kind: 'event',
  events: ['Product Viewed'],
  where: [{ property: 'product', condition: { type: 'text', op: 'is', values: ["o'茶\\"] } }],
  window: { kind: 'last', within: { amount: 30, unit: 'day' } },
})

describe.each(bothEngines)('questions about a rule that is being written, on $engine', ({ open }) => {
  let engines: OpenEngines
  let opened: OpenSegments
  const questions = () => opened.segments.questions

  beforeAll(async () => {
    engines = await open()
    opened = openSegments(engines, () => now)
    await insertPeople(engines.facts, shop, [
      { profileId: person(1), traits: { city: '杭州', tier: 'gold' }, events: [viewed(3, "o'茶\\")] },
      { profileId: person(2), traits: { city: '杭州', tier: 'gold' }, events: [viewed(60, "o'茶\\")] },
      { profileId: person(3), traits: { city: '杭州' }, mergedNodes: [[viewed(2, "o'茶\\")]] },
      { profileId: person(4), traits: { city: '上海' }, events: [viewed(2, 'cup')] },
    ])
    await insertCrowd(engines)
  })
  afterAll(() => engines.close())

  const save = async (name: string, rule: Rule, workspaceId = shop) =>
    (await opened.segments.create(actorOf(workspaceId), { name, rule, description: '', readyMade: null })).id

  it('tell the size of every intersection, the unsaved rule among them', async () => {
    const hangzhou = await save('杭州', trait('city', '杭州'))
    const gold = await save('金卡', trait('tier', 'gold'))
    const overlap = await questions().overlap(shop, [hangzhou, gold], sawTea)
    expect(overlap).toEqual({
      sets: [
        { id: null, name: '', people: 2 },
        { id: hangzhou, name: '杭州', people: 3 },
        { id: gold, name: '金卡', people: 2 },
      ],
      parts: [
        { of: [0, 1], people: 1 },
        { of: [1, 2], people: 1 },
        { of: [0, 1, 2], people: 1 },
      ],
      everybody: 4,
      evaluatedAt: now.toISOString(),
    })
  })

  it('refuse to lay out segments that are not there, or are another workspace’s', async () => {
    const theirs = await save('别家的', trait('city', '杭州'), stranger)
    const missing = { code: 'unprocessable', details: { code: 'segment_missing', segmentId: theirs } }
    await expect(questions().overlap(shop, [theirs], sawTea)).rejects.toMatchObject(missing)
    const asked = ruleSchema.parse({ kind: 'segment', op: 'in', segmentId: theirs })
    await expect(questions().estimate(shop, asked)).rejects.toMatchObject(missing)
    await expect(questions().statement(shop, asked)).rejects.toMatchObject(missing)
    await expect(opened.segments.preview(shop, asked, 0)).rejects.toMatchObject(missing)
  })

  it('refuse a rule that leads back to the segment being changed', async () => {
    const a = await save('甲', trait('city', '上海'))
    const b = await save('乙', { kind: 'segment', op: 'in', segmentId: a })
    const back: Rule = { kind: 'segment', op: 'not_in', segmentId: b }
    await expect(opened.segments.preview(shop, back, 0, a)).rejects.toMatchObject({
      details: { code: 'segment_cycle' },
    })
    expect((await opened.segments.preview(shop, back, 0)).people).toBe(3)
  })

  it('are answered exactly where there are few people', async () => {
    expect(await questions().estimate(shop, trait('city', '杭州'))).toMatchObject({
      people: 3,
      low: 3,
      high: 3,
      everybody: 4,
      isExact: true,
    })
  })

  it('are answered from a fixed part of many people, with the interval that holds the size', async () => {
    const estimate = await questions().estimate(crowd, trait('city', '杭州'))
    expect(estimate).toMatchObject({ people: 1_000, everybody: 4_000, sampled: 2_000, isExact: false })
    expect(estimate).toMatchObject({ low: 926, high: 1_078 })
    expect(await questions().estimate(crowd, trait('city', '杭州'))).toEqual(estimate)
  })

  it('count what people of the part did under ids that were merged into theirs, and nobody else’s', async () => {
    const asked = await questions().estimate(
      crowd,
      ruleSchema.parse({ kind: 'event', events: ['Product Viewed'] }),
    )
    expect(asked).toMatchObject({ people: 2, sampled: 2_000 })
  })

  it('show the statement with its values in it, which finds the same people when it is run', async () => {
    const rules: Rule[] = [
      sawTea,
      trait('city', "'; DROP TABLE events -- \\"),
      ruleSchema.parse({
        kind: 'at_least',
        least: 1,
        of: [
          { kind: 'trait', trait: 'orders', condition: { type: 'number', op: 'between', from: -1.5, to: 2 } },
          { kind: 'trait', trait: 'birthday', condition: { type: 'anniversary', op: 'this_month' } },
          {
            kind: 'trait',
            trait: 'city',
            condition: { type: 'text', op: 'is', values: ['杭州', "it's\n"] },
          },
          {
            kind: 'sequence',
            steps: [{ events: ['Product Viewed'] }],
            notFollowedBy: { events: ['Order Completed'], within: { amount: 1, unit: 'day' } },
          },
          {
            kind: 'event',
            events: ['Product Viewed'],
            on: { weekdays: [6, 7], hours: { from: 22, to: 6 } },
            window: { kind: 'since', which: 'first', events: ['Signed Up'] },
            measure: { kind: 'distinct', property: 'product' },
          },
        ],
      }),
    ]
    for (const rule of rules) {
      const { sql } = await questions().statement(shop, rule)
      expect(sql).not.toMatch(/\{p\d/)
      const found = await engines.facts.query<{ profile_id: string }>(sql)
      expect(found).toHaveLength(await opened.segments.count(shop, rule, now))
    }
  })
})

/** 2,000 people in the part that estimates look at and 2,000 out of it; every fourth of each is of Hangzhou. */
async function insertCrowd({ facts }: OpenEngines): Promise<void> {
  const id = (half: string) =>
    `toUUID(concat('00000000-0000-8000-${half}-', leftPad(lower(hex(number)), 12, '0')))`
  for (const half of ['8001', 'a001']) {
    await facts.command(
      `INSERT INTO profiles (workspace_id, profile_id, version, is_deleted, first_seen_at, last_seen_at, traits)
       SELECT {crowd:UUID}, ${id(half)}, 1, 0, now64(3, 'UTC'), now64(3, 'UTC'),
              CAST(if(number % 4 = 0, '{"city":"杭州"}', '{}') AS JSON(max_dynamic_paths = 256))
       FROM numbers(2000)`,
      { crowd },
    )
  }
  const place = (half: string, last: string) => `00000000-0000-8000-${half}-${last.padStart(12, '0')}`
  await facts.insert('profile_aliases', [
    {
      workspace_id: crowd,
      node_id: place('b001', '1'),
      profile_id: place('8001', '1'),
      version: 1,
      is_deleted: 0,
    },
    {
      workspace_id: crowd,
      node_id: place('8002', 'ffff'),
      profile_id: place('a001', '1'),
      version: 1,
      is_deleted: 0,
    },
  ])
  const row = (profileId: string) => ({
    workspace_id: crowd,
    name: 'Product Viewed',
    profile_id: profileId,
    time: new Date(now.getTime() - 1_000).toISOString(),
    type: 'track',
    message_id: profileId,
    user_id: '',
    anonymous_id: '',
    source: 'test',
    received_at: now.toISOString(),
    value_minor: 0,
    currency: '',
    properties: {},
    context: '',
    journal_position: 1,
    journal_index: 0,
  })
  await facts.insert('events', [row(place('b001', '1')), row(place('8002', 'ffff'))])
}

it('writes values as literals that keep their type and cannot end their quotes', () => {
  const text =
    'a = {p0:String} AND b IN {p1:Array(String)} AND c > {p2:Int64} AND d < {p3:Float64} AND e = {p4:UUID}'
  const params = { p0: "\\'\n", p1: ["'", '{p0:String}'], p2: -5, p3: 0.1, p4: stranger }
  expect(literalSql({ text, params })).toBe(
    `a = '\\\\\\'\\n' AND b IN ['\\'', '{p0:String}'] AND c > toInt64(-5) AND d < toFloat64(0.1) AND e = toUUID('${stranger}')`,
  )
})

it('lays two to six sets over one another, each once', () => {
  const body = segmentQuestionsApi.overlap.body
  const ids = Array.from({ length: 7 }, (_, n) => deriveId(String(n)))
  const isTaken = (segmentIds: string[], rule?: Rule) => body?.safeParse({ segmentIds, rule }).success
  expect(isTaken(ids.slice(0, 1))).toBe(false)
  expect(isTaken(ids.slice(0, 1), sawTea)).toBe(true)
  expect(isTaken(ids.slice(0, 6))).toBe(true)
  expect(isTaken(ids.slice(0, 6), sawTea)).toBe(false)
  expect(isTaken([...ids.slice(0, 1), ...ids.slice(0, 1)])).toBe(false)
})
