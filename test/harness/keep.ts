import { type ChildProcess, spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import type { KeeperNews, KeeperOrder, KeeperPlan } from './keeper.mjs'
import { until } from './until'

const KEEPER = fileURLToPath(new URL('./keeper.mjs', import.meta.url))
/** Enough of a server's last words to explain a failure. */
const OUTPUT_CHARS_MAX = 256 * 1024

export type { KeeperPlan }

export interface Exit {
  readonly code: number | null
  readonly signal: NodeJS.Signals | null
}

/** A process that cannot outlive the one that started it. */
export interface KeptProcess {
  readonly pid: number
  /** The last part of what it wrote to stdout and stderr, in order of arrival. */
  output(): string
  /** Settles when it has ended, by whatever cause, and its folders are gone. */
  readonly exited: Promise<Exit>
  signal(signal: NodeJS.Signals): void
  /** Asks it to end, kills it after the plan's grace, resolves when it is gone. Safe to call twice. */
  stop(): Promise<void>
}

/** Starts a process under a keeper (see keeper.mjs): it ends with us even when we are killed. */
export async function keepProcess(plan: KeeperPlan): Promise<KeptProcess> {
  const keeper = spawn(process.execPath, [KEEPER], {
    detached: true,
    env: { PATH: process.env.PATH },
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  })
  const output = captureOutput(keeper)
  const exited = awaitExit(keeper)
  const order = (given: KeeperOrder) => {
    if (keeper.connected) keeper.send(given)
  }
  order({ kind: 'run', plan: { ...plan, env: plan.env ?? process.env } })
  const pid = await awaitStart(keeper, plan.command)
  const stop = async () => {
    order({ kind: 'stop' })
    await exited
  }
  return { pid, output, exited, signal: (signal) => order({ kind: 'signal', signal }), stop }
}

/** Waits until `probe` says yes; a process that ends first, or never answers, is stopped and reported with its output. */
export async function untilReady(
  server: KeptProcess,
  what: string,
  probe: () => Promise<boolean>,
  limitMs = 60_000,
): Promise<void> {
  let gone: string | undefined
  void server.exited.then(() => {
    gone = 'the process ended'
  })
  try {
    // Somebody else may answer at the address of a process that has ended.
    await until(async () => (await probe()) && gone === undefined, { what, limitMs, hopeless: () => gone })
  } catch (error) {
    await server.stop()
    throw new Error(`${String(error)}\n${server.output()}`, { cause: error })
  }
}

function awaitStart(keeper: ChildProcess, command: string): Promise<number> {
  return new Promise((resolve, reject) => {
    keeper.on('error', reject)
    keeper.on('message', (news: KeeperNews) => {
      if (news.kind === 'started') resolve(news.pid)
      if (news.kind === 'failed') reject(new Error(`${command} did not start: ${news.message}`))
    })
  })
}

/** Waits for the keeper itself, because it removes the folders after the server has gone. */
function awaitExit(keeper: ChildProcess): Promise<Exit> {
  let exit: Exit = { code: null, signal: null }
  keeper.on('message', (news: KeeperNews) => {
    if (news.kind === 'exited') exit = { code: news.code, signal: news.signal }
  })
  return new Promise((resolve) => keeper.once('close', () => resolve(exit)))
}

function captureOutput(keeper: ChildProcess): () => string {
  let text = ''
  const append = (chunk: Buffer) => {
    text = (text + chunk.toString('utf8')).slice(-OUTPUT_CHARS_MAX)
  }
  keeper.stdout?.on('data', append)
  keeper.stderr?.on('data', append)
  return () => text
}
