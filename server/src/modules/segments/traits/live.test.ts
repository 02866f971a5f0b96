import {
  type ComputedDefinitionInput,
  computedDefinitionSchema,
  type Rule,
  ruleSchema,
} from '@rapport/contract'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { bothEngines, type OpenEngines } from '../../../../../test/harness/open-engines'
import { until } from '../../../../../test/harness/until'
import { deriveId } from '../../../kernel/id'
import { createMembership } from '../live/membership'
import { actorOf, type LiveSegments, openLive } from '../testing/workspace'

const hourMs = 3_600_000
const orders = { kind: 'events' as const, events: ['Order Completed'] }
const withinHours = (amount: number) => ({ kind: 'last', within: { amount, unit: 'hour' } }) as const
const lastHour: ComputedDefinitionInput = {
  ...orders,
  window: withinHours(1),
  measure: { kind: 'sum', of: { kind: 'value' } },
}

describe.each(bothEngines)('own computed traits on $engine', ({ open }) => {
  let engines: OpenEngines
  let opened: LiveSegments
  let nowMs = Date.parse('2026-03-01T12:00:00.000Z')
  /** The messages after which the pipeline cannot be reached once. */
  let cutAfter = Number.POSITIVE_INFINITY

  beforeAll(async () => {
    engines = await open()
    opened = openLive(engines, () => new Date(nowMs), {
      record: (record) => async (workspaceId, source, told) => {
        const position = await record(workspaceId, source, told)
        cutAfter -= 1
        if (cutAfter === 0) throw new Error('told, and then the line broke')
        return position
      },
    })
  })
  afterAll(() => opened.close())

  const send = async (shop: string, ...raws: object[]) =>
    opened.ingest.reached(await opened.send(shop, ...raws))

  const order = (userId: string, revenue: number, agoMs = 0) => ({
    type: 'track',
    event: 'Order Completed',
    userId,
    timestamp: new Date(nowMs - agoMs).toISOString(),
    properties: { revenue, channel: revenue > 50 ? 'app' : 'web' },
  })

  const define = (shop: string, key: string, definition: ComputedDefinitionInput) =>
    opened.segments.traits.create(actorOf(shop), {
      key,
      label: key,
      description: '',
      definition: computedDefinitionSchema.parse(definition),
    })

  /** What the profiles in ClickHouse hold of a trait, by user. */
  async function valuesOf(shop: string, key: string): Promise<Record<string, unknown>> {
    const people = await engines.db.query<{ value: string; profileId: string }>(
      `SELECT value, profile_id AS "profileId" FROM identifiers WHERE workspace_id = $1 AND kind = 'user_id'
       ORDER BY value`,
      [shop],
    )
    const rows = await engines.facts.query<{ profile_id: string; traits: Record<string, unknown> }>(
      'SELECT profile_id, traits FROM profiles FINAL WHERE workspace_id = {shop:UUID}',
      { shop },
    )
    const byId = new Map(rows.map((row) => [row.profile_id, row.traits[key] ?? null]))
    return Object.fromEntries(people.map(({ value, profileId }) => [value, byId.get(profileId)]))
  }

  const expectValues = (shop: string, key: string, expected: Record<string, unknown>) =>
    until(async () => JSON.stringify(await valuesOf(shop, key)) === JSON.stringify(expected), {
      what: `${key} is ${JSON.stringify(expected)}`,
    })

  const expectState = (shop: string, key: string, state: string) =>
    until(async () => (await opened.segments.traits.get(shop, key)).state === state, {
      what: `${key} is ${state}`,
    })

  async function idOf(shop: string, userId: string): Promise<string> {
    const [row] = await engines.db.query<{ id: string }>(
      `SELECT profile_id AS id FROM identifiers WHERE workspace_id = $1 AND kind = 'user_id' AND value = $2`,
      [shop, userId],
    )
    return row?.id ?? ''
  }

  it('are worked out over history, follow each event, and end with their window to the millisecond', async () => {
    const [shop, other] = [deriveId('shop', 'spent'), deriveId('shop', 'elsewhere')]
    await send(shop, order('ann', 10, 2 * hourMs), order('ann', 20, hourMs / 2), order('bo', 5, 3 * hourMs))
    await send(other, order('eve', 7))
    await define(shop, 'spent_1h', lastHour)
    await expectValues(shop, 'spent_1h', { ann: 2_000, bo: 0 })
    await expectState(shop, 'spent_1h', 'live')
    expect(await opened.segments.traits.get(shop, 'spent_1h')).toMatchObject({
      progress: { done: 2, total: 2 },
      valueType: 'money',
      problem: null,
    })
    await send(shop, order('bo', 1), order('cy', 3, hourMs / 4))
    await expectValues(shop, 'spent_1h', { ann: 2_000, bo: 100, cy: 300 })
    nowMs += hourMs / 2 - 1
    await send(shop, { type: 'track', event: 'Something else', userId: 'ann' })
    expect((await valuesOf(shop, 'spent_1h')).ann).toBe(2_000)
    nowMs += 1
    await expectValues(shop, 'spent_1h', { ann: 0, bo: 100, cy: 300 })
    nowMs += hourMs
    await expectValues(shop, 'spent_1h', { ann: 0, bo: 0, cy: 0 })
    expect(await valuesOf(other, 'spent_1h')).toEqual({ eve: null })
    expect(await opened.segments.traits.list(other)).toEqual([])
    await expect(opened.segments.traits.get(other, 'spent_1h')).rejects.toMatchObject({ code: 'not_found' })
  })

  it('come with a source and a time, are set by nobody else, and do not count as seeing the customer', async () => {
    const shop = deriveId('shop', 'guarded')
    await send(shop, order('ann', 10))
    const seen = async () =>
      engines.facts.query('SELECT last_seen_at FROM profiles FINAL WHERE workspace_id = {shop:UUID}', {
        shop,
      })
    const before = await seen()
    nowMs += 10 * hourMs
    await define(shop, 'best_channel', {
      ...orders,
      measure: { kind: 'most_frequent', property: 'channel' },
    })
    await expectValues(shop, 'best_channel', { ann: 'web' })
    expect(await seen()).toEqual(before)
    await send(shop, { type: 'identify', userId: 'ann', traits: { best_channel: 'mine', city: '杭州' } })
    expect(await valuesOf(shop, 'best_channel')).toEqual({ ann: 'web' })
    expect(await valuesOf(shop, 'city')).toEqual({ ann: '杭州' })
    const [row] = await engines.db.query<{ traits: string }>(
      'SELECT traits FROM profiles WHERE profile_id = $1',
      [await idOf(shop, 'ann')],
    )
    expect(JSON.stringify(row)).toContain('computed_traits')
  })

  it('hold for two people who turn out to be one, and take a value away that is no more', async () => {
    const shop = deriveId('shop', 'merged')
    await define(shop, 'orders_1h', { ...orders, window: withinHours(1), measure: { kind: 'count' } })
    await define(shop, 'last_channel', {
      ...orders,
      window: withinHours(1),
      measure: { kind: 'last_value', property: 'channel' },
    })
    await send(shop, order('ann', 10))
    await send(shop, { ...order('', 90), userId: undefined, anonymousId: 'visitor' })
    await expectValues(shop, 'orders_1h', { ann: 1 })
    await send(shop, { type: 'identify', userId: 'ann', anonymousId: 'visitor', traits: {} })
    await expectValues(shop, 'orders_1h', { ann: 2 })
    nowMs += hourMs
    await expectValues(shop, 'orders_1h', { ann: 0 })
    await expectValues(shop, 'last_channel', { ann: null })
  })

  it('make segments and other traits over them follow', async () => {
    const shop = deriveId('shop', 'over')
    await send(shop, order('ann', 60))
    await define(shop, 'spent_1h', lastHour)
    const big: Rule = ruleSchema.parse({
      kind: 'trait',
      trait: 'spent_1h',
      condition: { type: 'money', op: 'at_least', value: 5_000 },
    })
    const { id } = await opened.segments.create(actorOf(shop), {
      name: '大客户',
      description: '',
      rule: big,
      readyMade: null,
    })
    await define(shop, 'is_big', { kind: 'rule', rule: { kind: 'segment', op: 'in', segmentId: id } })
    const members = async () => {
      const ids = [await idOf(shop, 'ann'), await idOf(shop, 'bo')]
      const kept = await createMembership(engines.facts).of(shop, ids)
      return ids.map((one) => kept.get(one)?.has(id) ?? false)
    }
    await expectValues(shop, 'is_big', { ann: true })
    await send(shop, order('bo', 40))
    await expectValues(shop, 'is_big', { ann: true, bo: false })
    await send(shop, order('bo', 20))
    await expectValues(shop, 'is_big', { ann: true, bo: true })
    await until(async () => (await members()).every(Boolean), { what: 'both are in' })
    nowMs += hourMs
    await expectValues(shop, 'is_big', { ann: false, bo: false })
    await until(async () => !(await members()).some(Boolean), { what: 'nobody is in' })
    expect(await opened.segments.traits.uses(shop, 'spent_1h')).toEqual({
      segments: [{ id, name: '大客户' }],
      traits: [],
    })
    const circle = {
      kind: 'rule',
      rule: { kind: 'segment', op: 'in', segmentId: id },
    } as const
    const trait = await opened.segments.traits.get(shop, 'spent_1h')
    const changed = opened.segments.traits.update(actorOf(shop), 'spent_1h', {
      version: trait.version,
      definition: computedDefinitionSchema.parse(circle),
    })
    await expect(changed).rejects.toMatchObject({ details: { code: 'trait_cycle' } })
    const through = opened.segments.update(actorOf(shop), id, {
      version: 1,
      rule: { kind: 'trait', trait: 'is_big', condition: { type: 'boolean', op: 'is', value: true } },
    })
    await expect(through).rejects.toMatchObject({ details: { code: 'trait_cycle' } })
  })

  it('go on over everybody where they were cut, are worked out anew when changed, and leave nothing when deleted', async () => {
    const shop = deriveId('shop', 'many')
    const people = Array.from({ length: 1_050 }, (_, index) => `p${String(index).padStart(4, '0')}`)
    await send(shop, ...people.map((userId) => order(userId, 10)))
    const all = (value: unknown) => Object.fromEntries(people.map((userId) => [userId, value]))
    cutAfter = 2
    await define(shop, 'total', { ...orders, measure: { kind: 'sum', of: { kind: 'value' } } })
    await until(
      async () => {
        nowMs += 1_000 // it is tried again after a while
        return (await opened.segments.traits.get(shop, 'total')).state === 'live'
      },
      { what: 'everybody has a value' },
    )
    expect(cutAfter).toBeLessThan(0)
    await expectValues(shop, 'total', all(1_000))
    const made = await opened.segments.traits.get(shop, 'total')
    expect(made.progress).toEqual({ done: 1_050, total: 1_050 })
    await opened.segments.live.stop()
    const changed = await opened.segments.traits.update(actorOf(shop), 'total', {
      version: made.version,
      definition: computedDefinitionSchema.parse({ ...orders, measure: { kind: 'count' } }),
    })
    expect(changed).toMatchObject({ state: 'filling', version: 2, progress: { done: 0 } })
    expect(await opened.segments.traits.fill(actorOf(shop), 'total', 'pause')).toMatchObject({
      state: 'paused',
    })
    await expect(opened.segments.traits.fill(actorOf(shop), 'total', 'pause')).rejects.toMatchObject({
      details: { code: 'not_filling' },
    })
    await opened.segments.traits.fill(actorOf(shop), 'total', 'resume')
    opened.segments.live.start()
    await expectState(shop, 'total', 'live')
    await expectValues(shop, 'total', all(1))
    await opened.segments.traits.remove(actorOf(shop), 'total')
    await until(async () => (await opened.segments.traits.list(shop)).length === 0, { what: 'it is gone' })
    expect(await valuesOf(shop, 'total')).toEqual(all(null))
  })

  it('stand aside with their last values when what they ask for is gone', async () => {
    const shop = deriveId('shop', 'stale')
    await send(shop, order('ann', 60))
    const rule = ruleSchema.parse({ kind: 'event', events: ['Order Completed'] })
    const { id } = await opened.segments.create(actorOf(shop), {
      name: '买过',
      description: '',
      rule,
      readyMade: null,
    })
    await define(shop, 'bought', { kind: 'rule', rule: { kind: 'segment', op: 'in', segmentId: id } })
    await define(shop, 'orders_ever', { ...orders, measure: { kind: 'count' } })
    await expectValues(shop, 'bought', { ann: true })
    await engines.db.query('DELETE FROM segments WHERE segment_id = $1', [id])
    opened.segments.live.changed(shop)
    await expectState(shop, 'bought', 'stale')
    expect((await opened.segments.traits.get(shop, 'bought')).problem).toContain('does not exist')
    await send(shop, order('ann', 60))
    await expectValues(shop, 'orders_ever', { ann: 2 })
    expect(await valuesOf(shop, 'bought')).toEqual({ ann: true })
  })

  it('are refused with the reason: names that are taken, entries of segments, versions that are old', async () => {
    const shop = deriveId('shop', 'refused')
    await send(shop, { type: 'identify', userId: 'ann', traits: { shoe_size: 39 } })
    const counted = { ...orders, measure: { kind: 'count' as const } }
    const refusal = async (promise: Promise<unknown>) =>
      promise.then(
        () => 'accepted',
        (error: { details?: { code?: string } }) => error.details?.code,
      )
    expect(await refusal(define(shop, 'revenue', counted))).toBe('key_reserved')
    expect(await refusal(define(shop, 'household', counted))).toBe('key_reserved')
    expect(await refusal(define(shop, 'shoe_size', counted))).toBe('key_in_use')
    const entries = { ...counted, events: ['segment_entered'] }
    expect(await refusal(define(shop, 'entries', entries))).toBe('asks_for_memberships')
    await define(shop, 'mine', counted)
    expect(await refusal(define(shop, 'mine', counted))).toBe('key_taken')
    const { traits } = opened.segments
    expect(await refusal(traits.update(actorOf(shop), 'mine', { version: 7, label: 'x' }))).toBe(
      'version_changed',
    )
    await expect(
      traits.update(actorOf(deriveId('elsewhere')), 'mine', { version: 1, label: 'x' }),
    ).rejects.toMatchObject({ code: 'not_found' })
  })

  it('can be looked at before they are made', async () => {
    const shop = deriveId('shop', 'preview')
    await send(shop, order('ann', 10), order('ann', 20), order('bo', 5), {
      type: 'identify',
      userId: 'cy',
      traits: {},
    })
    const definition = computedDefinitionSchema.parse({
      ...orders,
      measure: { kind: 'sum', of: { kind: 'value' } },
    })
    const preview = await opened.segments.traits.preview(shop, { definition, sample: 2 })
    expect(preview).toMatchObject({
      valueType: 'money',
      people: 3,
      everybody: 3,
      withValue: 3,
      others: 0,
      spread: { min: 0, median: 500, max: 3_000 },
      sentence: { 'zh-CN': '订单的金额合计', en: 'Total value of orders' },
    })
    expect(preview.sample.map(({ value }) => value).sort()).toEqual([3_000, 500])
  })
})
