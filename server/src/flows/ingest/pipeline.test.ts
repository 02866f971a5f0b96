import { afterAll, beforeAll, expect, it } from 'vitest'
import { type OpenEngines, openEmbeddedEngines } from '../../../../test/harness/open-engines'
import { acceptMessage } from '../../modules/events'
import { findIdentifiers, findProfileRows, parseProfile } from '../../modules/profiles'
import { systemIds } from '../../platform/clock'
import { createLog } from '../../platform/log'
import { createPipeline } from './pipeline'

const settings = { currency: 'CNY', exchangeRates: {}, country: 'CN', timezone: 'Asia/Shanghai' }
const receivedAt = new Date('2026-03-01T12:00:00Z')

let engines: OpenEngines
beforeAll(async () => {
  engines = await openEmbeddedEngines()
})
afterAll(() => engines.close())

it('counts a repeated message once when the sweep comes between the batches that carry it', async () => {
  const { db, facts, journal } = engines
  const workspaceId = systemIds()
  const pipeline = createPipeline({
    db,
    facts,
    journal,
    settingsOf: async () => settings,
    now: () => receivedAt,
    log: createLog('silent'),
    batchBytes: 1,
    onMoved: () => undefined,
  })
  const order = {
    type: 'track',
    event: 'Order Completed',
    messageId: 'twice',
    userId: 'u1',
    properties: { order_id: 'o1', revenue: 10 },
  }
  const items = [acceptMessage(order, { receivedAt, newId: systemIds })]
  for (let time = 0; time < 3; time += 1)
    await journal.append({ workspaceId, source: 'shop', receivedAt, items })

  for (let entry = 0; entry < 3; entry += 1) {
    await pipeline.step() // the next entry is looked up by now, and this one has not landed
    pipeline.sweepSoon()
  }
  while (await pipeline.step());

  const [found] = await findIdentifiers(db, [{ workspaceId, kind: 'user_id', value: 'u1' }])
  const [row] = found ? await findProfileRows(db, [found]) : []
  expect(row && parseProfile(row).computed).toMatchObject({ orders: 1 })
  const outcomes = await db.query(
    'SELECT outcome, reason, count FROM ingest_outcomes WHERE workspace_id = $1 ORDER BY outcome',
    [workspaceId],
  )
  expect(outcomes).toEqual([
    { outcome: 'dropped', reason: 'repeated', count: 2 },
    { outcome: 'ok', reason: '', count: 1 },
  ])
})
