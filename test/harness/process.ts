import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { askBroker, copyPostgresFolder } from './broker'
import { onFreePort } from './free-port'
import { type Exit, keepProcess, untilReady } from './keep'

const ROOT = fileURLToPath(new URL('../..', import.meta.url))
const PROGRAM = join(ROOT, 'bin/rapport.mjs')
const DATA_DIR_PREFIX = 'rapport-data-'
const START_LIMIT_MS = 180_000
const STOP_GRACE_MS = 30_000

export interface RapportOptions {
  readonly dataDir: string
  /** A free port when absent; give the same one again to come back after a crash. */
  readonly port?: number
  /** Settings beyond the data folder and the address, which nothing else of this run's environment reaches. */
  readonly env?: Readonly<Record<string, string>>
  /** What follows `rapport start`. */
  readonly args?: readonly string[]
}

export interface RunningRapport {
  readonly url: string
  readonly port: number
  readonly pid: number
  output(): string
  readonly exited: Promise<Exit>
  /** Ends it without warning, as a power cut would, and waits until it is gone. */
  kill9(): Promise<void>
  /** Ctrl-C; resolves with how it ended. */
  stop(): Promise<Exit>
}

/** A data folder of one's own. It also goes when a run dies while a program uses it. */
export async function createDataDir(): Promise<{ path: string; remove(): Promise<void> }> {
  const path = await mkdtemp(join(tmpdir(), DATA_DIR_PREFIX))
  return { path, remove: () => rm(path, { recursive: true, force: true, maxRetries: 5 }) }
}

/** One with the tables made already: a first start spends most of its time on them. */
export async function createMigratedDataDir(): ReturnType<typeof createDataDir> {
  const folder = await createDataDir()
  await copyPostgresFolder(join(folder.path, 'postgres'))
  return folder
}

/** Starts the built program as a person would (`rapport start`) and waits until it serves. */
export async function spawnRapport(options: RapportOptions): Promise<RunningRapport> {
  const { port } = options
  // Outside a test run the program builds itself as it starts.
  if (process.env.RAPPORT_TEST_BROKER) await askBroker('/program')
  return port === undefined ? onFreePort((free) => start(options, free)) : start(options, port)
}

/** Programs of a test run live for seconds: optimizing what ran little of the embedded PostgreSQL is a fifth of their start. */
const testFlags = () => (process.env.RAPPORT_TEST_BROKER ? ['--wasm-tiering-budget=50000000'] : [])

async function start({ dataDir, env, args = [] }: RapportOptions, port: number): Promise<RunningRapport> {
  const node = await firstLineOf(PROGRAM)
  const program = await keepProcess({
    command: process.execPath,
    args: [...node.flags, ...testFlags(), PROGRAM, 'start', ...args],
    cwd: ROOT,
    env: {
      ...bareEnvironment(),
      ...node.env,
      ...env,
      RAPPORT_DATA_DIR: dataDir,
      RAPPORT_HOST: '127.0.0.1',
      RAPPORT_PORT: String(port),
    },
    stopBy: 'SIGINT',
    graceMs: STOP_GRACE_MS,
    removeIfAbandoned: isOurs(dataDir) ? [dataDir] : [],
  })
  const url = `http://127.0.0.1:${port}`
  // It names its address when it listens; before, another program may be answering there.
  const serves = async () => program.output().includes(url) && (await isHealthy(url))
  await untilReady(program, 'Rapport serves', serves, START_LIMIT_MS)
  return {
    url,
    port,
    pid: program.pid,
    output: program.output,
    exited: program.exited,
    kill9: async () => {
      program.signal('SIGKILL')
      await program.exited
    },
    stop: async () => {
      await program.stop()
      return program.exited
    },
  }
}

/** What any program needs; a developer's own settings must not change what a test sees. */
function bareEnvironment(): NodeJS.ProcessEnv {
  const { PATH, HOME, TMPDIR, LANG, TZ } = process.env
  return { PATH, HOME, TMPDIR, LANG, TZ }
}

/** Only a folder that `createDataDir` made is ever removed. */
function isOurs(dataDir: string): boolean {
  return dirname(dataDir) === tmpdir() && basename(dataDir).startsWith(DATA_DIR_PREFIX)
}

async function isHealthy(url: string): Promise<boolean> {
  const answer = await fetch(`${url}/health`, { signal: AbortSignal.timeout(5_000) })
  return answer.status === 200
}

/** What a program's first line has Node started with. */
async function firstLineOf(program: string): Promise<{ flags: string[]; env: Record<string, string> }> {
  const [first = ''] = (await readFile(program, 'utf8')).split('\n', 1)
  const words = first.split(' ')
  const flags = words.filter((word) => word.startsWith('--'))
  const settings = words.filter((word) => /^[A-Z_]+=/.test(word))
  return { flags, env: Object.fromEntries(settings.map((word) => word.split('=', 2))) }
}
