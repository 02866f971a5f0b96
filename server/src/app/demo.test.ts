import { afterAll, beforeAll, expect, it } from 'vitest'
import { type OpenEngines, openEmbeddedEngines } from '../../../test/harness/open-engines'
import { openSegments } from '../modules/segments/testing/workspace'
import { systemIds } from '../platform/clock'
import { afterDemo } from './demo'

let engines: OpenEngines
beforeAll(async () => {
  engines = await openEmbeddedEngines()
})
afterAll(() => engines.close())

it('leaves the demo shop with RFM scores and the ready-made segments that every shop begins with, once', async () => {
  const { segments, ingest } = openSegments(engines, () => new Date('2026-08-31T12:00:00Z'))
  ingest.start()
  const workspaceId = systemIds()
  await afterDemo(segments, workspaceId, 'zh-CN')
  await afterDemo(segments, workspaceId, 'zh-CN')
  const { items } = await segments.list(workspaceId, { state: 'live', limit: 100 })
  const ready = (await segments.readyMade(workspaceId)).filter(
    ({ group }) => !/demographic|place|taste/.test(group),
  )
  const names = ready.map(({ name }) => name['zh-CN'])
  // a life-cycle stage and an RFM segment that share a name are one in the list
  expect(items.map(({ name }) => name).sort()).toEqual([...new Set(names)].sort())
  expect(items.every(({ readyMade }) => readyMade !== null)).toBe(true)
  await ingest.stop()
})
