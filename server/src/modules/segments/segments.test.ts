import { type Rule, ruleSchema, type SegmentInput } from '@rapport/contract'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { bothEngines, type OpenEngines } from '../../../../test/harness/open-engines'
import { deriveId } from '../../kernel/id'
import type { EventFact } from './rule/evaluate'
import { insertPeople } from './testing/people'
import { actorOf, type OpenSegments, openSegments } from './testing/workspace'

const now = new Date('2026-03-01T12:00:00Z')
const shop = deriveId('shop')
const otherShop = deriveId('other shop')
const actor = actorOf(shop)
const person = (n: number) => deriveId('person', String(n))

const order = (daysAgo: number, valueMinor: number): EventFact => ({
  type: 'track',
  name: 'Order Completed',
  time: new Date(now.getTime() - daysAgo * 86_400_000),
  properties: { category: '茶' },
  valueMinor,
})
const bought = (days: number, atLeast = 1): Rule =>
  ruleSchema.parse({
    kind: 'event',
    events: ['Order Completed'],
    window: { kind: 'last', within: { amount: days, unit: 'day' } },
    compare: { op: 'at_least', value: atLeast },
  })
const everybody: Rule = { kind: 'all', of: [] }
const input = (name: string, rule: Rule): SegmentInput => ({ name, rule, description: '', readyMade: null })
const first = { limit: 50 }

