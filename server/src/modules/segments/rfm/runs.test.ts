import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { dataDir, hasDataSet } from '../../../../../stats/src/testing/data-dir'
import { bothEngines, type OpenEngines } from '../../../../../test/harness/open-engines'
import { systemIds } from '../../../platform/clock'
import { readOrders, readScores, rfmOrdersDay } from '../testing/rfm-orders'
import { actorOf, type OpenSegments, openSegments } from '../testing/workspace'
import { defaultRfmConfig } from './defaults'

const now = new Date('2026-03-01T12:00:00Z')
const isHere = hasDataSet('rfm-orders')

describe.each(bothEngines)('an RFM run on $engine', ({ open }) => {
  let engines: OpenEngines
  let opened: OpenSegments
  beforeAll(async () => {
    engines = await open()
    opened = openSegments(engines, () => now)
    opened.ingest.start()
  })
  afterAll(async () => {
    await opened.ingest.stop()
    await engines.close()
  })

  const send = async (workspaceId: string, raws: readonly object[]) => {
    const reception = { receivedAt: now, newId: systemIds, isImport: true }
    await opened.ingest.reached(await opened.ingest.accept(workspaceId, 'shop', raws, reception))
  }
  const order = (userId: string, day: string, amount: number, event = 'Order Completed') => ({
    type: 'track',
    event,
    messageId: systemIds(),
    userId,
    timestamp: `${day}T10:00:00+08:00`,
    properties: { order_id: systemIds(), total: amount, currency: 'CNY' },
  })
  const run = async (workspaceId: string, asOf?: string, writesTraits = true) => {
    const { rfm } = opened.segments
    const started = await rfm.start(actorOf(workspaceId), { asOf, writesTraits })
    await rfm.settled()
    return rfm.run(workspaceId, started.id)
  }
  /** The scores that the profiles carry, by user id. */
  const scores = async (workspaceId: string) => {
    const rows = await engines.facts.query<{
      user: string
      r: number
      f: number
      m: number
      s: string
      c: string
    }>(
      `SELECT any(e.user_id) AS user, any(p.r) AS r, any(p.f) AS f, any(p.m) AS m, any(p.s) AS s, any(p.c) AS c
       FROM events AS e
       INNER JOIN (
         SELECT profile_id, traits.rfm_recency.:Int64 AS r, traits.rfm_frequency.:Int64 AS f,
                traits.rfm_monetary.:Int64 AS m, traits.rfm_segment.:String AS s, traits.rfm_class.:String AS c
         FROM profiles FINAL WHERE workspace_id = {workspaceId:UUID}) AS p ON p.profile_id = e.profile_id
       WHERE e.workspace_id = {workspaceId:UUID}
       GROUP BY p.profile_id`,
      { workspaceId },
    )
    return new Map(rows.map(({ user, ...rest }) => [user, rest]))
  }

  it.skipIf(!isHere)(
    'gives the 995 customers of the published table their scores (skipped without data set rfm-orders)',
    async () => {
      const workspaceId = systemIds()
      const orders = readOrders(dataDir()).map((row) => order(row.customer, row.day, row.revenueMinor / 100))
      for (let from = 0; from < orders.length; from += 1_000)
        await send(workspaceId, orders.slice(from, from + 1_000))

      const done = await run(workspaceId, rfmOrdersDay)
      expect(done).toMatchObject({ state: 'done', changed: 995, progress: { done: 995, total: 995 } })
      const sizes = done.summary?.segments.map(({ people }) => people).sort((a, b) => b - a)
      expect(sizes).toEqual([342, 170, 148, 104, 102, 47, 35, 28, 10, 9])
      expect(done.summary).toMatchObject({ people: 995, orders: 4_906, revenueMinor: 46_415_800 })

      const keyOf = new Map(defaultRfmConfig.segments.map(({ key, name }) => [name.en, key]))
      const expected = readScores(dataDir()).map((row): [string, object] => {
        const { recency: r, frequency: f, monetary: m } = row.scores
        return [row.customer, { r, f, m, s: keyOf.get(row.segment) }]
      })
      const written = [...(await scores(workspaceId))].map(([user, { c: _, ...rest }]): [string, object] => [
        user,
        rest,
      ])
      expect(new Map(written)).toEqual(new Map(expected))

      const atRisk = opened.segments
      const [ready] = (await atRisk.readyMade(workspaceId)).filter(({ key }) => key === 'rfm_segment.at_risk')
      expect(await atRisk.count(workspaceId, ready!.rule, now)).toBe(28)
      expect((await run(workspaceId, rfmOrdersDay)).changed).toBe(0)
    },
  )

  it('tells from which group to which customers went between two days, and who', async () => {
    const [workspaceId, other] = [systemIds(), systemIds()]
    const thresholds = {
      kind: 'thresholds' as const,
      recencyDays: [10, 20, 30, 40] as [number, number, number, number],
      frequency: [2, 3, 4, 5] as [number, number, number, number],
      monetaryMinor: [10, 20, 30, 40] as [number, number, number, number],
    }
    const whole = { from: 1, to: 5 }
    const segment = (key: string, from: number, to: number) => ({
      key,
      name: { 'zh-CN': key, en: key },
      recency: { from, to },
      frequency: whole,
      monetary: whole,
    })
    const { rfm } = opened.segments
    await rfm.set(actorOf(workspaceId), {
      ...defaultRfmConfig,
      method: thresholds,
      segments: [segment('recent', 5, 5), segment('long', 1, 2)],
    })
    await send(workspaceId, [
      order('stays', '2026-01-10', 1),
      order('stays', '2026-02-10', 1),
      order('leaves', '2026-01-05', 1),
      order('fades', '2026-01-10', 1),
      order('fades', '2026-01-22', 1),
      order('comes', '2026-02-10', 1),
    ])
    await send(other, [order('not ours', '2026-01-10', 1)])
    const asked = { from: '2026-01-12', to: '2026-02-12', by: 'segment' } as const
    const { keys, cells } = await rfm.transitions(workspaceId, asked)
    expect(keys).toEqual(['recent', 'long', 'other', 'none'])
    expect(cells.sort((a, b) => (a.from + a.to < b.from + b.to ? -1 : 1))).toEqual([
      { from: 'none', to: 'recent', people: 1 },
      { from: 'recent', to: 'long', people: 1 },
      { from: 'recent', to: 'other', people: 1 },
      { from: 'recent', to: 'recent', people: 1 },
    ])
    const movers = await rfm.movers(workspaceId, { ...asked, fromKey: 'recent', toKey: 'long', limit: 10 })
    expect(movers.items.map(({ orders }) => orders)).toEqual([1])
    const none = await rfm.movers(workspaceId, { ...asked, fromKey: 'long', toKey: 'recent', limit: 10 })
    expect(none.items).toEqual([])
    const classes = await rfm.transitions(workspaceId, { ...asked, by: 'class' })
    expect(classes.cells.reduce((sum, { people }) => sum + people, 0)).toBe(4)

    const refused = (from: string, to: string) => rfm.transitions(workspaceId, { from, to, by: 'segment' })
    await expect(refused('2026-02-12', '2026-02-12')).rejects.toMatchObject({
      details: { code: 'dates_reversed' },
    })
    await expect(refused('2026-02-12', '2026-03-02')).rejects.toMatchObject({
      details: { code: 'date_in_future' },
    })
    await expect(refused('2025-01-01', '2025-02-01')).rejects.toMatchObject({
      details: { code: 'nobody_ordered' },
    })
  })

  it('sees nothing that came after the analysis date, and takes scores away from those without an order by then', async () => {
    const workspaceId = systemIds()
    await send(workspaceId, [order('early', '2026-01-10', 100), order('late', '2026-02-10', 50)])
    expect((await run(workspaceId)).summary?.people).toBe(2)
    expect((await scores(workspaceId)).get('late')).toMatchObject({ s: expect.any(String) })

    const before = await run(workspaceId, '2026-02-09')
    expect(before.summary).toMatchObject({ people: 1, revenueMinor: 10_000 })
    expect((await scores(workspaceId)).get('late')).toMatchObject({ r: null, s: null, c: null })
    expect((await run(workspaceId, '2026-02-10')).summary?.people).toBe(2)
  })

  it('counts days as the calendar of the workspace does, and the analysis day as none', async () => {
    const workspaceId = systemIds()
    const at = (userId: string, timestamp: string) => ({ ...order(userId, '2026-02-01', 10), timestamp })
    await send(workspaceId, [
      at('last minute', '2026-02-27T15:59:59.999Z'),
      at('next day', '2026-02-27T16:00:00.000Z'),
      at('too late', '2026-02-28T16:00:00.000Z'),
    ])
    const { summary } = await run(workspaceId, '2026-02-28', false)
    expect(summary).toMatchObject({ people: 2, means: { recencyDays: 0.5 } })
  })

  it('takes refunds off what was spent when asked, and counts the order all the same', async () => {
    const workspaceId = systemIds()
    await send(workspaceId, [order('a', '2026-02-01', 100), order('a', '2026-02-03', 30, 'Order Refunded')])
    expect((await run(workspaceId)).summary).toMatchObject({ orders: 1, revenueMinor: 7_000 })
    await opened.segments.rfm.set(actorOf(workspaceId), { ...defaultRfmConfig, netOfRefunds: false })
    expect((await run(workspaceId)).summary).toMatchObject({ orders: 1, revenueMinor: 10_000 })
  })

  it('counts a person once whose visits were merged', async () => {
    const workspaceId = systemIds()
    await send(workspaceId, [
      { ...order('', '2026-02-01', 10), userId: undefined, anonymousId: 'phone' },
      order('li', '2026-02-02', 20),
      {
        type: 'identify',
        messageId: systemIds(),
        userId: 'li',
        anonymousId: 'phone',
        timestamp: '2026-02-03T00:00:00Z',
      },
    ])
    expect((await run(workspaceId)).summary).toMatchObject({ people: 1, orders: 2, revenueMinor: 3_000 })
  })

  it('only looks when told not to write', async () => {
    const workspaceId = systemIds()
    await send(workspaceId, [order('a', '2026-02-01', 100)])
    expect(await run(workspaceId, undefined, false)).toMatchObject({ changed: 0, summary: { people: 1 } })
    expect((await scores(workspaceId)).get('a')).toMatchObject({ r: null })
  })

  it('is refused for a day to come and while another is going on, and fails in words where nobody ordered', async () => {
    const workspaceId = systemIds()
    let answer = (): void => undefined
    const answered = new Promise<void>((resolve) => {
      answer = resolve
    })
    const facts: OpenEngines['facts'] = {
      ...engines.facts,
      query: (...question) => answered.then(() => engines.facts.query(...question)),
    }
    const { rfm } = openSegments({ ...engines, facts }, () => now).segments
    const actor = actorOf(workspaceId)
    await expect(rfm.start(actor, { asOf: '2026-03-02', writesTraits: true })).rejects.toMatchObject({
      details: { code: 'date_in_future' },
    })
    const both = await Promise.allSettled([
      rfm.start(actor, { writesTraits: true }),
      rfm.start(actor, { writesTraits: true }),
    ])
    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
    answer() // until here the one that began cannot end
    await rfm.settled()
    const [latest] = (await rfm.list(workspaceId, { limit: 5 })).items
    expect(latest).toMatchObject({ state: 'failed', problem: 'nobody_ordered' })
    expect(await rfm.latest(workspaceId)).toEqual({ run: null, current: null, lastOrderDay: null })
  })

  it('goes on in the next process when the one before was killed', async () => {
    const workspaceId = systemIds()
    await send(workspaceId, [order('a', '2026-02-01', 100)])
    const left = systemIds()
    await engines.db.query(
      `INSERT INTO rfm_runs (workspace_id, run_id, state, as_of, writes_traits, config, started_at, started_by)
       VALUES ($1, $2, 'running', '2026-03-01', true, $3, $4, 'x')`,
      [workspaceId, left, JSON.stringify(defaultRfmConfig), now.toISOString()],
    )
    const { rfm } = opened.segments
    await rfm.resume()
    await rfm.settled()
    expect(await rfm.run(workspaceId, left)).toMatchObject({ state: 'done', changed: 1 })
    const stopped = openSegments(engines, () => now).segments.rfm
    await stopped.stop()
    const again = await stopped.start(actorOf(workspaceId), { writesTraits: true })
    await stopped.settled()
    expect(await rfm.run(workspaceId, again.id)).toMatchObject({ state: 'running' })
    await rfm.resume()
    await rfm.settled()
    expect(await rfm.run(workspaceId, again.id)).toMatchObject({ state: 'done', changed: 0 })
    await expect(rfm.run(systemIds(), left)).rejects.toMatchObject({ code: 'not_found' })
  })
})
