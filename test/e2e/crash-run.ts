import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { type RunningRapport, spawnRapport } from '../harness/process'
import { type Product, startProduct } from '../harness/product'
import { until } from '../harness/until'
import { buildStream, type Raw, randomFrom } from './crash-stream'

/** What a client does, in order: post a batch, or join two customers by hand and take that apart again. */
export type Op =
  | { readonly kind: 'post'; readonly batch: readonly Raw[] }
  | { readonly kind: 'merge' | 'undo'; readonly survivor: string; readonly absorbed: string }

/** The work of one client; two of them have no people in common, so that their order does not matter. */
export function laneOps(
  lane: string,
  seed: number,
  base: Date,
  size: { batches: number; batchSize: number },
): Op[] {
  const posts = buildStream({ seed, lane, base, people: 12, ...size }).map(
    (batch): Op => ({ kind: 'post', batch }),
  )
  const [survivor, absorbed] = [`${lane}-u0`, `${lane}-u1`]
  const third = Math.floor(posts.length / 3)
  return [
    ...posts.slice(0, third),
    { kind: 'merge', survivor, absorbed },
    ...posts.slice(third, 2 * third),
    { kind: 'undo', survivor, absorbed },
    ...posts.slice(2 * third),
  ]
}

export interface Shop {
  readonly product: Product
  /** Kills and restarts that it took. */
  readonly kills: number
  remove(): Promise<void>
}

/** Does the work of every lane against a product that nobody kills. */
export async function runWhole(lanes: readonly (readonly Op[])[]): Promise<Shop> {
  const product = await startProduct()
  await Promise.all(lanes.map((ops) => doAll(product, ops, () => false)))
  await drained(product)
  return { product, kills: 0, remove: product.remove }
}

/**
 * The same against a product that is killed with -9 at `kills` seeded moments: while requests are on the way, while the
 * pipeline works, and while it starts. Clients repeat what was not answered, and now and then what was.
 */
export async function runKilled(
  lanes: readonly (readonly Op[])[],
  { seed, kills }: { readonly seed: number; readonly kills: number },
): Promise<Shop> {
  const product = await startProduct()
  const random = randomFrom(seed)
  const program = restartable(product, random)
  let done = 0
  const total = lanes.reduce((sum, ops) => sum + ops.length, 0)
  const noteDone = () => {
    done += 1
    return random() < 0.15
  }
  const working = Promise.all(lanes.map((ops) => doAll(product, ops, noteDone)))
  for (let kill = 0; kill < kills; kill += 1) {
    const due = ((kill + random()) * total) / (kills + 1)
    await until(() => done >= due, { what: `the work before kill ${kill + 1}`, limitMs: 300_000 })
    await wait(random() * 300)
    await program.killAndRestart()
  }
  await working
  await drained(product)
  return {
    product,
    kills: program.kills(),
    remove: async () => {
      await program.stop()
      await product.remove()
    },
  }
}

/** A product that can be killed with -9 and started again on its folder and port, now and then twice in a row. */
export function restartable(product: Product, random: () => number) {
  const { dataDir } = product
  const { port } = product.rapport
  let current: RunningRapport = product.rapport
  let kills = 0

  /** Kills it again some way into its start; the number that holds the folder's lock says whom. */
  async function killDuringStart(starting: Promise<unknown>): Promise<void> {
    const before = current.pid
    const pid = await until(async () => holderBut(dataDir, before), {
      what: 'the lock of the new process',
      limitMs: 60_000,
    })
    await wait(random() * 3_000)
    process.kill(pid, 'SIGKILL')
    kills += 1
    await starting.catch(() => undefined)
  }

  return {
    kills: () => kills,
    stop: () => current.stop(),
    async killAndRestart(): Promise<void> {
      await current.kill9()
      kills += 1
      const start = () => spawnRapport({ dataDir, port, env: { RAPPORT_LOG_LEVEL: 'error' } })
      if (random() < 0.4) await killDuringStart(start())
      current = await start()
    },
  }
}

async function holderBut(dataDir: string, before: number): Promise<number | null> {
  const { pid } = JSON.parse(await readFile(join(dataDir, 'run', 'lock'), 'utf8')) as { pid: number }
  return pid === before ? null : pid
}

/** One client: goes on to the next thing when the present one was answered, and sometimes does an old one again. */
async function doAll(product: Product, ops: readonly Op[], isRepeated: () => boolean): Promise<void> {
  const posted: Op[] = []
  for (const op of ops) {
    await untilAnswered(() => perform(product, op))
    if (op.kind === 'post') posted.push(op)
    const again = isRepeated() ? posted[Math.floor(posted.length / 2)] : undefined
    if (again) await untilAnswered(() => perform(product, again))
  }
}

export async function untilAnswered(work: () => Promise<void>): Promise<void> {
  await until(() => work().then(() => true), { what: 'an answer', limitMs: 180_000 })
}