describe.each(bothEngines)('segments on $engine', ({ open }) => {
  let engines: OpenEngines
  let opened: OpenSegments
  const segments = () => opened.segments

  beforeAll(async () => {
    engines = await open()
    opened = openSegments(engines, () => now)
    await insertPeople(engines.facts, shop, [
      {
        profileId: person(1),
        traits: { name: '陈静', email: 'c@example.cn', consent_email: 'granted', orders: 3, revenue: 30_000 },
        events: [order(10, 10_000), order(50, 10_000)],
        mergedNodes: [[order(80, 10_000)]],
      },
      {
        profileId: person(2),
        traits: { first_name: 'Ann', last_name: 'Lee', email: 'a@example.com', orders: 1, revenue: 5_000 },
        events: [order(85, 5_000)],
      },
      {
        profileId: person(3),
        traits: {
          phone: '+8613800000000',
          consent_sms: 'withdrawn',
          email: 'x@example.com',
          consent_email: 'withdrawn',
        },
        events: [order(91, 700)],
      },
      { profileId: person(4), traits: {} },
    ])
    await insertPeople(engines.facts, otherShop, [
      { profileId: person(9), traits: { name: '别家的客户' }, events: [order(1, 900)] },
    ])
  })
  afterAll(() => engines.close())

  describe('as records', () => {
    it('are created, changed, put away and brought back, each with a line in the audit log', async () => {
      const made = await segments().create(actor, input('买过茶的人', bought(90)))
      expect(made).toMatchObject({ name: '买过茶的人', version: 1, people: null, createdBy: '小王' })
      expect(made.sentence['zh-CN']).toBe('近 90 天下单的客户')

      const changed = await segments().update(actor, made.id, { version: 1, rule: bought(90, 2) })
      expect(changed).toMatchObject({ version: 2, name: '买过茶的人' })
      expect((await segments().archive(actor, made.id)).archivedAt).toBe(now.toISOString())
      expect((await segments().list(shop, { state: 'live', ...first })).items).toEqual([])
      expect((await segments().list(shop, { state: 'archived', ...first })).items).toHaveLength(1)
      expect((await segments().restore(actor, made.id)).archivedAt).toBeNull()
      expect(opened.notes.map(({ action }) => action)).toEqual([
        'segment.created',
        'segment.changed',
        'segment.archived',
        'segment.restored',
      ])
      expect(opened.notes[1]).toMatchObject({ before: { rule: bought(90) }, after: { rule: bought(90, 2) } })
    })

    it('do not lose the change of somebody who was faster', async () => {
      const made = await segments().create(actor, input('两个人同时改', everybody))
      const results = await Promise.allSettled([
        segments().update(actor, made.id, { version: 1, name: '甲改的' }),
        segments().update(actor, made.id, { version: 1, name: '乙改的' }),
      ])
      expect(results.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
      await expect(segments().update(actor, made.id, { version: 1, name: '丙' })).rejects.toMatchObject({
        code: 'conflict',
        details: { code: 'version_changed' },
      })
    })

    it('have names of their own, until one is put away', async () => {
      const made = await segments().create(actor, input('VIP', everybody))
      await expect(segments().create(actor, input('vip', everybody))).rejects.toMatchObject({
        details: { code: 'name_taken' },
      })
      await segments().archive(actor, made.id)
      const second = await segments().create(actor, input('vip', everybody))
      await expect(segments().restore(actor, made.id)).rejects.toMatchObject({
        details: { code: 'name_taken' },
      })
      await expect(segments().update(actor, made.id, { version: 2, name: 'x' })).rejects.toMatchObject({
        details: { code: 'segment_archived' },
      })
      await segments().archive(actor, second.id)
    })

    it('are invisible to another workspace', async () => {
      const made = await segments().create(actor, input('只属于本店', everybody))
      const missing = { code: 'not_found' }
      await expect(segments().get(otherShop, made.id)).rejects.toMatchObject(missing)
      await expect(segments().archive(actorOf(otherShop), made.id)).rejects.toMatchObject(missing)
      await expect(
        segments().update(actorOf(otherShop), made.id, { version: 1, name: 'x' }),
      ).rejects.toMatchObject(missing)
      expect(await segments().find(otherShop, made.id)).toBeNull()
      expect(await segments().counts(otherShop, [made.id])).toEqual([])
      expect((await segments().list(otherShop, { state: 'live', ...first })).items).toEqual([])
    })

    it('come in pages, in the order of their names, found by a part of the name', async () => {
      for (const name of ['页 C', '页 a', '页 B', '100%_页'])
        await segments().create(actor, input(name, everybody))
      const one = await segments().list(shop, { state: 'live', search: '页 ', limit: 2 })
      const two = await segments().list(shop, {
        state: 'live',
        search: '页 ',
        limit: 2,
        cursor: one.nextCursor!,
      })
      expect([...one.items, ...two.items].map(({ name }) => name)).toEqual(['页 a', '页 B', '页 C'])
      expect(two.nextCursor).toBeNull()
      const odd = await segments().list(shop, { state: 'live', search: '%_', ...first })
      expect(odd.items.map(({ name }) => name)).toEqual(['100%_页'])
    })
  })

  describe('as questions', () => {
    it('are counted together, merged people once, and the count is kept with the version counted', async () => {
      const [often, anybody] = [
        await segments().create(actor, input('复购', bought(90, 2))),
        await segments().create(actor, input('所有人', everybody)),
      ]
      const counts = await segments().counts(shop, [often.id, anybody.id, deriveId('nobody')])
      expect(new Map(counts.map(({ id, people }) => [id, people]))).toEqual(
        new Map([
          [often.id, 1],
          [anybody.id, 4],
        ]),
      )
      expect(await segments().get(shop, often.id)).toMatchObject({ people: 1, countedAt: now.toISOString() })
    })

    it('are previewed: size, value, reach by the consent rule, examples', async () => {
      const preview = await segments().preview(shop, bought(90), 5)
      expect(preview).toMatchObject({
        people: 2,
        everybody: 4,
        value: { buyers: 2, orders: 4, revenueMinor: 35_000 },
        reach: [
          { channel: 'email', withAddress: 2, reachable: 1, withdrawn: 0, suppressed: 0 },
          { channel: 'sms', withAddress: 0, reachable: 0, withdrawn: 0, suppressed: 0 },
        ],
      })
      expect(preview.sample.map(({ name }) => name).sort()).toEqual(['Ann Lee', '陈静'])
      expect((await segments().preview(shop, bought(90), 0)).sample).toEqual([])

      opened.settings.consentRule = 'not_withdrawn'
      const { reach } = await segments().preview(shop, everybody, 1)
      expect(reach).toEqual([
        { channel: 'email', withAddress: 3, reachable: 2, withdrawn: 1, suppressed: 0 },
        { channel: 'sms', withAddress: 1, reachable: 0, withdrawn: 1, suppressed: 0 },
      ])
      opened.settings.consentRule = 'granted'
    })

    it('list members by what they spent, page by page', async () => {
      const one = await segments().membersPage(shop, everybody, { limit: 3 })
      expect(one.items.map(({ id }) => id).slice(0, 2)).toEqual([person(1), person(2)])
      const two = await segments().membersPage(shop, everybody, { limit: 3, cursor: one.nextCursor! })
      const all = [...one.items, ...two.items].map(({ id }) => id)
      expect(new Set(all)).toEqual(new Set([1, 2, 3, 4].map(person)))
      expect(two.nextCursor).toBeNull()
    })

    it('give the ids of all members in one stable order, whatever the size of the pages', async () => {
      const walk = async (limit: number) => {
        const ids: string[] = []
        for (;;) {
          const page = { at: now, after: ids.at(-1) ?? null, limit }
          const next = await segments().members(shop, everybody, page)
          ids.push(...next)
          if (next.length < limit) return ids
        }
      }
      const all = await walk(10)
      expect(new Set(all)).toEqual(new Set([1, 2, 3, 4].map(person)))
      expect(await walk(1)).toEqual(all)
      expect(await walk(3)).toEqual(all)
    })

    it('are exact to the millisecond at the edge of the window', async () => {
      const edge = new Date(now.getTime() + 5 * 86_400_000)
      expect(await segments().count(shop, bought(90), new Date(edge.getTime() - 1))).toBe(2)
      expect(await segments().count(shop, bought(90), edge)).toBe(1)
    })

    it('say which segments one person is in, by any id that became theirs', async () => {
      const merged = deriveId('node', shop, person(1), '0')
      const names = async (id: string) => (await segments().ofProfile(shop, id)).map(({ name }) => name)
      expect(await names(person(1))).toContain('复购')
      expect(await names(merged)).toEqual(await names(person(1)))
      expect(await names(person(2))).not.toContain('复购')
      await expect(names(deriveId('stranger'))).rejects.toMatchObject({ code: 'not_found' })
    })
  })

  describe('ready made', () => {
    it('are ordinary rules in words, that can be counted and copied', async () => {
      const all = await segments().readyMade(shop)
      expect(all.length).toBeGreaterThan(35)
      expect(new Set(all.map(({ key }) => key)).size).toBe(all.length)
      for (const { rule } of all) expect(ruleSchema.parse(rule)).toEqual(rule)
      const email = all.find(({ key }) => key === 'reach.email')!
      expect(await segments().count(shop, email.rule, now)).toBe(1)
      const counts = await segments().readyMadeCounts(shop)
      expect(counts.map(({ key }) => key)).toEqual(all.map(({ key }) => key))
      expect(counts).toContainEqual({ key: 'reach.email', people: 1 })
      expect(counts).toContainEqual({ key: 'value.repeat_buyers', people: 1 })
      const copy = await segments().create(actor, {
        ...input(email.name['zh-CN'], email.rule),
        readyMade: email.key,
      })
      expect(copy).toMatchObject({ readyMade: 'reach.email', name: '可发邮件' })
    })

    it('are copied several at once in one language, and not twice under the same name', async () => {
      const keys = ['lifecycle.at_risk', 'value.repeat_buyers']
      const made = await segments().copyReadyMade(actor, keys, 'en')
      expect(made.map(({ name }) => name)).toEqual(['At risk', 'Repeat buyers'])
      expect(await segments().copyReadyMade(actor, keys, 'en')).toEqual([])
    })
  })

  it('forget a workspace that is deleted, and no other', async () => {
    await segments().create(actorOf(otherShop), input('别店的', everybody))
    await segments().eraseWorkspace(otherShop)
    expect((await segments().list(otherShop, { state: 'live', ...first })).items).toEqual([])
    expect((await segments().list(shop, { state: 'live', ...first })).items).not.toEqual([])
  })

  describe('that ask for other segments', () => {
    const lab = actorOf(deriveId('lab'))
    const of = (op: 'in' | 'not_in', segmentId: string): Rule => ({ kind: 'segment', op, segmentId })
    const refused = (code: string) => ({ code: 'unprocessable', details: { code } })

    beforeAll(() =>
      insertPeople(engines.facts, lab.workspaceId, [
        { profileId: person(21), traits: {}, events: [order(1, 100)] },
        { profileId: person(22), traits: {} },
      ]),
    )

    it('follow them as they change, and cannot come round to themselves', async () => {
      const buyers = await segments().create(lab, input('买家', bought(30)))
      const others = await segments().create(lab, input('其他人', of('not_in', buyers.id)))
      expect(others.sentence['zh-CN']).toBe('不属于细分“买家”的客户')
      const sizes = async () => (await segments().counts(lab.workspaceId, [others.id]))[0]?.people
      expect(await sizes()).toBe(1)
      expect(await segments().count(lab.workspaceId, of('in', others.id), now)).toBe(1)
      expect(await segments().ofProfile(lab.workspaceId, person(22))).toEqual([
        { id: others.id, name: '其他人' },
      ])
      const circle = segments().update(lab, buyers.id, { version: 1, rule: of('in', others.id) })
      await expect(circle).rejects.toMatchObject(refused('segment_cycle'))
      await segments().update(lab, buyers.id, { version: 1, rule: everybody })
      expect(await sizes()).toBe(0)
    })

    it('refuse one that is missing or of another workspace, which does not keep others from being asked', async () => {
      const elsewhere = await segments().create(actor, input('别处的细分', everybody))
      const rule = of('in', elsewhere.id)
      await expect(segments().create(lab, input('借来的', rule))).rejects.toMatchObject(
        refused('segment_missing'),
      )
      await expect(segments().preview(lab.workspaceId, rule, 0)).rejects.toMatchObject(
        refused('segment_missing'),
      )
      const broken = await segments().create(lab, input('坏了的', everybody))
      await engines.db.query('UPDATE segments SET rule = $2 WHERE segment_id = $1', [
        broken.id,
        JSON.stringify(rule),
      ])
      const mine = await segments().ofProfile(lab.workspaceId, person(22))
      expect(mine.map(({ name }) => name)).toEqual(['买家'])
      expect((await segments().counts(lab.workspaceId, [broken.id]))[0]?.people).toBeNull()
    })
  })
})
