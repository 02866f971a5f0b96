import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  type OpenEngines,
  openEmbeddedEngines,
  openServerEngines,
} from '../../../../test/harness/open-engines'
import { systemIds } from '../../platform/clock'
import { createLog } from '../../platform/log'
import { createIngest } from '../ingest'
import { createDemoShop } from '.'
import { generateDemoShop, generateDemoShopInTurns } from './generator'

const now = () => new Date('2026-08-31T12:00:00Z')
const customers = 120
const settings = { currency: 'CNY', exchangeRates: {}, country: 'CN', timezone: 'Asia/Shanghai' }

describe.each([
  ['embedded engines', openEmbeddedEngines],
  ['real servers', openServerEngines],
])('the demo shop on %s', (_, open) => {
  let engines: OpenEngines
  let ingest: ReturnType<typeof createIngest>
  beforeAll(async () => {
    engines = await open()
    const { db, facts, journal } = engines
    ingest = createIngest({
      db,
      facts,
      journal,
      settingsOf: async () => settings,
      now,
      log: createLog('silent'),
    })
    ingest.start()
  })
  afterAll(async () => {
    await ingest.stop()
    await engines.close()
  })

  function build(changes: Partial<Parameters<typeof createDemoShop>[0]> = {}) {
    const { db, facts } = engines
    const { record, reached } = ingest
    const loaded: string[] = []
    const demo = createDemoShop({
      db,
      facts,
      now,
      log: createLog('silent'),
      record,
      reached,
      recordCampaigns: async () => {},
      afterLoad: async (workspaceId) => void loaded.push(workspaceId),
      customers,
      ...changes,
    })
    return { demo, loaded, workspaceId: systemIds() }
  }

  it('answers before it is planned, and tells every message in the background', async () => {
    const { demo, loaded, workspaceId } = build()
    expect(await demo.load(workspaceId)).toEqual({ state: 'running', done: 0, total: 0, message: '' })
    await expect(demo.load(workspaceId)).rejects.toMatchObject({ details: { code: 'demo_running' } })
    await expect.poll(async () => (await demo.progress(workspaceId)).state, { timeout: 50_000 }).toBe('done')
    const { done, total } = await demo.progress(workspaceId)
    expect(done).toBe(total)
    const [row] = await engines.facts.query<{ events: number }>(
      'SELECT count() AS events FROM events WHERE workspace_id = {workspaceId:UUID}',
      { workspaceId },
    )
    expect(Number(row?.events)).toBe(total)
    expect(loaded).toEqual([workspaceId])
  })

  it('stops telling a workspace that is deleted', async () => {
    const steps: string[] = []
    const { demo, loaded, workspaceId } = build({
      record: async (...message) => {
        if (steps.push('told') === 1) void erasing.begin()
        return ingest.record(...message)
      },
    })
    const erasing = { begin: () => demo.eraseWorkspace(workspaceId).then(() => steps.push('erased')) }
    await demo.load(workspaceId)
    await expect.poll(() => steps.at(-1), { timeout: 50_000 }).toBe('erased')
    expect(await demo.progress(workspaceId)).toMatchObject({ state: 'idle' })
    expect(loaded).toEqual([])
  })
})

it('is planned the same with pauses, and lets others have their turn', async () => {
  const options = { seed: 5, customers: 2_000, endsAt: now() }
  let turns = 0
  let isPlanning = true
  const count = () => {
    turns += 1
    if (isPlanning) setImmediate(count)
  }
  setImmediate(count)
  const shop = await generateDemoShopInTurns(options)
  isPlanning = false
  expect(turns).toBeGreaterThan(1)
  expect(shop.truths).toEqual(generateDemoShop(options).truths)
})
