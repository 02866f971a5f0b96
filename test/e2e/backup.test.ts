import { appendFile, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { runRapport } from '../harness/command'
import { createDataDir, type RunningRapport, spawnRapport } from '../harness/process'
import { type Product, startProduct } from '../harness/product'
import { until } from '../harness/until'

// every step starts programs, and a busy machine starts them slowly
vi.setConfig({ testTimeout: 300_000 })

const perBatch = 40
/** Between two batches while a backup is taken: it is about what comes in meanwhile, not about how much. */
const pauseMs = 20
let product: Product
let folder: string
/** Message ids in the order in which they were acknowledged. */
const acknowledged: string[] = []

beforeAll(async () => {
  product = await startProduct()
  folder = await mkdtemp(join(tmpdir(), 'rapport-backup-'))
}, 240_000)
afterAll(async () => {
  await product.remove()
  await rm(folder, { recursive: true, force: true })
})

const at = (name: string) => join(folder, name)

/** Posts one batch of new customers who order; notes it once it is acknowledged. */
async function post(rapport: RunningRapport): Promise<void> {
  const from = acknowledged.length
  const batch = Array.from({ length: perBatch }, (_, index) => ({
    type: 'track',
    event: 'Order Completed',
    messageId: `m${from + index}`,
    userId: `u${Math.floor((from + index) / 2)}`,
    properties: { order_id: `o${from + index}`, total: 10, currency: 'CNY' },
    timestamp: '2024-05-01T00:00:00.000Z',
  }))
  const answer = await fetch(`${rapport.url}/v1/batch`, {
    method: 'POST',
    headers: {
      Authorization: `Basic ${Buffer.from(`${product.writeKey}:`).toString('base64')}`,
      'Content-Type': 'application/json',
    },
    body: JSON.stringify({ batch }),
  })
  expect(answer.status).toBe(200)
  acknowledged.push(...batch.map(({ messageId }) => messageId))
}

async function ask(rapport: RunningRapport, path: string): Promise<string> {
  const headers = { Authorization: `Bearer ${product.apiKey}` }
  const answer = await fetch(`${rapport.url}/api/v1${path}`, { headers })
  if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`)
  return answer.text()
}

interface Status {
  readonly position: number
  readonly head: number
}

async function drained(rapport: RunningRapport): Promise<Status> {
  let status: Status = { position: -1, head: 0 }
  const isThrough = async () => {
    status = JSON.parse(await ask(rapport, '/ingest/status')) as Status
    return status.position === status.head
  }
  await until(isThrough, { what: 'all is processed', limitMs: 120_000 })
  return status
}

/** All that a shop would miss: every event, every customer with orders and revenue. */
async function contentOf(rapport: RunningRapport) {
  const status = await drained(rapport)
  const lines = async (path: string) => (await ask(rapport, path)).trim().split('\n').sort()
  return {
    status,
    events: await lines('/exports/events?format=jsonl'),
    customers: await lines('/exports/customers?format=jsonl'),
  }
}

const ordersIn = (events: readonly string[]) =>
  events
    .flatMap((line) => /"order_id":"o(\d+)"/.exec(line)?.[1] ?? [])
    .map(Number)
    .sort((one, other) => one - other)

/** Restores into a folder of its own, starts it, and looks. */
async function whenRestored<T>(
  backup: string,
  look: (rapport: RunningRapport, dataDir: string) => Promise<T>,
): Promise<T> {
  const { path, remove } = await createDataDir()
  try {
    const restored = await runRapport(['restore', backup], { RAPPORT_DATA_DIR: path })
    expect(restored).toMatchObject({ code: 0, out: `${path}\n` })
    const rapport = await spawnRapport({ dataDir: path })
    return await look(rapport, path).finally(() => rapport.stop())
  } finally {
    await remove()
  }
}

const backup = (...words: string[]) => runRapport(['backup', ...words], { RAPPORT_DATA_DIR: product.dataDir })

describe('a backup of a running server', () => {
  test('taken while events come in is of one moment, and nothing that was acknowledged is lost', async () => {
    for (let count = 0; count < 10; count += 1) await post(product.rapport)
    const before = acknowledged.length
    let isDone = false
    const posting = (async () => {
      while (!isDone) {
        await post(product.rapport)
        await new Promise((resolve) => setTimeout(resolve, pauseMs))
      }
    })()
    const taken = await backup(at('live'), '--json')
    isDone = true
    await posting
    expect(taken.err).toBe('')
    expect(acknowledged.length).toBeGreaterThan(before)
    const { journal, files, key } = JSON.parse(taken.out)
    expect({ key, isThere: files > 100 }).toEqual({ key: 'left_out', isThere: true })

    const kept = await contentOf(product.rapport)
    const everything = acknowledged.map((_, index) => index)
    expect(ordersIn(kept.events)).toEqual(everything)

    await whenRestored(at('live'), async (rapport) => {
      const { events, customers, status } = await contentOf(rapport)
      const orders = ordersIn(events)
      expect(orders.length).toBeGreaterThanOrEqual(before)
      expect(orders).toEqual(everything.slice(0, orders.length))
      expect(customers).toHaveLength(orders.length / 2)
      expect(status).toMatchObject({ head: journal.head, position: journal.head })
      const known = new Set(kept.customers.map(customerOf))
      expect(customers.map(customerOf).filter((id) => !known.has(id))).toEqual([])

      // the places after the moment are free: what comes next counts
      const told = acknowledged.length
      await post(rapport)
      expect(ordersIn((await contentOf(rapport)).events).slice(-perBatch)).toEqual(
        acknowledged.slice(told).map((_, index) => told + index),
      )
      acknowledged.length = told
    })
  })

  test('leaves nothing behind in the data folder, and the pipeline goes on', async () => {
    await post(product.rapport)
    await drained(product.rapport)
    expect(await readdir(join(product.dataDir, 'clickhouse'))).not.toContain('shadow')
    expect((await readdir(folder)).filter((name) => name.includes('partial'))).toEqual([])
  })

  test('overwrites nothing, and does not go into the data folder', async () => {
    expect(await backup(at('live'))).toMatchObject({
      code: 1,
      err: expect.stringContaining('is there already'),
    })
    const inside = join(product.dataDir, 'backup')
    expect(await backup(inside)).toMatchObject({
      code: 1,
      err: expect.stringContaining('in the data folder'),
    })
  })

  test('keeps the folder that it runs on from being restored into', async () => {
    const refused = await runRapport(['restore', at('live'), '--replace'], {
      RAPPORT_DATA_DIR: product.dataDir,
    })
    expect(refused).toMatchObject({ code: 1, err: expect.stringContaining('is held by process') })
  })
})

describe('rapport doctor', () => {
  const doctor = (dataDir: string, ...words: string[]) =>
    runRapport(['doctor', ...words], { RAPPORT_DATA_DIR: dataDir })

  test('asks the running server and finds nothing wrong', async () => {
    const { out, code } = await doctor(product.dataDir, '--json')
    const { checks } = JSON.parse(out) as { checks: { name: string; state: string; finding: string }[] }
    expect(checks.filter(({ state }) => state === 'problem')).toEqual([])
    expect(code).toBe(0)
    const says = Object.fromEntries(checks.map(({ name, finding }) => [name, finding]))
    expect(says).toMatchObject({
      server: `answers at ${product.rapport.url}`,
      postgresql: expect.stringMatching(/^PostgreSQL 18\S* \(PGlite/),
      clickhouse: expect.stringMatching(/^ClickHouse \d+/),
      tables: expect.stringContaining('up to date'),
      pipeline: expect.stringMatching(/^position (\d+) of \1, nothing waiting$/),
      quarantine: 'no message was put aside',
      'returned mail': expect.stringContaining('RAPPORT_BOUNCE_PORT'),
      clock: 'the engines agree with this machine',
    })
  })

  test('says what to do about a key that is gone, with exit code 1', async () => {
    const { path, remove } = await createDataDir()
    await runRapport(['restore', at('live')], { RAPPORT_DATA_DIR: path })
    const { out, code } = await doctor(path)
    expect(code).toBe(1)
    expect(out).toMatch(/^BAD {3}secret key: .+ is missing → put your copy of it back/m)
    expect(out).toMatch(/^ok {4}pipeline: position/m)
    await remove()
  })

  test('on a folder that was never started says so and makes nothing', async () => {
    const { out, code } = await doctor(at('never'))
    expect(code).toBe(0)
    expect(out).toContain('made at the first start')
    expect(await readdir(folder)).not.toContain('never')
  })
})

describe('a backup of a stopped folder', () => {
  test('as one file, with the key, comes back the same', async () => {
    const before = await contentOf(product.rapport)
    await product.rapport.stop()
    const key = await readFile(join(product.dataDir, 'secret.key'), 'utf8')
    const taken = await backup(at('stopped.tar.gz'), '--with-key')
    expect(taken).toMatchObject({ code: 0, out: `${at('stopped.tar.gz')}\n` })
    await whenRestored(at('stopped.tar.gz'), async (rapport, path) => {
      expect(await contentOf(rapport)).toEqual(before)
      expect(await readFile(join(path, 'secret.key'), 'utf8')).toBe(key)
    })
  })

  test('is refused where nothing has run yet', async () => {
    const refused = await runRapport(['backup', at('nothing')], { RAPPORT_DATA_DIR: at('empty') })
    expect(refused).toMatchObject({ code: 1, err: expect.stringContaining('there is nothing to back up') })
  })

  test('is left to the servers’ own tools where an address is set', async () => {
    const env = {
      RAPPORT_DATA_DIR: product.dataDir,
      DATABASE_URL: 'postgres://shop:hidden@127.0.0.1/shop',
      CLICKHOUSE_URL: 'http://127.0.0.1:8123/facts',
    }
    const { code, err } = await runRapport(['backup', at('servers')], env)
    expect(code).toBe(1)
    expect(err).toContain('pg_dump --format=custom --file=rapport.dump "$DATABASE_URL"')
    expect(err).toContain('BACKUP DATABASE facts TO')
    expect(err).not.toContain('hidden')
  })
})

describe('rapport restore', () => {
  test('refuses a folder that holds data, unless told to move it aside', async () => {
    const { path, remove } = await createDataDir()
    const env = { RAPPORT_DATA_DIR: path }
    await writeFile(join(path, 'secret.key'), 'kept')
    await runRapport(['restore', at('live')], env)
    expect(await readFile(join(path, 'secret.key'), 'utf8')).toBe('kept')
    expect(await runRapport(['restore', at('live')], env)).toMatchObject({
      code: 1,
      err: expect.stringContaining('is not empty'),
    })
    const { out } = await runRapport(['restore', at('live'), '--replace', '--json'], env)
    const { aside, hasKey } = JSON.parse(out)
    expect(hasKey).toBe(true)
    expect(await readdir(aside)).toEqual(expect.arrayContaining(['clickhouse', 'postgres', 'secret.key']))
    await rm(aside, { recursive: true })
    await remove()
  })

  test('finds one changed byte, and restores nothing', async () => {
    const manifest = JSON.parse(await readFile(join(at('live'), 'manifest.json'), 'utf8'))
    const { path: damaged } = manifest.files.at(-1)
    await appendFile(join(at('live'), 'data', damaged), 'x')
    const { code, err } = await runRapport(['restore', at('live')], { RAPPORT_DATA_DIR: at('target') })
    expect(code).toBe(1)
    expect(err).toContain(
      `1 of ${manifest.files.length} files are missing or changed, the first is ${damaged}`,
    )
    expect((await readdir(at('target'))).filter((name) => name !== 'run')).toEqual([])
  })

  test('refuses what is no backup, and what a newer program wrote', async () => {
    const env = { RAPPORT_DATA_DIR: at('target') }
    expect(await runRapport(['restore', folder], env)).toMatchObject({
      code: 1,
      err: expect.stringContaining('is not a backup'),
    })
    await writeFile(at('torn.tar'), 'not a tar file, only words that go on and on')
    expect((await runRapport(['restore', at('torn.tar')], env)).code).toBe(1)
    const manifest = JSON.parse(await readFile(join(at('live'), 'manifest.json'), 'utf8'))
    const newer = JSON.stringify({ ...manifest, format: 2, version: '9.9.9' })
    await writeFile(join(at('live'), 'manifest.json'), newer)
    expect(await runRapport(['restore', at('live')], env)).toMatchObject({
      code: 1,
      err: expect.stringContaining('restore it with that version'),
    })
  })
})

/** The id of a customer in an export. */
function customerOf(line: string): string {
  const { id } = JSON.parse(line) as { id: string }
  expect(id).toMatch(/^[0-9a-f-]{36}$/)
  return id
}
