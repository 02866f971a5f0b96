import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { buildIfStale } from '../../scripts/build.mjs'
import { startClickHouse } from './clickhouse-server'
import { startPostgres } from './postgres-server'

interface Engine {
  readonly url: string
  stop(): Promise<void>
}

/**
 * What a whole test run shares: one PostgreSQL, one ClickHouse and one build of the program, each made when
 * a test first asks for it. Test files run in processes of their own, so they ask this broker over HTTP,
 * at the address in RAPPORT_TEST_BROKER; the run's own process keeps the servers.
 */
export default async function setup(): Promise<() => Promise<void>> {
  const starters: Record<string, () => Promise<Engine>> = {
    '/postgres': once(startPostgres),
    '/clickhouse': once(startClickHouse),
    '/program': once(buildProgram),
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
