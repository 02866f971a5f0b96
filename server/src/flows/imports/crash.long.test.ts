import type { Import } from '@rapport/contract'
import { expect, it } from 'vitest'
import { spawnRapport } from '../../../../test/harness/process'
import { owner, startProduct } from '../../../../test/harness/product'
import { until } from '../../../../test/harness/until'

const orders = 6_000
const customers = 400
const linesPerOrder = 5

/** Rows of one order lie far apart, so that all of the file has to be read before the first order is whole. */
function shopHistory(): string {
  const rows = ['order no,date,customer id,email,sku,quantity,unit price']
  for (let line = 0; line < linesPerOrder; line += 1)
    for (let order = 0; order < orders; order += 1) {
      const customer = order % customers
      const day = String((order % 28) + 1).padStart(2, '0')
      rows.push(
        `${order},2024-01-${day} 10:00,u${customer},u${customer}@example.com,sku${line},${line + 1},1.10`,
      )
    }
  return rows.join('\n')
}

const revenueMinor = orders * 110 * ((linesPerOrder * (linesPerOrder + 1)) / 2)

it('an import killed with -9 again and again ends with every order once', async () => {
  const product = await startProduct()
  const { dataDir, apiKey } = product
  const { port } = product.rapport
  const url = `http://127.0.0.1:${port}/api/v1`
  const headers = { Authorization: `Bearer ${apiKey}` }
  const call = async <R>(method: string, path: string, body?: string): Promise<R> => {
    const answer = await fetch(`${url}${path}`, { method, headers, body })
    if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`)
    return (await answer.json()) as R
  }
  let rapport = product.rapport
  try {
    const { id } = await call<Import>('POST', '/imports?fileName=history.csv&kind=orders', shopHistory())
    await call('POST', `/imports/${id}/start`)
    const get = () => call<Import>('GET', `/imports/${id}`)

    for (const share of [0.05, 0.35, 0.6, 0.75, 0.9]) {
      await until(
        async () => {
          const { state, progress } = await get()
          return state === 'done' || (progress?.share ?? 0) >= share
        },
        { what: `the import reaches ${share}` },
      )
      await rapport.kill9()
      rapport = await spawnRapport({ dataDir, port, env: { RAPPORT_OWNER_EMAIL: owner.email } })
    }
    const done = await until(
      async () => {
        const one = await get()
        return one.state === 'done' || one.state === 'failed' ? one : null
      },
      { what: 'the import ends', limitMs: 120_000 },
    )
    expect(done).toMatchObject({
      state: 'done',
      report: { orders, customers, rowsAccepted: orders * linesPerOrder, rowsRejected: 0 },
    })
    expect(done.attempts).toBeGreaterThan(1)

    const list = await call<{ items: { traits: { orders: number; revenue: number } }[] }>(
      'GET',
      '/customers?limit=500&columns=orders,revenue',
    )
    expect(list.items.length).toBe(customers)
    expect(list.items.reduce((sum, { traits }) => sum + traits.orders, 0)).toBe(orders)
    expect(list.items.reduce((sum, { traits }) => sum + traits.revenue, 0)).toBe(revenueMinor)
  } finally {
    await rapport.stop()
    await product.remove()
  }
})
