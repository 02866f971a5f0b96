import { mkdtemp, rm } from 'node:fs/promises'
import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { buildIfStale } from '../../scripts/build.mjs'
import { migratePostgres, openPostgres } from '../../server/src/platform/postgres'
import { startClickHouse } from './clickhouse-server'
import { startPostgres } from './postgres-server'
import { startProduct } from './product'

interface Engine {
  readonly url: string
  stop(): Promise<void>
}

/**
 * What a whole test run shares: one PostgreSQL, one ClickHouse, one build of the program, one folder of the embedded
 * PostgreSQL to copy (making one takes ten seconds of a processor) and one running product, in which a test file has a
 * workspace of its own; each made when a test first asks for it. Test files run in processes of their own, so they ask
 * this broker over HTTP, at the address in RAPPORT_TEST_BROKER; the run's own process keeps the servers.
 */
export default async function setup(): Promise<() => Promise<void>> {
  const starters: Record<string, () => Promise<Engine>> = {
    '/postgres': once(startPostgres),
    '/clickhouse': once(startClickHouse),
    '/program': once(buildProgram),
    '/postgres-folder': once(makePostgresFolder),
    '/product': once(startSharedProduct),
  }
  const started = new Set<Promise<Engine>>()
  const broker = createServer((request, response) => {
    const engine = starters[request.url ?? '']?.()
    if (!engine) return void response.writeHead(404).end()
    started.add(engine)
    answer(engine, response)
  })
  await new Promise<void>((resolve) => broker.listen(0, '127.0.0.1', resolve))
  process.env.RAPPORT_TEST_BROKER = `http://127.0.0.1:${(broker.address() as AddressInfo).port}`
  return async () => {
    broker.close()
    broker.closeAllConnections()
    for (const engine of await Promise.allSettled(started)) {
      if (engine.status === 'fulfilled') await engine.value.stop()
    }
  }
}

/** Two test files that start the program must not build it at the same time. */
async function buildProgram(): Promise<Engine> {
  await buildIfStale()
  return { url: '', stop: async () => {} }
}

/** An embedded database that is migrated and closed. */
async function makePostgresFolder(): Promise<Engine> {
  const folder = await mkdtemp(join(tmpdir(), 'rapport-postgres-'))
  const directory = join(folder, 'postgres')
  const db = await openPostgres({ url: null, directory })
  await migratePostgres(db)
  await db.close()
  return { url: directory, stop: () => rm(folder, { recursive: true, force: true }) }
}

/** The product that many test files share; the answer says where it listens and where its data lies. */
async function startSharedProduct(): Promise<Engine> {
  const { rapport, dataDir, remove } = await startProduct()
  let isStopping = false
  // Its users would only see that nobody answers.
  void rapport.exited.then(({ code, signal }) => {
    if (!isStopping)
      process.stderr.write(`The shared product ended (${code ?? signal}):\n${rapport.output()}\n`)
  })
  const stop = () => {
    isStopping = true
    return remove()
  }
  return { url: JSON.stringify({ url: rapport.url, dataDir }), stop }
}

function once<T>(start: () => Promise<T>): () => Promise<T> {
  let result: Promise<T> | undefined
  return () => {
    result ??= start()
    return result
  }
}

function answer(engine: Promise<Engine>, response: ServerResponse): void {
  engine.then(
    ({ url }) => response.end(url),
    (error) => response.writeHead(500).end(String(error)),
  )
}
