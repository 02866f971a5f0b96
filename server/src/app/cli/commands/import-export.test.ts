import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { runRapport } from '../../../../../test/harness/command'
import { type Product, startProduct } from '../../../../../test/harness/product'
import { columnsOf, reportLines } from './import'

// each command is a process of its own, and a busy machine starts them slowly
vi.setConfig({ testTimeout: 240_000 })

let product: Product
let folder: string
beforeAll(async () => {
  product = await startProduct()
  folder = await mkdtemp(join(tmpdir(), 'rapport-cli-'))
}, 240_000)
afterAll(async () => {
  await product.remove()
  await rm(folder, { recursive: true, force: true })
})

/** Runs a command as a person would type it, where no terminal is. */
const rapport = (...words: string[]) => runRapport(words, { RAPPORT_DATA_DIR: product.dataDir })

async function file(name: string, text: string): Promise<string> {
  const path = join(folder, name)
  await writeFile(path, text)
  return path
}

const orders = `订单编号,下单时间,买家手机号,姓名,实付金额,备注
T1,2024-03-01 08:05:00,13812345678,张三,25.00,快
T2,2024-03-02 09:00:00,13812345678,张三,10.00,
T3,2024-03-03 10:00:00,,李四,99.00,
`

describe('rapport import', () => {
  test('shows what the columns mean and does not start unasked', async () => {
    const { out, err, code } = await rapport('import', await file('orders.csv', orders))
    expect([code, out]).toEqual([0, ''])
    expect(err).toMatch(/3 rows of orders; people by phone/)
    expect(err).toMatch(/订单编号 +order_id +100 %/)
    expect(err).toContain('1 × no_key (rejected)')
    expect(err).toContain('Not started')
  })

  test('imports, waits, reports and writes the rejected rows; what came in goes out again', async () => {
    const rejected = join(folder, 'rejected.csv')
    const path = await file('orders.csv', orders)
    const words = ['--map', '备注=property:remark', '--yes', '--wait', '--rejected', rejected]
    const { out, code } = await rapport('import', path, '--kind', 'orders', ...words)
    expect(code).toBe(0)
    expect(out).toMatch(/orders +2\n/)
    expect(out).toMatch(/revenue +35\.00 CNY/)
    expect(out).toMatch(/rejected: no_key +1/)
    expect(await readFile(rejected, 'utf8')).toContain('3,no_key,phone,T3,')

    const customers = await rapport('export', 'customers', '--columns', 'phone,orders,revenue')
    expect(customers.out).toMatch(/^\ufeffid,name,first_seen_at,last_seen_at,phone,orders,revenue\r\n/)
    expect(customers.out).toMatch(/,张三,2024-03-01T00:05:00.000Z,[^,]+,\+8613812345678,2,35\r\n/)

    const target = join(folder, 'events.jsonl')
    const events = await rapport(
      'export',
      'events',
      '--names',
      'Order Completed',
      '--since',
      '2024-03-02',
      '--format',
      'jsonl',
      '-o',
      target,
    )
    expect(events.err).toContain('Wrote')
    const lines = (await readFile(target, 'utf8'))
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line))
    expect(lines).toMatchObject([
      { name: 'Order Completed', value: 10, currency: 'CNY', properties: { order_id: 'T2' } },
    ])
  })

  test('refuses in one line what cannot be', async () => {
    expect(await rapport('import', join(folder, 'nowhere.csv'))).toMatchObject({
      code: 1,
      err: expect.stringMatching(/^rapport: there is no file/),
    })
    const pdf = await rapport('import', await file('a.csv', '%PDF-1.7'))
    expect(pdf).toMatchObject({ code: 1, err: expect.stringMatching(/^rapport: this is a PDF/) })
    const bare = await file('bare.csv', 'a,b\n1,2\n')
    const incomplete = await rapport('import', bare, '--kind', 'orders', '--yes')
    expect(incomplete.err).toContain('rapport: no column is user_id, ordered_at')
    expect((await rapport('import', bare, '--map', 'c=email')).err).toContain('the headers are: a, b')
  })
})

describe('rapport export', () => {
  test('writes the members of a segment, by its name', async () => {
    const rule = {
      kind: 'trait',
      trait: 'name',
      condition: { type: 'text', op: 'is', values: ['nobody'] },
    }
    const made = await fetch(`${product.rapport.url}/api/v1/segments`, {
      method: 'POST',
      headers: { Authorization: `Bearer ${product.apiKey}`, 'Content-Type': 'application/json' },
      body: JSON.stringify({ name: 'Nobody', rule }),
    })
    expect([made.status, await made.text()]).toEqual([201, expect.any(String)])
    const { out, code } = await rapport('export', 'segment', 'Nobody')
    expect([code, out.split('\r\n').length]).toEqual([0, 2])
    const unknown = await rapport('export', 'segment', 'Somebody')
    expect(unknown).toMatchObject({ code: 1, err: expect.stringContaining('there is no segment “Somebody”') })
  })

  test('refuses a moment that is none', async () => {
    expect((await rapport('export', 'events', '--since', 'soon')).err).toBe(
      'rapport: “soon” is not a moment such as 2024-01-01\n',
    )
  })
})

test('columns are named by their headers, the last = counts', () => {
  const columns = [
    { index: 0, header: 'a=b', target: null, type: 'text' as const, samples: [], confidence: 0 },
    { index: 1, header: 'c', target: 'email', type: 'text' as const, samples: [], confidence: 1 },
  ]
  expect(columnsOf({ columns }, 'a=b=user_id, c=')).toEqual([
    { index: 0, header: 'a=b', type: 'text', target: 'user_id' },
    { index: 1, header: 'c', type: 'text', target: null },
  ])
  expect(columnsOf({ columns }, undefined)).toEqual([])
  expect(() => columnsOf({ columns }, 'nothing')).toThrow('the headers are: a=b, c')
})

test('a report leaves out what did not happen', () => {
  const zero = {
    rowsAccepted: 0,
    rowsRejected: 0,
    customers: 0,
    customersWithOrders: 0,
    orders: 0,
    refunds: 0,
    events: 0,
    saleLines: 0,
    giftLines: 0,
    refundLines: 0,
  }
  const lines = reportLines({
    ...zero,
    rowsAccepted: 1_234,
    rejected: {},
    warnings: {},
    revenue: [{ currency: 'GBP', amountMinor: 123_456 }],
    refunded: [],
  })
  expect(lines).toEqual(['WHAT           HOW MANY', 'rows accepted  1,234', 'revenue        1,234.56 GBP'])
})
