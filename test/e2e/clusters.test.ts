import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { type RunningRapport, spawnRapport } from '../harness/process'
import { type Product, startProduct } from '../harness/product'
import { until } from '../harness/until'

// every step starts programs, and a busy machine starts them slowly
vi.setConfig({ testTimeout: 300_000 })

const buyers = 300
const dayMs = 86_400_000
let product: Product
let running: RunningRapport

beforeAll(async () => {
  product = await startProduct()
  running = product.rapport
  const nowMs = Date.now()
  const batch = Array.from({ length: buyers }, (_, index) => ({
    type: 'track',
    event: 'Order Completed',
    messageId: `o${index}`,
    userId: `c${index}`,
    timestamp: new Date(nowMs - (index % 3) * 100 * dayMs - dayMs).toISOString(),
    properties: { order_id: `o${index}`, total: 20 + index, currency: 'CNY' },
  }))
  const { position } = await product.api<{ position: number }>('POST', '/events', { batch })
  const isReached = async () =>
    (await product.api<{ position: number }>('GET', '/ingest/status')).position >= position
  await until(isReached, { what: 'the shop is processed' })
}, 240_000)
afterAll(async () => {
  await running.stop()
  await product.remove()
})

const asked = {
  name: 'Buyers',
  traits: [
    { trait: 'last_order_at', kind: 'days_since' },
    { trait: 'revenue', kind: 'money', log: true },
  ],
}

async function ask(method: string, path: string, body?: unknown, headers: Record<string, string> = {}) {
  const answer = await fetch(`${running.url}/api/v1${path}`, {
    method,
    headers: {
      Authorization: `Bearer ${product.apiKey}`,
      'Content-Type': 'application/json',
      ...headers,
    },
    body: body === undefined ? undefined : JSON.stringify(body),
  })
  const text = await answer.text()
  return { status: answer.status, body: text === '' ? null : JSON.parse(text) }
}

const isDone = (id: string) => async () => {
  const { body } = await ask('GET', `/cluster-analyses/${id}`)
  expect(body.state).not.toBe('failed')
  return body.state === 'done'
}

async function countMembers(id: string, cluster: number): Promise<number> {
  const { body } = await ask('GET', `/cluster-analyses/${id}/clusters/${cluster}/members?limit=500`)
  return new Set(body.items.map((member: { id: string }) => member.id)).size
}

test('an analysis that kill -9 cut short is done by the next process, with everybody in one cluster', async () => {
  const { status, body: begun } = await ask('POST', '/cluster-analyses', asked)
  expect(status).toBe(202)
  await running.kill9()
  running = await spawnRapport({ dataDir: product.dataDir, port: running.port })
  await until(isDone(begun.id), { what: 'the analysis is done', limitMs: 60_000 })
  const { body } = await ask('GET', `/cluster-analyses/${begun.id}`)
  expect(body.result.people).toBe(buyers)
  const sizes: number[] = body.result.clusters.map((cluster: { people: number }) => cluster.people)
  expect(sizes.reduce((sum, size) => sum + size, 0)).toBe(buyers)
  for (const [cluster, size] of sizes.entries()) expect(await countMembers(begun.id, cluster)).toBe(size)
})

test('the same Idempotency-Key begins one analysis, and what cannot be is refused with its place', async () => {
  const headers = { 'Idempotency-Key': 'once' }
  const first = await ask('POST', '/cluster-analyses', asked, headers)
  const again = await ask('POST', '/cluster-analyses', asked, headers)
  expect(again.body.id).toBe(first.body.id)
  await until(isDone(first.body.id), { what: 'the analysis is done' })

  const twice = await ask('POST', '/cluster-analyses', {
    ...asked,
    traits: [asked.traits[0], asked.traits[0]],
  })
  expect(twice).toMatchObject({ status: 400, body: { code: 'invalid_input' } })
  for (const wrong of [{ k: 1 }, { k: 13 }, { traits: [] }, { seed: -1 }, { name: ' ' }, { missing: 'no' }])
    expect((await ask('POST', '/cluster-analyses', { ...asked, ...wrong })).status).toBe(400)
  expect((await ask('GET', `/cluster-analyses/${first.body.id}/clusters/99/members`)).status).toBe(400)
  expect((await ask('DELETE', `/cluster-analyses/${first.body.id}`)).status).toBe(204)
  expect((await ask('GET', `/cluster-analyses/${first.body.id}`)).status).toBe(404)
})
