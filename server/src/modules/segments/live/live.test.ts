import { type Rule, ruleSchema, type SegmentInput } from '@rapport/contract'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { bothEngines, type OpenEngines } from '../../../../../test/harness/open-engines'
import { until } from '../../../../../test/harness/until'
import { deriveId } from '../../../kernel/id'
import { actorOf, type LiveSegments, openLive } from '../testing/workspace'
import { createMembership } from './membership'

const hourMs = 3_600_000
const start = new Date('2026-03-01T12:00:00.000Z')
const input = (name: string, rule: Rule): SegmentInput => ({ name, rule, description: '', readyMade: null })
const bought = (amount: number, atLeast = 1): Rule =>
  ruleSchema.parse({
    kind: 'event',
    events: ['Order Completed'],
    window: { kind: 'last', within: { amount, unit: 'hour' } },
    compare: { op: 'at_least', value: atLeast },
  })
const livesIn = (city: string): Rule => ({
  kind: 'trait',
  trait: 'city',
  condition: { type: 'text', op: 'is', values: [city] },
})

describe.each(bothEngines)('live segments on $engine', ({ open }) => {
  let engines: OpenEngines
  let opened: LiveSegments
  let nowMs = start.getTime()
  /** How often the pipeline cannot be reached. */
  let breaks = 0

  beforeAll(async () => {
    engines = await open()
    opened = openLive(engines, () => new Date(nowMs), {
      record: (record) => async (workspaceId, source, told) => {
        const position = await record(workspaceId, source, told)
        if (breaks === 0) return position
        breaks -= 1
        throw new Error('told, and then the line broke')
      },
    })
  })
  afterAll(() => opened.close())

  const send = (shop: string, ...raws: object[]) => opened.send(shop, ...raws)

  const order = (userId: string, agoMs = 0) => ({
    type: 'track',
    event: 'Order Completed',
    userId,
    timestamp: new Date(nowMs - agoMs).toISOString(),
    properties: { revenue: 10 },
  })

  /** User ids of those whom the kept members of a segment hold. */
  async function membersOf(shop: string, segmentId: string): Promise<string[]> {
    const people = await engines.db.query<{ value: string; profileId: string }>(
      `SELECT value, profile_id AS "profileId" FROM identifiers WHERE workspace_id = $1 AND kind = 'user_id'`,
      [shop],
    )
    const kept = await createMembership(engines.facts).of(
      shop,
      people.map(({ profileId }) => profileId),
    )
    return people
      .filter(({ profileId }) => kept.get(profileId)?.has(segmentId))
      .map(({ value }) => value)
      .sort()
  }

  const expectMembers = (shop: string, segmentId: string, expected: readonly string[]) =>
    until(async () => JSON.stringify(await membersOf(shop, segmentId)) === JSON.stringify(expected), {
      what: `${expected.join(', ') || 'nobody'} in the segment`,
    })

  async function following(segmentId: string) {
    const [row] = await engines.db.query<{ state: string; problem: string | null }>(
      'SELECT state, problem FROM segment_following WHERE segment_id = $1',
      [segmentId],
    )
    return row
  }

  const expectFollowing = (segmentId: string, state: string | undefined) =>
    until(async () => (await following(segmentId))?.state === state, { what: `the segment is ${state}` })

  async function told(shop: string, segmentId: string) {
    const rows = await engines.facts.query<{ name: string; time: string; user: string; cause: string }>(
      `SELECT name, time, properties.cause.:String AS cause FROM events
       WHERE workspace_id = {shop:UUID} AND name IN ('segment_entered', 'segment_exited')
         AND properties.segment_id.:String = {segmentId:String}
       ORDER BY journal_position, journal_index`,
      { shop, segmentId },
    )
    return rows.map(({ name, time, cause }) => `${name} ${time} ${cause}`)
  }

  it('take people in as they buy and let them go to the millisecond, and tell of each once', async () => {
    const shop = deriveId('shop', 'buyers')
    await send(shop, order('old', 5 * hourMs))
    await send(shop, order('ann', 0))
    const { id } = await opened.segments.create(actorOf(shop), input('刚买过', bought(2)))
    await expectMembers(shop, id, ['ann'])
    nowMs += 1_000
    const orderedAt = nowMs
    await send(shop, order('bo'), order('late', hourMs))
    await expectMembers(shop, id, ['ann', 'bo', 'late'])
    await until(async () => (await told(shop, id)).length === 2, { what: 'two entries are told' })

    nowMs = orderedAt + hourMs - 1
    await send(shop, { type: 'track', event: 'Something else', userId: 'bo' })
    await expectMembers(shop, id, ['ann', 'bo', 'late'])
    nowMs = orderedAt + hourMs
    await expectMembers(shop, id, ['ann', 'bo'])
    nowMs = orderedAt + 2 * hourMs
    await expectMembers(shop, id, [])
    await until(async () => (await told(shop, id)).length === 5, { what: 'exits are told' })
    expect((await told(shop, id)).slice(2).sort()).toEqual(
      [hourMs, 2 * hourMs - 1_000, 2 * hourMs]
        .map((ms) => `segment_exited ${new Date(orderedAt + ms).toISOString()} time`)
        .sort(),
    )
  })

  it('follow what people say of themselves, take in the new and keep those of other workspaces out', async () => {
    const [shop, other] = [deriveId('shop', 'cities'), deriveId('shop', 'other cities')]
    const { id } = await opened.segments.create(actorOf(shop), input('杭州人', livesIn('杭州')))
    const notOrdered = ruleSchema.parse({ kind: 'none', of: [bought(24)] })
    const { id: quiet } = await opened.segments.create(actorOf(shop), input('没买过', notOrdered))
    const identify = (userId: string, city: string) => ({ type: 'identify', userId, traits: { city } })
    await send(shop, identify('ann', '杭州'), identify('bo', '上海'))
    await send(other, identify('eve', '杭州'))
    await expectMembers(shop, id, ['ann'])
    await expectMembers(shop, quiet, ['ann', 'bo'])
    await send(shop, identify('ann', '上海'), identify('bo', '杭州'), order('bo'))
    await expectMembers(shop, id, ['bo'])
    await expectMembers(shop, quiet, ['ann'])
    expect(await membersOf(other, id)).toEqual([])
  })

  it('hold two people who turn out to be one as one, and tell nothing of the one that is gone', async () => {
    const shop = deriveId('shop', 'merged')
    const { id } = await opened.segments.create(actorOf(shop), input('买过两次', bought(24, 2)))
    const { id: once } = await opened.segments.create(actorOf(shop), input('买过', bought(24)))
    await expectFollowing(once, 'live')
    await send(shop, order('ann'))
    await send(shop, { ...order(''), userId: undefined, anonymousId: 'visitor' })
    await until(async () => (await told(shop, once)).length === 2, { what: 'both bought' })
    await send(shop, { type: 'identify', userId: 'ann', anonymousId: 'visitor', traits: {} })
    await expectMembers(shop, id, ['ann'])
    expect((await told(shop, once)).length).toBe(2)
    const gone = await engines.facts.query<{ cause: string }>(
      `SELECT cause FROM segment_changes WHERE workspace_id = {shop:UUID} AND is_in = 0`,
      { shop },
    )
    expect(gone).toEqual([{ cause: 'merge' }])
  })

  it('have other members when their rule is changed, without telling that anybody did anything', async () => {
    const shop = deriveId('shop', 'edited')
    await send(shop, order('ann'), order('ann'), order('bo'))
    const made = await opened.segments.create(actorOf(shop), input('买过', bought(24)))
    await expectMembers(shop, made.id, ['ann', 'bo'])
    const changes = { version: made.version, rule: bought(24, 2) }
    const changed = await opened.segments.update(actorOf(shop), made.id, changes)
    await expectMembers(shop, made.id, ['ann'])
    await opened.segments.update(actorOf(shop), made.id, { version: changed.version, name: '改名' })
    await opened.segments.archive(actorOf(shop), made.id)
    await expectFollowing(made.id, undefined)
    await send(shop, order('bo'))
    await opened.segments.restore(actorOf(shop), made.id)
    await expectMembers(shop, made.id, ['ann', 'bo'])
    expect(await told(shop, made.id)).toEqual([])
  })

  it('stand aside with their last members when they cannot be asked, and leave the others going', async () => {
    const shop = deriveId('shop', 'broken')
    await send(shop, order('ann'))
    const good = await opened.segments.create(actorOf(shop), input('买过', bought(24)))
    const asks: Rule = { kind: 'segment', op: 'in', segmentId: good.id }
    const bad = await opened.segments.create(actorOf(shop), input('也买过', asks))
    await expectMembers(shop, bad.id, ['ann'])
    const missing = JSON.stringify({ ...asks, segmentId: deriveId('nowhere') })
    await engines.db.query('UPDATE segments SET rule = $2 WHERE segment_id = $1', [bad.id, missing])
    opened.segments.live.changed(shop)
    await send(shop, order('bo'))
    await expectMembers(shop, good.id, ['ann', 'bo'])
    expect(await membersOf(shop, bad.id)).toEqual(['ann'])
    expect(await following(bad.id)).toEqual({
      state: 'stale',
      problem: expect.stringContaining('does not exist'),
    })
    await engines.db.query('UPDATE segments SET rule = $2 WHERE segment_id = $1', [
      bad.id,
      JSON.stringify(asks),
    ])
    opened.segments.live.changed(shop)
    await expectMembers(shop, bad.id, ['ann', 'bo'])
  })

  it('go on after they rested, with what came in meanwhile', async () => {
    const shop = deriveId('shop', 'rested')
    const { id } = await opened.segments.create(actorOf(shop), input('买过', bought(24)))
    await expectFollowing(id, 'live')
    await opened.segments.live.stop()
    await send(shop, order('ann'))
    opened.segments.live.start()
    await expectMembers(shop, id, ['ann'])
    const { id: another } = await opened.segments.create(actorOf(shop), input('也买过', bought(24)))
    await expectFollowing(another, 'live')
    expect(await membersOf(shop, another)).toEqual(['ann'])
  })

  it('tell each entry once although the pipeline could not be reached at first', async () => {
    const shop = deriveId('shop', 'unreachable')
    const { id } = await opened.segments.create(actorOf(shop), input('买过', bought(24)))
    await expectFollowing(id, 'live')
    breaks = 2
    await send(shop, order('ann'))
    const triedAgain = async () => {
      nowMs += 1_000 // it is tried again after a while
      return breaks === 0 && (await told(shop, id)).length > 0
    }
    await until(triedAgain, { what: 'it was told' })
    await until(
      async () =>
        (await engines.db.query('SELECT 1 FROM segment_outbox WHERE workspace_id = $1', [shop])).length === 0,
      { what: 'nothing is left to tell' },
    )
    expect((await told(shop, id)).map((line) => line.split(' ', 1)[0])).toEqual(['segment_entered'])
    expect(await membersOf(shop, id)).toEqual(['ann'])
  })

  describe('looked back at and into', () => {
    const shop = deriveId('shop', 'history')
    let segmentId = ''
    let beganMs = 0
    const idOf = async (userId: string) => {
      const [row] = await engines.db.query<{ id: string }>(
        `SELECT profile_id AS id FROM identifiers WHERE workspace_id = $1 AND kind = 'user_id' AND value = $2`,
        [shop, userId],
      )
      return row?.id ?? ''
    }

    it('say since when they are followed, how many they were each day, who came and who went', async () => {
      beganMs = nowMs
      await send(shop, order('ann'), {
        type: 'identify',
        userId: 'ann',
        traits: { email: 'ann@example.com' },
      })
      const { id } = await opened.segments.create(actorOf(shop), input('今天买过', bought(24)))
      segmentId = id
      await expectMembers(shop, id, ['ann'])
      await expectFollowing(id, 'live') // written down a moment after the members are
      const { inspection } = opened.segments
      expect(await inspection.following(shop, id)).toMatchObject({ state: 'live', problem: null })
      nowMs += 20 * hourMs
      await send(shop, order('bo'))
      await expectMembers(shop, id, ['ann', 'bo'])
      nowMs += 10 * hourMs
      await expectMembers(shop, id, ['bo'])
      const sizes = await inspection.sizes(shop, id, 30)
      expect(sizes.timezone).toBe('Asia/Shanghai')
      expect(sizes.items.at(-1)).toMatchObject({ people: 1 })
      expect(sizes.items.reduce((sum, { exited }) => sum + exited, 0)).toBe(1)
      expect(sizes.items.reduce((sum, { entered }) => sum + entered, 0)).toBe(1)
      const first = await inspection.changes(shop, id, { limit: 2, which: 'all' })
      expect(first.items.map(({ isIn, cause }) => [isIn, cause])).toEqual([
        [false, 'time'],
        [true, 'change'],
      ])
      const rest = await inspection.changes(shop, id, {
        limit: 2,
        which: 'all',
        cursor: first.nextCursor ?? '',
      })
      expect(rest.items.map(({ isIn, cause }) => [isIn, cause])).toEqual([[true, 'start']])
      const told = await inspection.changes(shop, id, { limit: 9, which: 'told' })
      expect(told.items).toEqual(first.items)
    })

    it('know who was in them at a moment, and say so when they cannot know', async () => {
      const { inspection } = opened.segments
      const at = (ms: number) =>
        inspection.membersAt(shop, segmentId, new Date(ms).toISOString(), { limit: 10 })
      const [ann, bo] = [await idOf('ann'), await idOf('bo')]
      expect((await at(beganMs + 21 * hourMs)).items.map(({ id }) => id).sort()).toEqual([ann, bo].sort())
      expect((await at(nowMs)).items.map(({ id }) => id)).toEqual([bo])
      const dayBefore = new Date(beganMs - 48 * hourMs).toISOString().slice(0, 10)
      await expect(inspection.membersAt(shop, segmentId, dayBefore, { limit: 10 })).rejects.toMatchObject({
        details: { code: 'not_followed_then' },
      })
      await expect(at(beganMs - hourMs)).rejects.toMatchObject({ details: { code: 'not_followed_then' } })
    })

    it('explain every condition with what decided it, and hide what is personal', async () => {
      const hasEmail: Rule = { kind: 'trait', trait: 'email', condition: { type: 'presence', op: 'is_set' } }
      const rule: Rule = { kind: 'all', of: [bought(24), hasEmail] }
      const { id } = await opened.segments.create(actorOf(shop), input('有邮箱的买家', rule))
      const why = async (userId: string, seesPersonal = true) =>
        opened.segments.inspection.why(shop, id, await idOf(userId), seesPersonal)
      const bo = await why('bo')
      expect(bo.isIn).toBe(false)
      expect(bo.explanation?.of.map(({ holds, counted, values }) => [holds, counted, values])).toEqual([
        [true, 1, []],
        [false, null, []],
      ])
      expect(bo.explanation?.of[0]).toMatchObject({
        measured: 1,
        events: [{ name: 'Order Completed', valueMinor: 1_000 }],
      })
      const ann = await why('ann', false)
      expect(ann.explanation?.of[1]?.values).toEqual(['•••'])
      expect((await why('ann')).explanation?.of[1]?.values).toEqual(['"ann@example.com"'])
      await expect(
        opened.segments.inspection.why(deriveId('elsewhere'), id, await idOf('bo'), true),
      ).rejects.toMatchObject({ code: 'not_found' })
      await expect(opened.segments.inspection.why(shop, id, deriveId('nobody'), true)).rejects.toMatchObject({
        code: 'not_found',
      })
    })
  })
})
