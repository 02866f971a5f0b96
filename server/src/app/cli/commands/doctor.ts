import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { defineCommand } from 'citty'
import { leftoversOf } from '../../../flows/backup'
import { systemClock } from '../../../platform/clock'
import { type Config, loadConfig } from '../../../platform/config'
import { holdDataDir, holderOf } from '../../../platform/data-dir'
import type { Database } from '../../../platform/postgres'
import { connectRunningServer } from '../../../platform/running-server'
import { type Check, looked, ok, problem } from '../../doctor/check'
import { engineChecks } from '../../doctor/engines'
import { diskCheck, folderCheck, keyCheck, leftoversCheck, nodeCheck } from '../../doctor/machine'
import { doctorApi } from '../../doctor/routes'
import { commonArgs, say } from '../answer'

const marks: Readonly<Record<Check['state'], string>> = { ok: 'ok  ', warning: 'warn', problem: 'BAD ' }

export const doctor = defineCommand({
  meta: {
    name: 'doctor',
    description:
      'Looks at everything that keeps Rapport from working and says what to do: Node, data folder, disk, key, both engines, tables, pipeline, quarantine, e-mail, clocks. Asks the running server, or opens the engines itself while none runs. Exit code 1 when something is wrong; a warning is not.',
  },
  args: { json: commonArgs.json },
  run: ({ args }) =>
    say(args.json, async () => {
      const checks = await examine(loadConfig())
      if (checks.some(({ state }) => state === 'problem')) process.exitCode = 1
      return { json: { checks }, lines: checks.flatMap(linesOf) }
    }),
})

async function examine(config: Config): Promise<Check[]> {
  const { dataDir, secret } = config
  const holder = await holderOf(dataDir)
  const here = [
    nodeCheck(process.version),
    await looked('data folder', 'see its rights', () => folderCheck(dataDir, holder)),
    await looked('leftovers', 'see its rights', async () => leftoversCheck(await leftoversOf(dataDir))),
    await looked('disk', 'see its rights', () => diskCheck(dataDir)),
    await looked('secret key', 'see its rights', () => keyCheck(dataDir, secret !== null)),
  ]
  return [...here, ...(await (holder ? askServer(dataDir) : openEngines(config)))]
}

async function askServer(dataDir: string): Promise<Check[]> {
  try {
    const server = await connectRunningServer(dataDir)
    const { checks } = await server.call(doctorApi.checks)
    return [ok('server', `answers at ${server.url}`), ...checks]
  } catch (error) {
    const advice = 'it may be starting or ending; when it stays so, stop that process and start again'
    return [problem('server', `it does not answer: ${(error as Error).message}`, advice)]
  }
}

async function openEngines(config: Config): Promise<Check[]> {
  const { dataDir, databaseUrl, clickhouseUrl } = config
  const postgres = join(dataDir, 'postgres')
  const clickhouse = join(dataDir, 'clickhouse')
  const isNew = !(databaseUrl ?? existsSync(postgres)) || !(clickhouseUrl ?? existsSync(clickhouse))
  const stopped = ok('server', 'not running')
  if (isNew) return [stopped, ok('engines', 'their files are made at the first start')]
  const held = await holdDataDir(dataDir, systemClock())
  try {
    const checks = await openedBy(
      { url: databaseUrl, directory: postgres },
      { url: clickhouseUrl, directory: clickhouse },
      held.journal,
    )
    return [stopped, ...checks]
  } catch (error) {
    const advice = databaseUrl
      ? 'see that the server of DATABASE_URL runs and takes the user and password'
      : 'restore a backup if the files are damaged'
    return [stopped, problem('engines', `not to be opened: ${(error as Error).message}`, advice)]
  } finally {
    await held.release()
  }
}

type Place = { readonly url: string | null; readonly directory: string }

/** The engines are loaded only here: asking a server needs none. */
async function openedBy(postgres: Place, clickhouse: Place, journal: string): Promise<Check[]> {
  const { openPostgres } = await import('../../../platform/postgres')
  const { openClickHouse } = await import('../../../platform/clickhouse')
  const db = await openPostgres(postgres)
  try {
    const facts = await openClickHouse(clickhouse)
    const pipeline = () => pipelineAtRest(db, journal)
    return await engineChecks({ db, facts, now: systemClock, pipeline }).finally(() => facts.close())
  } finally {
    await db.close()
  }
}

async function pipelineAtRest(db: Database, directory: string) {
  const { openJournal } = await import('../../../platform/journal')
  const journal = await openJournal({ db, directory })
  try {
    return { position: await journal.positionOf('ingest'), head: await journal.head(), lastError: null }
  } finally {
    await journal.close()
  }
}

function linesOf({ name, state, finding, advice }: Check): string[] {
  return [`${marks[state]}  ${name}: ${finding}${advice ? ` → ${advice}` : ''}`]
}
