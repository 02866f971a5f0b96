import { type ClusterAnalysis, type ClusterInput, clusterInputSchema } from '@rapport/contract'
import { seededRandom } from '@rapport/stats'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { bothEngines, type OpenEngines } from '../../../../../test/harness/open-engines'
import { systemIds } from '../../../platform/clock'
import { actorOf, type OpenSegments, openSegments } from '../testing/workspace'

const now = new Date('2026-03-01T12:00:00Z')

const asked = (changes: Partial<ClusterInput> = {}): ClusterInput =>
  clusterInputSchema.parse({
    name: 'Buyers',
    traits: [
      { trait: 'last_order_at', kind: 'days_since' },
      { trait: 'orders', kind: 'number', log: true },
      { trait: 'revenue', kind: 'money', log: true },
    ],
    ...changes,
  })

describe.each(bothEngines)('clusters on $engine', ({ open }) => {
  let engines: OpenEngines
  let opened: OpenSegments
  const shop = systemIds()
  const actor = actorOf(shop)
  const clusters = () => opened.segments.clusters

  beforeAll(async () => {
    engines = await open()
    opened = openSegments(engines, () => now)
    opened.ingest.start()
    await send(shop, threeGroupsOfBuyers())
    await send(
      shop,
      Array.from({ length: 12 }, (_, index) => ({
        type: 'identify',
        messageId: systemIds(),
        userId: `visitor ${index}`,
        timestamp: '2026-02-01T00:00:00Z',
        traits: { city: '上海市' },
      })),
    )
  })
  afterAll(async () => {
    await opened.ingest.stop()
    await engines.close()
  })

  async function send(workspaceId: string, raws: readonly object[]): Promise<void> {
    const reception = { receivedAt: now, newId: systemIds, isImport: true }
    for (let from = 0; from < raws.length; from += 500)
      await opened.ingest.reached(
        await opened.ingest.accept(workspaceId, 'shop', raws.slice(from, from + 500), reception),
      )
  }

  async function run(changes: Partial<ClusterInput> = {}): Promise<ClusterAnalysis> {
    const { id } = await clusters().create(actor, asked(changes))
    await clusters().settled()
    return clusters().get(shop, id)
  }

  async function everyMember(id: string, cluster: number): Promise<string[]> {
    const ids: string[] = []
    let cursor: string | undefined
    do {
      const page = await clusters().members(shop, { id, cluster }, { cursor, limit: 25 })
      ids.push(...page.items.map((member) => member.id))
      cursor = page.nextCursor ?? undefined
    } while (cursor)
    return ids
  }

  it('finds the groups that are there, suggests how many, says what they are, and lists who is in them', async () => {
    const done = await run()
    expect(done).toMatchObject({ state: 'done', people: 150, clusters: 3, progress: { done: 100 } })
    const { result } = done
    expect(result).toMatchObject({ k: 3, suggested: 3, elbow: 3, leftOut: 12 })
    expect(result?.candidates.map(({ k }) => k)).toEqual([2, 3, 4, 5, 6, 7, 8, 9, 10])
    expect(result?.clusters.map(({ people }) => people)).toEqual([75, 45, 30])
    expect(result?.scatter).toHaveLength(150)

    const [once, regulars, gone] = result?.clusters ?? []
    expect(regulars?.label.en).toMatch(/High|Recent/)
    expect(regulars?.words['zh-CN']).toMatch(/累计消费.*高于平均（¥/)
    expect(gone?.words.en).toMatch(
      /[Ll]ast order far longer ago than average \(\d+ days ago against \d+ days ago\)/,
    )
    expect(once?.figures[0]?.mean).toBeGreaterThan(20)

    const everybody = await Promise.all([0, 1, 2].map((cluster) => everyMember(done.id, cluster)))
    expect(everybody.map((ids) => new Set(ids).size)).toEqual([75, 45, 30])
    expect(new Set(everybody.flat()).size).toBe(150)
  })

  it.each(['leave_out', 'zero', 'median'] as const)(
    'approximates each cluster by a rule whose precision and recall are what it has in ClickHouse, with the missing: %s',
    async (missing) => {
      const done = await run({ missing, k: 3 })
      expect(done.result?.people).toBe(missing === 'leave_out' ? 150 : 162)
      for (const cluster of done.result?.clusters ?? []) {
        const { segments } = opened
        const inCluster = new Set(await everyMember(done.id, cluster.cluster))
        const inRule = await segments.members(shop, cluster.rule, { at: now, after: null, limit: 1_000 })
        const inBoth = inRule.filter((id) => inCluster.has(id)).length
        expect(cluster.precision).toBeCloseTo(inBoth / inRule.length, 12)
        expect(cluster.recall).toBeCloseTo(inBoth / inCluster.size, 12)
        expect(cluster.precision).toBeGreaterThan(0.9)
        expect(cluster.recall).toBeGreaterThan(0.9)
        expect(cluster.sentence['zh-CN']).not.toBe('')
      }
    },
  )

  it('gives the same clusters to the same seed, and keeps to those whom a rule holds for', async () => {
    const [one, other] = [await run({ seed: 7 }), await run({ seed: 7 })]
    expect(other.result).toEqual(one.result)
    const bought = { type: 'number', op: 'at_least', value: 2 } as const
    const rule = { kind: 'trait', trait: 'orders', condition: bought } as const
    const some = await run({ rule, k: 2 })
    expect(some.result?.people).toBe(await opened.segments.count(shop, rule, now))
    expect(some.sentence?.en).toContain('number of orders')
    for (const cluster of some.result?.clusters ?? [])
      expect(JSON.stringify(cluster.rule)).toContain(JSON.stringify(rule))
  })

  it('becomes a segment with the audit that segments have', async () => {
    const done = await run({ k: 3 })
    const at = { id: done.id, cluster: 1 }
    const segment = await clusters().createSegment(actor, at, {
      name: `Regulars ${done.id}`,
      description: '',
    })
    expect(segment.rule).toEqual(done.result?.clusters[1]?.rule)
    expect(opened.notes.at(-1)).toMatchObject({ action: 'segment.created', objectId: segment.id })
    await expect(
      clusters().createSegment(actor, at, { name: segment.name, description: '' }),
    ).rejects.toMatchObject({ details: { code: 'name_taken' } })
    await expect(
      clusters().createSegment(actor, { id: done.id, cluster: 3 }, { name: 'x', description: '' }),
    ).rejects.toMatchObject({ code: 'not_found' })
  })

  it('is renamed, with its clusters, and deleted with who was in them', async () => {
    const done = await run({ k: 2 })
    const named = await clusters().update(actor, done.id, {
      name: 'Other',
      names: [{ cluster: 1, name: '常客' }],
    })
    expect(named).toMatchObject({ name: 'Other', result: { clusters: [{ name: null }, { name: '常客' }] } })
    const unnamed = await clusters().update(actor, done.id, { names: [{ cluster: 1, name: null }] })
    expect(unnamed.result?.clusters[1]?.name).toBeNull()
    await expect(
      clusters().update(actor, done.id, { names: [{ cluster: 5, name: 'x' }] }),
    ).rejects.toMatchObject({ code: 'not_found' })

    await clusters().remove(actor, done.id)
    expect(opened.notes.at(-1)).toMatchObject({ action: 'clusters.deleted', objectId: done.id })
    await expect(clusters().get(shop, done.id)).rejects.toMatchObject({ code: 'not_found' })
    expect(await countMembers(done.id)).toBe(0)
  })

  it('is seen by its own workspace only', async () => {
    const done = await run({ k: 2 })
    const stranger = actorOf(systemIds())
    const missing = { code: 'not_found' }
    await expect(clusters().get(stranger.workspaceId, done.id)).rejects.toMatchObject(missing)
    await expect(clusters().remove(stranger, done.id)).rejects.toMatchObject(missing)
    await expect(
      clusters().members(stranger.workspaceId, { id: done.id, cluster: 0 }, { limit: 5 }),
    ).rejects.toMatchObject(missing)
    expect((await clusters().list(stranger.workspaceId, { limit: 5 })).items).toEqual([])
  })

  it('lists the latest first, page by page', async () => {
    const first = await clusters().list(shop, { limit: 2 })
    const second = await clusters().list(shop, { limit: 2, cursor: first.nextCursor ?? '' })
    const ids = [...first.items, ...second.items].map(({ id }) => id)
    expect(new Set(ids).size).toBe(4)
  })

  it('says why there are no clusters', async () => {
    const nobody = { kind: 'trait', trait: 'city', condition: { type: 'presence', op: 'is_set' } } as const
    expect(await run({ rule: nobody })).toMatchObject({ state: 'failed', problem: 'nobody_to_cluster' })
    const nothing = { trait: 'never_heard_of', kind: 'number', log: false } as const
    expect(await run({ traits: [nothing], missing: 'zero' })).toMatchObject({
      state: 'failed',
      problem: 'no_difference',
      result: null,
    })
    const few = { type: 'number', op: 'at_least', value: 1_000_000 } as const
    const rich = { kind: 'trait', trait: 'revenue', condition: few } as const
    expect(await run({ rule: rich })).toMatchObject({ problem: 'nobody_to_cluster' })
    const missing = { kind: 'segment', op: 'in', segmentId: systemIds() } as const
    await expect(clusters().create(actor, asked({ rule: missing }))).rejects.toMatchObject({
      code: 'unprocessable',
    })
  })

  it('goes on one at a time, and what was left by a process that died is done again by the next', async () => {
    const dead = openSegments(engines, () => now).segments.clusters
    await dead.stop() // what it begins stays begun
    const both = await Promise.allSettled([
      dead.create(actor, asked({ k: 3 })),
      dead.create(actor, asked({ k: 3 })),
    ])
    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
    expect(both.find(({ status }) => status === 'rejected')).toMatchObject({
      reason: { details: { code: 'clusters_running' } },
    })
    const [left] = both.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []))
    if (!left) throw new Error('neither began')
    await dead.settled()
    expect(await dead.get(shop, left.id)).toMatchObject({ state: 'running', result: null })
    const stray = { workspace_id: shop, analysis_id: left.id, cluster: 0, profile_id: systemIds() }
    await engines.facts.insert('cluster_members', [stray])

    await clusters().resume()
    await clusters().settled()
    expect(await clusters().get(shop, left.id)).toMatchObject({ state: 'done', people: 150 })
    expect(await countMembers(left.id)).toBe(150)
  })

  it('stops when it is deleted while it goes on, and leaves nothing behind', async () => {
    const { id } = await clusters().create(actor, asked())
    await clusters().remove(actor, id)
    await clusters().settled()
    expect(await countMembers(id)).toBe(0)
    expect((await clusters().list(shop, { limit: 50 })).items.map((one) => one.id)).not.toContain(id)
  })

  it('is erased with its workspace, and nobody else’s is', async () => {
    const other = systemIds()
    const row = { analysis_id: systemIds(), cluster: 0, profile_id: systemIds() }
    await engines.facts.insert('cluster_members', [{ workspace_id: other, ...row }])
    const done = await run({ k: 2 })
    await opened.segments.eraseWorkspace(other)
    expect(await countMembers(done.id)).toBe(150)
    await opened.segments.eraseWorkspace(shop)
    expect(await countMembers(done.id)).toBe(0)
    expect((await clusters().list(shop, { limit: 5 })).items).toEqual([])
    const [left] = await engines.facts.query<{ rows: number }>(
      'SELECT count() AS rows FROM cluster_members WHERE workspace_id = {other:UUID}',
      { other },
    )
    expect(left?.rows).toBe(0)
  })

  async function countMembers(analysisId: string): Promise<number> {
    const [row] = await engines.facts.query<{ members: number }>(
      'SELECT count() AS members FROM cluster_members WHERE workspace_id = {shop:UUID} AND analysis_id = {analysisId:UUID}',
      { shop, analysisId },
    )
    return row?.members ?? 0
  }
})

/** 75 who bought once some weeks ago, 45 who buy often, 30 who bought a little long ago. */
function threeGroupsOfBuyers(): object[] {
  const random = seededRandom(3)
  const between = (from: number, to: number) => Math.round(from + random() * (to - from))
  const buyer = (index: number) => {
    if (index < 75) return { orders: 1, days: between(30, 60), amount: between(80, 140) }
    if (index < 120) return { orders: between(6, 9), days: between(1, 8), amount: between(300, 500) }
    return { orders: between(2, 3), days: between(300, 360), amount: between(15, 30) }
  }
  return Array.from({ length: 150 }, (_, index) => {
    const { orders, days, amount } = buyer(index)
    return Array.from({ length: orders }, (__, order) => ({
      type: 'track',
      event: 'Order Completed',
      messageId: systemIds(),
      userId: `buyer ${index}`,
      timestamp: new Date(now.getTime() - (days + order) * 86_400_000).toISOString(),
      properties: { order_id: systemIds(), total: amount, currency: 'CNY' },
    }))
  }).flat()
}
