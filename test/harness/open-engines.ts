import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Facts, migrateClickHouse, openClickHouse } from '../../server/src/platform/clickhouse'
import { type Database, migratePostgres, openPostgres } from '../../server/src/platform/postgres'
import { copyPostgresFolder } from './broker'
import { serverEngines } from './engines'

export interface OpenEngines {
  readonly name: string
  readonly db: Database
  readonly facts: Facts
  close(): Promise<void>
}

/** Both embedded engines in a folder of their own, migrated. One pair a test file: chDB binds one folder a process. */
export async function openEmbeddedEngines(): Promise<OpenEngines> {
  const directory = await mkdtemp(join(tmpdir(), 'rapport-test-'))
  await copyPostgresFolder(join(directory, 'postgres'))
  const engines = await open(
    'embedded',
    { url: null, directory: join(directory, 'postgres') },
    { url: null, directory: join(directory, 'clickhouse') },
  )
  return afterClose(engines, () => rm(directory, { recursive: true, force: true }))
}

/** Databases of one's own on the real servers of this run, migrated. */
export async function openServerEngines(): Promise<OpenEngines> {
  const servers = await serverEngines()
  const engines = await open(
    'servers',
    { url: servers.databaseUrl, directory: '' },
    { url: servers.clickhouseUrl, directory: '' },
  )
  return afterClose(engines, servers.drop)
}

type Place = Parameters<typeof openPostgres>[0]

async function open(name: string, postgres: Place, clickhouse: Place): Promise<OpenEngines> {
  const [db, facts] = await Promise.all([openPostgres(postgres), openClickHouse(clickhouse)])
  await Promise.all([migratePostgres(db), migrateClickHouse(facts)])
  return { name, db, facts, close: async () => void (await Promise.all([db.close(), facts.close()])) }
}

function afterClose(engines: OpenEngines, clean: () => Promise<void>): OpenEngines {
  return {
    ...engines,
    close: async () => {
      await engines.close()
      await clean()
    },
  }
}
