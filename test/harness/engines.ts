import { randomBytes } from 'node:crypto'
import { createClient } from '@clickhouse/client'
import { Client } from 'pg'
import { askBroker } from './broker'

/** A database of one's own on each of the real servers of this test run. */
export interface ServerEngines {
  readonly databaseUrl: string
  readonly clickhouseUrl: string
  /** Removes both databases, with whoever is still connected to them. */
  drop(): Promise<void>
}

/**
 * Fresh, empty databases on the real PostgreSQL and ClickHouse of this run, for one caller alone. The
 * servers start with the first call, unless RAPPORT_TEST_DATABASE_URL and RAPPORT_TEST_CLICKHOUSE_URL
 * name others.
 */
export async function serverEngines(): Promise<ServerEngines> {
  const name = `rapport_${randomBytes(6).toString('hex')}`
  const [postgres, clickhouse] = await Promise.all([
    process.env.RAPPORT_TEST_DATABASE_URL || askBroker('/postgres'),
    process.env.RAPPORT_TEST_CLICKHOUSE_URL || askBroker('/clickhouse'),
  ])
  await inPostgres(postgres, `CREATE DATABASE ${name}`)
  await inClickHouse(clickhouse, `CREATE DATABASE ${name}`)
  return {
    databaseUrl: withDatabase(postgres, name),
    clickhouseUrl: withDatabase(clickhouse, name),
    drop: async () => {
      await inPostgres(postgres, `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`)
      await inClickHouse(clickhouse, `DROP DATABASE IF EXISTS ${name} SYNC`)
    },
  }
}

function withDatabase(url: string, name: string): string {
  const address = new URL(url)
  address.pathname = `/${name}`
  return address.href
}

async function inPostgres(url: string, statement: string): Promise<void> {
  const client = new Client({ connectionString: url })
  await client.connect()
  await client.query(statement).finally(() => client.end())
}

async function inClickHouse(url: string, statement: string): Promise<void> {
  const client = createClient({ url })
  await client.command({ query: statement }).finally(() => client.close())
}
