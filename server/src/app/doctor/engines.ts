import type { Facts } from '../../platform/clickhouse'
import type { Clock } from '../../platform/clock'
import { migrations } from '../../platform/migrations'
import type { Database } from '../../platform/postgres'
import { type Check, looked, ok, problem, warning } from './check'

const clockDriftMsMax = 5_000
const postgresVersionMin = 150_000
const behindMax = 2_000

export interface EngineParts {
  readonly db: Database
  readonly facts: Facts
  readonly now: Clock
  /** How far the pipeline is, and what it says of itself if it runs. */
  readonly pipeline: () => Promise<{ position: number; head: number; lastError: string | null }>
}

/** Everything that the two engines know about how the installation is; the rest is not asked of one that does not answer. */
export async function engineChecks(parts: EngineParts): Promise<Check[]> {
  const { db, facts } = parts
  const engines = [
    await looked('postgresql', adviceFor(db, 'DATABASE_URL'), () => postgresCheck(db)),
    await looked('clickhouse', adviceFor(facts, 'CLICKHOUSE_URL'), () => clickhouseCheck(facts)),
  ]
  if (engines.some(({ state }) => state === 'problem')) return engines
  if (!(await hasTables(parts))) return [...engines, ok('tables', 'none yet: the first start makes them')]
  const log = 'see the log of the server'
  return [
    ...engines,
    await looked('tables', log, () => tablesCheck(parts)),
    await looked('pipeline', log, () => pipelineCheck(parts)),
    await looked('quarantine', log, () => quarantineCheck(db)),
    ...(await emailChecks(db).catch((error) => [problem('e-mail', String(error), log)])),
    await looked('clock', log, () => clockCheck(parts)),
  ]
}

function adviceFor({ engine }: Database | Facts, setting: string): string {
  return engine === 'embedded'
    ? 'restore a backup if its files are damaged'
    : `see that the server of ${setting} runs and takes the user and password`
}

/** A server that was given an empty database has none before the first start. */
async function hasTables({ db, facts }: EngineParts): Promise<boolean> {
  const [known] = await db.query<{ at: string | null }>(`SELECT to_regclass('schema_migrations')::text AS at`)
  const [table] = await facts.query<{ found: number }>('EXISTS TABLE schema_migrations')
  return Boolean(known?.at) && Object.values(table ?? {})[0] === 1
}

async function postgresCheck(db: Database): Promise<Check> {
  const [row] = await db.query<{ version: string; number: string }>(
    `SELECT version() AS version, current_setting('server_version_num') AS number`,
  )
  const says = `${row?.version.split(' on ')[0]}, ${db.engine}`
  return Number(row?.number) >= postgresVersionMin
    ? ok('postgresql', says)
    : problem('postgresql', says, 'move to PostgreSQL 15 or newer')
}

async function clickhouseCheck(facts: Facts): Promise<Check> {
  const [row] = await facts.query<{ version: string }>('SELECT version() AS version')
  return ok('clickhouse', `ClickHouse ${row?.version}, ${facts.engine}`)
}

/** Files of tables that the engines have not seen, and such as this program does not know. */
async function tablesCheck({ db, facts }: EngineParts): Promise<Check> {
  const text = 'SELECT name FROM schema_migrations ORDER BY name'
  const applied = [
    ...(await db.query<{ name: string }>(text)),
    ...(await facts.query<{ name: string }>(text)),
  ]
  const ours = [...(await migrations('postgres')), ...(await migrations('clickhouse'))]
  const missing = ours.filter(({ name }) => !applied.some((one) => one.name === name))
  const unknown = applied.filter(({ name }) => !ours.some((one) => one.name === name))
  if (unknown.length > 0)
    return problem(
      'tables',
      `the data was written by a newer Rapport (${unknown.map(({ name }) => name).join(', ')})`,
      'run that version or a newer one, or restore a backup of this one',
    )
  return missing.length === 0
    ? ok('tables', `up to date, ${ours.length} migrations`)
    : warning(
        'tables',
        `${missing.map(({ name }) => name).join(', ')} to come`,
        'the next start applies them',
      )
}

