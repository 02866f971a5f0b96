import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { type Facts, migrateClickHouse, openClickHouse } from '../../server/src/platform/clickhouse'
import { type Journal, openJournal } from '../../server/src/platform/journal'
import { type Database, migratePostgres, openPostgres } from '../../server/src/platform/postgres'
import { copyPostgresFolder } from './broker'
import { serverEngines } from './engines'

interface Closable {
  close(): Promise<void>
}

export interface OpenFacts extends Closable {
  readonly facts: Facts
}

export interface OpenDatabase extends Closable {
  readonly db: Database
  readonly journal: Journal
  /** The same journal as the next start would find it, while nobody writes to it. */
  readonly openJournal: () => Promise<Journal>
}

export interface OpenEngines extends OpenFacts, OpenDatabase {
  readonly name: string
}

/** Both, to try the same on each: `describe.each(bothEngines)('… on $engine', ({ open }) => …)`. */
export const bothEngines = [
  { engine: 'the embedded engines', open: openEmbeddedEngines },
  { engine: 'real servers', open: openServerEngines },
] as const

/** The same with PostgreSQL alone. */
export const bothDatabases = [
  { engine: 'the embedded engine', open: openEmbeddedDatabase },
  { engine: 'a real server', open: openServerDatabase },
] as const

/** The same with ClickHouse alone. */
export const bothFacts = [
  { engine: 'the embedded engine', open: openEmbeddedFacts },
  { engine: 'a real server', open: openServerFacts },
] as const

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

/** The embedded PostgreSQL alone, migrated, in a folder that goes with it and has room for more. */
export async function openEmbeddedDatabase(): Promise<OpenDatabase & { readonly folder: string }> {
  const folder = await mkdtemp(join(tmpdir(), 'rapport-test-'))
  const directory = join(folder, 'postgres')
  await copyPostgresFolder(directory)
  const opened = await openDatabase({ url: null, directory }, () =>
    rm(folder, { recursive: true, force: true }),
  )
  return { ...opened, folder }
}

/** A database of one's own on the real PostgreSQL of this run, migrated. */
async function openServerDatabase(): Promise<OpenDatabase> {
  const servers = await serverEngines()
  return openDatabase({ url: servers.databaseUrl, directory: '' }, servers.drop)
}

async function openDatabase(place: Place, clean: () => Promise<void>): Promise<OpenDatabase> {
  const db = await openPostgres(place)
  await migratePostgres(db)
  const journals = await journalsBeside(db, place)
  const close = async () => void (await Promise.all([db.close(), journals.close()]))
  return afterClose({ ...journals, db, close }, clean)
}

/** The embedded ClickHouse alone in a folder of its own, migrated. */
export async function openEmbeddedFacts(): Promise<OpenFacts> {
  const directory = await mkdtemp(join(tmpdir(), 'rapport-test-'))
  return openFacts({ url: null, directory }, () => rm(directory, { recursive: true, force: true }))
}

/** A database of one's own on the real ClickHouse of this run, migrated. */
async function openServerFacts(): Promise<OpenFacts> {
  const servers = await serverEngines()
  return openFacts({ url: servers.clickhouseUrl, directory: '' }, servers.drop)
}

async function openFacts(place: Place, clean: () => Promise<void>): Promise<OpenFacts> {
  const facts = await openClickHouse(place)
  await migrateClickHouse(facts)
  return afterClose({ facts, close: () => facts.close() }, clean)
}

type Place = Parameters<typeof openPostgres>[0]

async function open(name: string, postgres: Place, clickhouse: Place): Promise<OpenEngines> {
  const [db, facts] = await Promise.all([openPostgres(postgres), openClickHouse(clickhouse)])
  await Promise.all([migratePostgres(db), migrateClickHouse(facts)])
  const journals = await journalsBeside(db, postgres)
  const close = async () => void (await Promise.all([db.close(), facts.close(), journals.close()]))
  return { ...journals, name, db, facts, close }
}

async function journalsBeside(db: Database, { directory }: Place) {
  const opened: Journal[] = []
  const open = async () => {
    const journal = await openJournal({ db, directory: join(dirname(directory), 'journal') })
    opened.push(journal)
    return journal
  }
  const journal = await open()
  return {
    journal,
    openJournal: open,
    close: async () => void (await Promise.all(opened.map((each) => each.close()))),
  }
}

function afterClose<T extends Closable>(engines: T, clean: () => Promise<void>): T {
  return {
    ...engines,
    close: async () => {
      await engines.close()
      await clean()
    },
  }
}
