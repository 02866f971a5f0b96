import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { TestProject } from 'vitest/node'
import { startClickHouse } from './clickhouse-server'
import { startPostgres } from './postgres-server'

declare module 'vitest' {
  export interface ProvidedContext {
    /** Address of the broker that starts an engine when a test first asks for it. */
    engineBroker: string
  }
}

interface Engine {
  readonly url: string
  stop(): Promise<void>
}

/**
 * One PostgreSQL and one ClickHouse for a whole test run, each started when a test first asks for it. Test
 * files run in processes of their own, so they ask over HTTP; the run's own process keeps the servers.
 */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const starters: Record<string, () => Promise<Engine>> = {
    '/postgres': once(startPostgres),
    '/clickhouse': once(startClickHouse),
  }
  const started = new Set<Promise<Engine>>()
  const broker = createServer((request, response) => {
    const engine = starters[request.url ?? '']?.()
    if (!engine) return void response.writeHead(404).end()
    started.add(engine)
    answer(engine, response)
  })
  await new Promise<void>((resolve) => broker.listen(0, '127.0.0.1', resolve))
  project.provide('engineBroker', `http://127.0.0.1:${(broker.address() as AddressInfo).port}`)
  return async () => {
    broker.close()
    broker.closeAllConnections()
    for (const engine of await Promise.allSettled(started)) {
      if (engine.status === 'fulfilled') await engine.value.stop()
    }
  }
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
