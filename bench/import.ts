import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Import } from '@rapport/contract'
import { type Product, startProduct } from '../test/harness/product'
import type { BenchReport } from './report'

const data = process.env.RAPPORT_DATA ?? fileURLToPath(new URL('../../shared/data', import.meta.url))
const file = join(data, 'online-retail', 'online_retail.csv.gz')

/**
 * The order history of a real shop, 541,909 rows, from the upload to the last profile that the pipeline has written. Beside
 * it: how long the server takes to answer others meanwhile.
 */
export async function run(): Promise<BenchReport> {
  if (!existsSync(file))
    throw new Error('this benchmark needs online-retail in the data folder (RAPPORT_DATA)')
  const product = await startProduct()
  try {
    await product.api('PATCH', '/workspace', { currency: 'GBP', country: 'GB', timezone: 'Europe/London' })
    const started = performance.now()
    const uploaded = await upload(product)
    const uploadedMs = performance.now() - started
    await product.api('POST', `/imports/${uploaded.id}/start`)
    const { done, slowestMs } = await finished(product, uploaded.id)
    const seconds = (performance.now() - started) / 1000
    const report = done.report
    if (!report) throw new Error(`the import ended ${done.state}: ${done.failure?.message}`)
    const customers = await product.api<{ total: number }>('GET', '/customers/count')
    const revenue = report.revenue[0]?.amountMinor ?? 0
    return {
      name: 'import',
      figures: [
        { name: 'upload, recognition and guess of the columns', value: uploadedMs / 1000, unit: 's' },
        { name: 'everything, profiles and facts written', value: seconds, unit: 's', target: '< 60' },
        { name: 'rows', value: done.rowsTotal / seconds, unit: 'rows/s' },
        { name: 'slowest answer to others meanwhile', value: slowestMs, unit: 'ms' },
        { name: 'memory of the process', value: (await product.memory()) / 2 ** 20, unit: 'MiB' },
      ],
      notes: [
        `${report.saleLines.toLocaleString('en-US')} sales rows, ${report.orders.toLocaleString('en-US')} orders, ${report.refunds.toLocaleString('en-US')} refunds, ${report.customersWithOrders.toLocaleString('en-US')} customers with orders, revenue ${(revenue / 100).toFixed(2)} GBP`,
        `${customers.total.toLocaleString('en-US')} profiles; rejected: ${JSON.stringify(report.rejected)}`,
      ],
    }
  } finally {
    await product.remove()
  }
}

async function upload({ rapport, apiKey }: Product): Promise<Import> {
  const answer = await fetch(`${rapport.url}/api/v1/imports?fileName=online_retail.csv.gz&kind=orders`, {
    method: 'POST',
    headers: { Authorization: `Bearer ${apiKey}` },
    body: await readFile(file),
  })
  if (!answer.ok) throw new Error(`the upload was answered ${answer.status}: ${await answer.text()}`)
  return (await answer.json()) as Import
}

async function finished(product: Product, id: string): Promise<{ done: Import; slowestMs: number }> {
  let slowestMs = 0
  for (;;) {
    const asked = performance.now()
    const done = await product.api<Import>('GET', `/imports/${id}`)
    slowestMs = Math.max(slowestMs, performance.now() - asked)
    if (done.state !== 'queued' && done.state !== 'running') return { done, slowestMs }
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
}
