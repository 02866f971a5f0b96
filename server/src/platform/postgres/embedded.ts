import { existsSync } from 'node:fs'
import { mkdir } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { Worker } from 'node:worker_threads'
import type { Database, Queryable, Row } from './database'
import { transact } from './transact'

type Answer =
  | { kind: 'ready' }
  | { kind: 'done'; id: number; rows: Row[] }
  | { kind: 'failed'; id: number; message: string; code?: string; detail?: string }

type Pending = { resolve: (rows: Row[]) => void; reject: (error: Error) => void }

/** What its JavaScript makes is short-lived: the large nursery that the process has would only be held, 100 MB of it. */
const youngMb = 24

/**
 * PostgreSQL in the process: PGlite in a thread of its own, files in `directory`. It has one connection: what is not of
 * an open transaction waits until that ends. Statements are sent on without waiting for the answer to the one before; the
 * thread takes them in order. The caller holds the data folder's lock; PGlite takes none.
 */
export async function openEmbeddedPostgres(directory: string): Promise<Database> {
  if (!existsSync(join(directory, 'PG_VERSION'))) await createCluster(directory)
  const worker = new Worker(new URL('./embedded-worker.mjs', import.meta.url), {
    workerData: { directory },
    resourceLimits: { maxYoungGenerationSizeMb: youngMb },
  })
  const pending = new Map<number, Pending>()
  await ready(worker)
  let nextId = 0
  let turn: Promise<unknown> = Promise.resolve()
  /** Those that have their turn or wait for it. */
  let turns = 0

  worker.on('message', (answer: Answer) => settle(pending, answer))
  worker.on('error', (error) => rejectAll(pending, error))
  worker.on('exit', () => rejectAll(pending, new Error('the PostgreSQL thread ended')))

  const call = (kind: 'query' | 'script' | 'close', text: string, params?: readonly unknown[]) =>
    new Promise<Row[]>((resolve, reject) => {
      nextId += 1
      pending.set(nextId, { resolve, reject })
      worker.postMessage({ id: nextId, kind, text, params })
    })

  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    turns += 1
    const result = turn.then(work).finally(() => {
      turns -= 1
    })
    turn = result.catch(() => undefined)
    return result
  }

  const direct: Queryable = {
    query: async <R extends object>(text: string, params?: readonly unknown[]) =>
      (await call('query', text, params)) as R[],
  }

  return {
    engine: 'embedded',
    query: (text, params) =>
      turns === 0 ? direct.query(text, params) : turn.then(() => direct.query(text, params)),
    script: (text) => inTurn(async () => void (await call('script', text))),
    transaction: (work) => inTurn(() => transact(direct, work)),
    close: () =>
      inTurn(async () => {
        await call('close', '')
        worker.removeAllListeners('exit')
        await worker.terminate()
      }),
  }
}

/** Making the files takes half a gigabyte that the engine never gives back: it is done in a thread that then ends. */
async function createCluster(directory: string): Promise<void> {
  await mkdir(dirname(directory), { recursive: true })
  const worker = new Worker(new URL('./embedded-worker.mjs', import.meta.url), { workerData: { directory } })
  await ready(worker)
  const closed = new Promise((resolve) => worker.once('message', resolve))
  worker.postMessage({ id: 0, kind: 'close', text: '' })
  await closed
  await worker.terminate()
}

function ready(worker: Worker): Promise<void> {
  return new Promise((resolve, reject) => {
    worker.once('message', () => {
      worker.off('error', reject)
      resolve()
    })
    worker.once('error', reject)
  })
}

function settle(pending: Map<number, Pending>, answer: Answer): void {
  if (answer.kind === 'ready') return
  const waiting = pending.get(answer.id)
  pending.delete(answer.id)
  if (answer.kind === 'done') waiting?.resolve(answer.rows)
  else waiting?.reject(Object.assign(new Error(answer.message), { code: answer.code, detail: answer.detail }))
}

function rejectAll(pending: Map<number, Pending>, error: Error): void {
  for (const waiting of pending.values()) waiting.reject(error)
  pending.clear()
}
