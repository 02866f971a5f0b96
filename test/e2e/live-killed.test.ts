import { setTimeout as wait } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Product, startProduct } from '../harness/product'
import { until } from '../harness/until'
import { drained, post, restartable, untilAnswered } from './crash-run'
import { randomFrom } from './crash-stream'

const people = 40
const kills = 3
const random = randomFrom(7)
let product: Product
let program: ReturnType<typeof restartable>

beforeAll(async () => {
  product = await startProduct()
  program = restartable(product, random)
})
afterAll(async () => {
  await program.stop()
  await product.remove()
})

/** Person n buys n mod 4 times. */
const ordersOf = (person: number): number => person % 4
const orders = Array.from({ length: people }, (_, person) =>
  Array.from({ length: ordersOf(person) }, (__, order) => ({
    type: 'track',
    event: 'Order Completed',
    messageId: `o${person}-${order}`,
    userId: `c${person}`,
    timestamp: new Date().toISOString(),
    properties: { order_id: `o${person}-${order}`, total: 10, currency: 'CNY' },
  })),
).flat()

async function allOf<T>(path: string): Promise<T[]> {
  const { items } = await product.api<{ items: T[] }>('GET', `${path}?limit=200`)
  return items
}

test('a segment and a trait are right after kill -9 at any moment, and each entry is told once', async () => {
  const twice = { op: 'at_least', value: 2 }
  const rule = { kind: 'event', events: ['Order Completed'], compare: twice }
  const { id } = await product.api<{ id: string }>('POST', '/segments', { name: '买过两次', rule })
  const definition = { kind: 'events', events: ['Order Completed'], measure: { kind: 'count' } }
  await product.api('POST', '/computed-traits', { key: 'bought', label: '购买次数', definition })
  await until(
    async () =>
      (await product.api<{ state: string }>('GET', `/segments/${id}/following`)).state === 'live' &&
      (await product.api<{ state: string }>('GET', '/computed-traits/bought')).state === 'live',
    { what: 'both are live' },
  )

  const shuffled = [...orders].sort(() => random() - 0.5)
  const perBatch = Math.ceil(shuffled.length / (2 * kills + 1))
  for (let batch = 0; batch * perBatch < shuffled.length; batch += 1) {
    await untilAnswered(() => post(product, shuffled.slice(batch * perBatch, (batch + 1) * perBatch)))
    if (batch % 2 === 0) continue
    await wait(random() * 250)
    await program.killAndRestart()
  }
  expect(program.kills()).toBeGreaterThanOrEqual(kills)

  const buyers = Array.from({ length: people }, (_, person) => person).filter(
    (person) => ordersOf(person) > 0,
  )
  const expected = buyers.filter((person) => ordersOf(person) >= 2).length
  const told = async () => {
    const catalogue = await allOf<{ name: string; count: number }>('/events')
    return catalogue.find(({ name }) => name === 'segment_entered')?.count ?? 0
  }
  await drained(product)
  await until(async () => (await told()) >= expected, { what: 'every entry is told', limitMs: 60_000 })
  await drained(product)
  expect(await allOf(`/segments/${id}/members`)).toHaveLength(expected)
  const changes = await allOf<{ kind: string; cause: string; profileId: string }>(`/segments/${id}/changes`)
  expect(changes).toHaveLength(expected)
  expect(await told()).toBe(expected)

  const values = async () => {
    const rows = await allOf<{ id: string }>('/customers')
    const traits = rows.map(({ id: customer }) =>
      product.api<{ traits: Record<string, { value: unknown }> }>('GET', `/customers/${customer}`),
    )
    return (await Promise.all(traits)).map((each) => each.traits.bought?.value).sort()
  }
  const wanted = buyers.map(ordersOf).sort()
  await until(async () => JSON.stringify(await values()) === JSON.stringify(wanted), {
    what: 'everybody has the number of their orders',
    limitMs: 60_000,
  })
}, 300_000)