async function pipelineCheck({ pipeline }: EngineParts): Promise<Check> {
  const { position, head, lastError } = await pipeline()
  const behind = Math.max(0, head - position)
  const says = `position ${position} of ${head}, ${behind === 0 ? 'nothing' : behind} waiting`
  if (lastError)
    return problem(
      'pipeline',
      `${says}; last error: ${lastError}`,
      'events are kept and it tries again by itself; mend the cause, which the log of the server tells',
    )
  return behind > behindMax
    ? warning('pipeline', says, 'normal after a large import; look again: the number has to fall')
    : ok('pipeline', says)
}

async function quarantineCheck(db: Database): Promise<Check> {
  const rows = await db.query<{ slug: string; count: number }>(
    `SELECT w.slug, count(*) AS count
     FROM quarantined_events q
     JOIN workspaces w ON w.workspace_id = q.workspace_id
     WHERE q.state = 'open' AND w.deleted_at IS NULL
     GROUP BY w.slug
     ORDER BY w.slug`,
  )
  if (rows.length === 0) return ok('quarantine', 'no message was put aside')
  const says = rows.map(({ slug, count }) => `${slug}: ${count}`).join(', ')
  return warning(
    'quarantine',
    `messages put aside: ${says}`,
    'mend and replay them in the console under Events',
  )
}

interface ChannelRow {
  readonly slug: string
  readonly settings: string | null
  readonly trouble: string | null
  readonly answer: string | null
}

/** One line a workspace. */
async function emailChecks(db: Database): Promise<Check[]> {
  const rows = await db.query<ChannelRow>(
    `SELECT w.slug, c.settings, c.trouble, c.trouble_answer AS answer
     FROM workspaces w
     LEFT JOIN email_channels c ON c.workspace_id = w.workspace_id
     WHERE w.deleted_at IS NULL
     ORDER BY w.slug`,
  )
  return rows.map(emailCheck)
}

function emailCheck({ slug, settings, trouble, answer }: ChannelRow): Check {
  const name = `e-mail of ${slug}`
  if (settings === null)
    return warning(name, 'not set up: nothing can be sent', 'enter a mail server under Settings → E-mail')
  const { host, bounceAddress = '' } = JSON.parse(settings) as { host?: string; bounceAddress?: string }
  if (trouble)
    return problem(
      name,
      `sending waits: ${trouble} ${answer ?? ''}`.trim(),
      'check host, user and password under Settings → E-mail; it tries again by itself',
    )
  return ok(name, `through ${host}, returned mail to ${bounceAddress || 'the sender'}`)
}

/** The engines' clocks against ours, each asked between two looks at our own. */
async function clockCheck({ db, facts, now }: EngineParts): Promise<Check> {
  const drifts = [
    await driftOf(now, async () => {
      const [row] = await db.query<{ at: number }>(
        'SELECT (extract(epoch FROM clock_timestamp()) * 1000)::float8 AS at',
      )
      return row?.at ?? 0
    }),
    await driftOf(now, async () => {
      const [row] = await facts.query<{ at: number }>('SELECT toUnixTimestamp64Milli(now64(3)) AS at')
      return row?.at ?? 0
    }),
  ]
  const drift = Math.max(...drifts)
  const says = drift === 0 ? 'the engines agree with this machine' : `up to ${Math.round(drift)} ms apart`
  return drift > clockDriftMsMax
    ? problem('clock', says, 'set the clocks of all machines by NTP: windows and schedules go by them')
    : ok('clock', says)
}

/** How far `ask` lies outside the stretch in which it was asked; 0 inside. */
async function driftOf(now: Clock, ask: () => Promise<number>): Promise<number> {
  const before = now().getTime()
  const at = await ask()
  const after = now().getTime()
  return Math.max(0, before - at - 1, at - after - 1)
}
