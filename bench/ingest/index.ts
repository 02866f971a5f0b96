import { execFile } from 'node:child_process'
import { rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { migrateClickHouse, openClickHouse } from '../../server/src/platform/clickhouse'
import { type Product, startProduct } from '../../test/harness/product'
import { type BenchReport, percentile } from '../report'

const loader = fileURLToPath(new URL('./load.ts', import.meta.url))
const sustainedSeconds = Number(process.env.BENCH_SECONDS ?? 60)
/** What is asked of the whole; the acknowledgement is asked of at half of it, or of what this machine reaches. */
const askedPerSecond = 10_000
const connections = 8
const people = 50_000

interface Load {
  /** When the first request was sent, in ms since 1970: the generator takes a second to start. */
  readonly startedAt: number
  readonly events: number
  readonly perSecond: number
  readonly failures: number
  readonly ackP50: number
  readonly ackP99: number
}

/**
 * Ingest as a client sees it: batches of 100 over HTTP, acknowledged when durable, through the whole pipeline; the load
 * generator runs on the same cores. Beside it, the same rows into bare ClickHouse.
 */
export async function run(): Promise<BenchReport> {
  const product = await startProduct()
  try {
    await load(product, 0, 5)
    await drained(product)
    const full = await sustained(product)
    const half = await load(product, Math.min(full.perSecond, askedPerSecond) / 2, 20)
    await drained(product)
    const visible = await visibility(product)
    const memory = await product.memory()
    const bare = await bareInsert()
    return {
      name: 'ingest',
      figures: [
        {
          name: 'events through the whole pipeline',
          value: full.perSecond,
          unit: 'events/s',
          limit: { name: 'bare INSERT … JSONEachRow', value: bare },
          target: `≥ ${count(askedPerSecond)} for ${sustainedSeconds} s`,
        },
        { name: 'acknowledgement p50 at half that load', value: half.ackP50, unit: 'ms' },
        { name: 'acknowledgement p99 at half that load', value: half.ackP99, unit: 'ms', target: '< 200' },
        {
          name: 'event to profile p50 at a quarter of the load',
          value: percentile(visible.profile, 0.5),
          unit: 'ms',
        },
        {
          name: 'event to profile p99 at a quarter of the load',
          value: percentile(visible.profile, 0.99),
          unit: 'ms',
          target: '< 1000',
        },
        {
          name: 'event to segment count p99 at a quarter of the load',
          value: percentile(visible.segment, 0.99),
          unit: 'ms',
          target: '< 1000',
        },
        { name: 'memory of the process', value: memory / 2 ** 20, unit: 'MiB', target: '< 1536' },
      ],
      notes: [
        `${count(full.events)} events, ${count(people)} people, ${full.failures + half.failures} requests failed; half that load: ${count(half.perSecond)} events/s`,
      ],
    }
  } finally {
    await product.remove()
  }
}

const count = (value: number): string => Math.round(value).toLocaleString('en-US')

/** Posts as fast as the acknowledgements come, and counts the time until the pipeline has worked everything off. */
async function sustained(product: Product): Promise<Load> {
  const posted = await load(product, 0, sustainedSeconds)
  await drained(product)
  return { ...posted, perSecond: posted.events / ((Date.now() - posted.startedAt) / 1000) }
}

async function load(product: Product, rate: number, seconds: number): Promise<Load> {
  const args = [
    product.rapport.url,
    product.writeKey,
    String(rate),
    String(seconds),
    String(connections),
    String(people),
  ]
  const { stdout } = await promisify(execFile)(process.execPath, ['--import', 'tsx', loader, ...args])
  return JSON.parse(stdout) as Load
}

async function drained(product: Product): Promise<void> {
  for (;;) {
    const { position, head, lastError } = await product.api<{
      position: number
      head: number
      lastError: string | null
    }>('GET', '/ingest/status')
    if (lastError) throw new Error(`the pipeline stands still: ${lastError}`)
    if (position >= head) return
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
}

/** How long until a posted event is in the profile, and in a count over everybody, while other load goes on. */
async function visibility(product: Product): Promise<{ profile: number[]; segment: number[] }> {
  const background = load(product, 2_500, 25)
  const profile: number[] = []
  const segment: number[] = []
  for (let index = 0; index < 60; index += 1) {
    const city = `City ${index}`
    const started = performance.now()
    await post(product, {
      type: 'identify',
      messageId: `visible-${index}`,
      userId: `visible-${index}`,
      traits: { name: `Visible ${index}`, city },
    })
    await until(
      async () =>
        (await product.api<{ items: unknown[] }>('GET', `/customers?search=visible-${index}`)).items
          .length === 1,
    )
    profile.push(performance.now() - started)
    await until(
      async () =>
        (
          await product.api<{ matching: number }>(
            'GET',
            `/customers/count?where=${encodeURIComponent(`city=${city}`)}`,
          )
        ).matching === 1,
    )
    segment.push(performance.now() - started)
  }
  await background
  return { profile, segment }
}

async function post(product: Product, message: object): Promise<void> {
  const answer = await fetch(`${product.rapport.url}/v1/batch`, {
    method: 'POST',
    body: JSON.stringify({ batch: [message], writeKey: product.writeKey }),
  })
  if (!answer.ok) throw new Error(`the tracking API answered ${answer.status}`)
}

async function until(isTrue: () => Promise<boolean>): Promise<void> {
  while (!(await isTrue())) await new Promise((resolve) => setTimeout(resolve, 5))
}

/** The limit: rows of the same shape straight into the table, in blocks of the pipeline's size. */
async function bareInsert(): Promise<number> {
  const directory = join(tmpdir(), `rapport-bench-${process.pid}`)
  const facts = await openClickHouse({ url: null, directory })
  try {
    await migrateClickHouse(facts)
    const blocks = Array.from({ length: 20 }, (_, block) =>
      Array.from({ length: 5_000 }, (__, index) => bareRow(block * 5_000 + index)),
    )
    const started = performance.now()
    for (const rows of blocks) await facts.insert('events', rows)
    return (20 * 5_000) / ((performance.now() - started) / 1000)
  } finally {
    await facts.close()
    await rm(directory, { recursive: true, force: true })
  }
}

function bareRow(index: number): object {
  const hex = (index % people).toString(16).padStart(12, '0')
  return {
    workspace_id: '00000000-0000-4000-8000-000000000001',
    profile_id: `00000000-0000-4000-8000-${hex}`,
    name: 'Product Viewed',
    time: new Date(1_790_000_000_000 + index).toISOString(),
    type: 'track',
    message_id: `m${index}`,
    user_id: `u${index % people}`,
    anonymous_id: `a${index % people}`,
    source: 'bench',
    received_at: new Date(1_790_000_000_000 + index).toISOString(),
    value_minor: 0,
    currency: '',
    properties: {
      product_id: `p${index % 500}`,
      sku: `s${index % 500}`,
      name: `Product ${index % 500}`,
      category: `c${index % 12}`,
      price: 19.9,
      quantity: 1,
    },
    context: JSON.stringify({
      library: { name: 'bench', version: '1' },
      page: { url: `https://shop.example/p/${index % 500}`, path: `/p/${index % 500}` },
      locale: 'zh-CN',
    }),
    journal_position: index,
    journal_index: 0,
  }
}
