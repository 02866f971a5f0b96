import { type Lookalike, type LookalikeInput, lookalikeInputSchema, type Rule } from '@rapport/contract'
import { logistic, seededRandom } from '@rapport/stats'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { bothEngines, type OpenEngines } from '../../../../../../test/harness/open-engines'
import { systemIds } from '../../../../platform/clock'
import { actorOf, type OpenSegments, openSegments } from '../../testing/workspace'

const now = new Date('2026-03-01T12:00:00Z')
const dayMs = 86_400_000

const has = (trait: string, value: string): Rule => ({
  kind: 'trait',
  trait,
  condition: { type: 'text', op: 'is', values: [value] },
})
const people = 1_600

describe.each(bothEngines)('lookalikes on $engine', ({ open }) => {
  let engines: OpenEngines
  let opened: OpenSegments
  const shop = systemIds()
  const actor = actorOf(shop)
  const ids: Record<string, string> = {}
  const lookalikes = () => opened.segments.targets.lookalikes
  let kinds: ReadonlyMap<string, boolean>
  let done: Lookalike

  beforeAll(async () => {
    engines = await open()
    opened = openSegments(engines, () => now)
    await fill()
    ids.club = await segment('俱乐部', has('club', 'gold'))
    ids.frequent = await segment('常买', {
      kind: 'trait',
      trait: 'orders',
      condition: { type: 'number', op: 'at_least', value: 8 },
    })
    ids.nobody = await segment('没有人', has('club', 'platinum'))
    ids.everybody = await segment('所有人', { kind: 'all', of: [] })
    ids.few = await segment('少数', has('club', 'silver'))
    done = await run()
  })
  afterAll(() => engines.close())

  const segment = async (name: string, rule: Rule): Promise<string> =>
    (await opened.segments.create(actor, { name, description: '', rule, readyMade: null })).id

  const asked = (changes: Partial<LookalikeInput> = {}): LookalikeInput =>
    lookalikeInputSchema.parse({ name: '像俱乐部的人', seedId: ids.club, ...changes })

  async function run(changes: Partial<LookalikeInput> = {}): Promise<Lookalike> {
    const { id } = await lookalikes().create(actor, asked(changes))
    await lookalikes().settled()
    return lookalikes().get(shop, id)
  }

  /**
   * The truth: who orders much and lives in Hangzhou is of the club's kind, the time since the last order and the discounts
   * do not matter. Half of that kind have joined.
   */
  async function fill(): Promise<void> {
    const random = seededRandom(4)
    const made = Array.from({ length: people }, (_, index) => {
      const orders = 1 + Math.floor(random() * 12)
      const city = ['杭州市', '上海市', '北京市', '成都市'][Math.floor(random() * 4)] ?? ''
      const isKind = random() < logistic(1.1 * (orders - 8) + (city === '杭州市' ? 3 : -1))
      const club = isKind && random() < 0.5 ? 'gold' : index < 20 ? 'silver' : ''
      return {
        id: systemIds(),
        orders,
        city,
        club,
        isKind,
        days: Math.floor(random() * 300),
        discount: random(),
      }
    })
    kinds = new Map(made.map(({ id, isKind }) => [id, isKind]))
    await engines.facts.insert(
      'profiles',
      made.map(({ id, orders, city, club, days, discount }, index) => ({
        workspace_id: shop,
        profile_id: id,
        version: 1,
        is_deleted: 0,
        first_seen_at: '2025-01-01T00:00:00Z',
        last_seen_at: '2026-02-01T00:00:00Z',
        traits: {
          name: `客户${index}`,
          orders,
          city,
          ...(club && { club }),
          discount_share: discount,
          ...(index % 10 > 0 && { last_order_at: new Date(now.getTime() - days * dayMs).toISOString() }),
        },
      })),
    )
  }

  it('finds what was planted: what matters, in which direction, and how well people not seen are told', async () => {
    expect(done).toMatchObject({ state: 'done', problem: null, seedName: '俱乐部', progress: { done: 100 } })
    const { result } = done
    if (!result) throw new Error('it is done')
    expect(result.seedPeople + result.others).toBe(people)
    expect(result.area.estimate).toBeGreaterThan(0.8)
    const [first, second] = result.features
    expect(first).toMatchObject({ trait: 'orders', value: null })
    expect(first?.weight).toBeGreaterThan(1)
    expect(second).toMatchObject({ trait: 'city', value: '杭州市' })
    expect(second?.seed).toBeGreaterThan(second?.others ?? 1)
    for (const { trait, weight } of result.features)
      if (trait === 'discount_share' || trait === 'last_order_at') expect(Math.abs(weight)).toBeLessThan(0.2)
    expect(result.lift.find(({ share }) => share === 0.2)?.lift).toBeGreaterThan(1.6)
    expect(result.lift.at(-1)).toEqual({ share: 1, found: 1, lift: 1 })
    expect(result.words.en).toMatch(/orders.*above average.*City “杭州市”: \d+(\.\d)?% against/i)
    expect(result.words['zh-CN']).toMatch(/城市为“杭州市”的占/)
    expect(result.omitted).toContainEqual({ trait: 'gender', why: 'no_difference' })
    expect(result.leaks).toEqual([])
  })

  it('lists who is most alike first, mostly of the kind that the seed was drawn from, and nobody of the seed', async () => {
    const first = await lookalikes().members(shop, done.id, { limit: 100 })
    const second = await lookalikes().members(shop, done.id, { limit: 50, cursor: first.nextCursor ?? '' })
    const all = [...first.items, ...second.items]
    expect(all.map(({ rank }) => rank)).toEqual(Array.from({ length: 150 }, (_, at) => at + 1))
    expect(all.every(({ similarity }, at) => at === 0 || similarity <= (all[at - 1]?.similarity ?? 0))).toBe(
      true,
    )
    expect(all.filter(({ id }) => kinds.get(id)).length).toBeGreaterThan(120)
    const everyone = [...kinds.values()]
    expect(everyone.filter(Boolean).length / everyone.length).toBeLessThan(0.5)
    const members = await opened.segments.members(shop, has('club', 'gold'), {
      at: now,
      after: null,
      limit: 5_000,
    })
    expect(members.length).toBe(done.result?.seedPeople)
    expect(all.filter(({ id }) => members.includes(id))).toEqual([])
  })

  it('makes a live segment of a size: the rule finds whom it says it finds', async () => {
    const sizes = done.result?.sizes ?? []
    expect(sizes.length).toBeGreaterThan(4)
    for (const { precision, recall } of sizes.slice(2)) {
      expect(precision).toBeGreaterThan(0.5)
      expect(recall).toBeGreaterThan(0.5)
    }
    const size = sizes.length - 1
    const made = await lookalikes().createSegment(
      actor,
      { id: done.id, size },
      { name: '像俱乐部', description: '' },
    )
    expect(made.rule).toEqual(sizes[size]?.rule)
    const { people: counted } = await opened.segments.preview(shop, made.rule, 1)
    expect(counted).toBe(sizes[size]?.ruled)
    expect(opened.notes.at(-1)).toMatchObject({ action: 'segment.created', objectId: made.id })
    await expect(
      lookalikes().createSegment(actor, { id: done.id, size: 20 }, { name: 'x', description: '' }),
    ).rejects.toMatchObject({ code: 'not_found' })
  })

  it('gives the same for the same people and seed number', async () => {
    expect((await run()).result).toEqual(done.result)
  })

  it('leaves out what the seed’s own rule gives away, names it, and says so when it is asked for all the same', async () => {
    const { chosen, omitted } = await lookalikes().traits(shop, ids.frequent ?? '')
    expect(omitted).toContainEqual({ trait: 'orders', kind: 'number', why: 'asked_by_seed' })
    expect(omitted).toContainEqual({ trait: 'orders_90d', kind: 'number', why: 'tells_seed' })
    expect(chosen.map(({ trait }) => trait)).not.toContain('orders')
    const honest = await run({ seedId: ids.frequent })
    expect(honest.result?.features.map(({ trait }) => trait)).not.toContain('orders')
    expect(honest.result?.area.low).toBeLessThan(0.53)
    const leaking = await run({ seedId: ids.frequent, traits: [{ trait: 'orders', kind: 'number' }] })
    expect(leaking.result?.leaks).toEqual(['orders'])
    expect(leaking.result?.area.estimate).toBe(1)
  })

  it('keeps to a base rule', async () => {
    const kept = await run({ rule: has('city', '杭州市') })
    expect((kept.result?.seedPeople ?? 0) + (kept.result?.others ?? 0)).toBeLessThan(people / 3)
    const { items } = await lookalikes().members(shop, kept.id, { limit: 20 })
    expect(new Set(items.map(({ city }) => city))).toEqual(new Set(['杭州市']))
  })

  it('says why there is nothing: an empty seed, everybody, too few, nothing to go by', async () => {
    expect(await run({ seedId: ids.nobody })).toMatchObject({
      state: 'failed',
      problem: 'seed_empty',
      result: null,
    })
    expect(await run({ seedId: ids.everybody })).toMatchObject({ problem: 'nobody_else' })
    expect(await run({ seedId: ids.few })).toMatchObject({ problem: 'too_few_in_seed' })
    const never = { trait: 'never_heard_of', kind: 'number' } as const
    expect(await run({ traits: [never] })).toMatchObject({ problem: 'no_difference' })
    await expect(lookalikes().create(actor, asked({ seedId: systemIds() }))).rejects.toMatchObject({
      details: { code: 'segment_missing' },
    })
  })

  it('is seen by its own workspace only', async () => {
    const stranger = actorOf(systemIds())
    const missing = { code: 'not_found' }
    await expect(lookalikes().get(stranger.workspaceId, done.id)).rejects.toMatchObject(missing)
    await expect(lookalikes().remove(stranger, done.id)).rejects.toMatchObject(missing)
    await expect(lookalikes().members(stranger.workspaceId, done.id, { limit: 5 })).rejects.toMatchObject(
      missing,
    )
    expect((await lookalikes().list(stranger.workspaceId, { limit: 5 })).items).toEqual([])
    await expect(lookalikes().traits(stranger.workspaceId, ids.club ?? '')).rejects.toMatchObject({
      details: { code: 'segment_missing' },
    })
  })

  it('goes on one at a time, and what was left by a process that died is done again by the next', async () => {
    const dead = openSegments(engines, () => now).segments.targets.lookalikes
    await dead.stop() // what it begins stays begun
    const left = await dead.create(actor, asked())
    await expect(dead.create(actor, asked())).rejects.toMatchObject({
      details: { code: 'lookalikes_running' },
    })
    await dead.settled()
    expect(await dead.get(shop, left.id)).toMatchObject({ state: 'running', result: null })
    await expect(dead.members(shop, left.id, { limit: 5 })).rejects.toMatchObject({
      details: { code: 'lookalike_not_done' },
    })
    await lookalikes().resume()
    await lookalikes().settled()
    const { result } = await lookalikes().get(shop, left.id)
    expect(await countMembers(left.id)).toBe(result?.sizes.at(-1)?.people)
  })

  it('stops when it is deleted while it goes on, and is erased with its workspace', async () => {
    const { id } = await lookalikes().create(actor, asked())
    await lookalikes().remove(actor, id)
    expect(opened.notes.at(-1)).toMatchObject({ action: 'lookalikes.deleted', objectId: id })
    await lookalikes().settled()
    expect(await countMembers(id)).toBe(0)
    const again = await run()
    await opened.segments.eraseWorkspace(systemIds())
    expect(await countMembers(again.id)).toBeGreaterThan(0)
    await opened.segments.eraseWorkspace(shop)
    expect(await countMembers(again.id)).toBe(0)
    expect((await lookalikes().list(shop, { limit: 5 })).items).toEqual([])
  })

  async function countMembers(id: string): Promise<number> {
    const [row] = await engines.facts.query<{ members: number }>(
      'SELECT count() AS members FROM lookalike_members WHERE workspace_id = {shop:UUID} AND lookalike_id = {id:UUID}',
      { shop, id },
    )
    return Number(row?.members ?? 0)
  }
})