async function perform(product: Product, op: Op): Promise<void> {
  if (op.kind === 'post') return post(product, op.batch)
  await drained(product)
  const [survivor, absorbed] = [
    await customerOf(product, op.survivor),
    await customerOf(product, op.absorbed),
  ]
  if (!survivor || !absorbed) return
  if (op.kind === 'merge') {
    if (survivor !== absorbed)
      await product.api('POST', `/customers/${survivor}/merges`, { absorbedId: absorbed })
    return
  }
  const { items } = await product.api<{ items: MergeView[] }>('GET', `/customers/${survivor}/merges`)
  const byHand = items.find(({ cause, canUndo }) => cause.startsWith('by ') && canUndo)
  if (byHand) await product.api('POST', `/merges/${byHand.id}/undo`)
}

/** Posts a batch; throws when it was not acknowledged. */
export async function post({ rapport, writeKey }: Product, batch: readonly Raw[]): Promise<void> {
  const answer = await fetch(`${rapport.url}/v1/batch`, {
    method: 'POST',
    headers: { Authorization: `Basic ${btoa(`${writeKey}:`)}`, 'Content-Type': 'application/json' },
    body: JSON.stringify({ batch }),
    signal: AbortSignal.timeout(30_000),
  })
  if (answer.status !== 200) throw new Error(`the batch was answered with ${answer.status}`)
}

/** Everything that was accepted is processed. */
export async function drained(product: Product): Promise<void> {
  await until(
    async () => {
      const status = await product.api<{ position: number; head: number }>('GET', '/ingest/status')
      return status.position >= status.head
    },
    { what: 'the pipeline catches up', limitMs: 120_000 },
  )
}

interface MergeView {
  readonly id: string
  readonly survivorId: string
  readonly absorbedId: string
  readonly absorbedName: string
  readonly cause: string
  readonly undoneAt: string | null
  readonly canUndo: boolean
}

interface CustomerView {
  readonly id: string
  readonly name: string
  readonly firstSeenAt: string
  readonly lastSeenAt: string
  readonly identifiers: readonly { kind: string; value: string; firstSeenAt: string; source: string }[]
  readonly traits: Readonly<Record<string, { value: unknown; source: string; at: string }>>
}

async function customerOf(product: Product, userId: string): Promise<string | null> {
  const { items } = await product.api<{ items: { id: string }[] }>('GET', `/customers?search=${userId}`)
  for (const { id } of items) {
    const { identifiers } = await product.api<CustomerView>('GET', `/customers/${id}`)
    if (identifiers.some(({ kind, value }) => kind === 'user_id' && value === userId)) return id
  }
  return null
}

/** All that the API shows of customers, events, merges, the quarantine and the catalogue, without times of processing. */
export async function visible(product: Product): Promise<unknown> {
  const rows = await pages<{ id: string; traits: unknown }>(product, '/customers?limit=200')
  const customers = []
  for (const { id } of rows) customers.push(await customer(product, id))
  const { items: events } = await product.api<{ items: CatalogueView[] }>('GET', '/events')
  const quarantine = await pages<QuarantineView>(product, '/quarantine?limit=200')
  return {
    customers: sorted(customers),
    listed: rows.length,
    count: await product.api('GET', '/customers/count'),
    quarantine: sorted(
      quarantine.map(({ source, reason, detail, message, state }) => ({
        source,
        reason,
        detail,
        message,
        state,
      })),
    ),
    catalogue: sorted(
      events.map(({ type, name, count, properties }) => ({
        type,
        name,
        count,
        properties: properties.map(({ path, types }) => `${path}: ${types.join(' ')}`),
      })),
    ),
  }
}

interface CatalogueView {
  readonly type: string
  readonly name: string
  readonly count: number
  readonly properties: readonly { path: string; types: string[] }[]
}

interface QuarantineView {
  readonly source: string
  readonly reason: string
  readonly detail: string
  readonly message: string
  readonly state: string
}

async function customer(product: Product, id: string) {
  const get = <T>(rest: string) => product.api<T>('GET', `/customers/${id}${rest}`)
  const { id: _, traits, ...rest } = await get<CustomerView>('')
  const { items: events } = await get<{ items: unknown[] }>('/event-counts')
  const { items: history } = await get<{ items: unknown[] }>('/trait-history')
  const { items: merges } = await get<{ items: MergeView[] }>('/merges')
  return {
    ...rest,
    traits: Object.fromEntries(
      Object.entries(traits).map(([name, { value, source, at }]) => [
        name,
        source === 'computed' ? value : { value, source, at },
      ]),
    ),
    events: sorted(events),
    history: sorted(history),
    merges: sorted(
      merges.map(({ survivorId, absorbedName, cause, undoneAt, canUndo }) => ({
        isSurvivor: survivorId === id,
        absorbedName,
        cause,
        isUndone: undoneAt !== null,
        canUndo,
      })),
    ),
  }
}

const sorted = <T>(items: readonly T[]): T[] =>
  [...items].sort((left, right) => (JSON.stringify(left) < JSON.stringify(right) ? -1 : 1))

async function pages<T>(product: Product, path: string): Promise<T[]> {
  const all: T[] = []
  let cursor: string | null = ''
  while (cursor !== null) {
    const page: { items: T[]; nextCursor: string | null } = await product.api(
      'GET',
      `${path}${cursor && `&cursor=${encodeURIComponent(cursor)}`}`,
    )
    all.push(...page.items)
    cursor = page.nextCursor
  }
  return all
}
