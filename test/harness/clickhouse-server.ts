import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { freePort, onFreePort } from './free-port'
import { keepProcess, untilReady } from './keep'

const LAUNCHER = fileURLToPath(new URL('./clickhouse-launcher.mjs', import.meta.url))
const STOP_GRACE_MS = 10_000
/** Leaves room on a shared machine; a query that needs more fails instead of swapping. */
const MEMORY_BYTES_MAX = 4 * 1024 ** 3

/** Opens the ports, then reads its standard input, which its keeper holds open: it ends even if the keeper is killed. */
const SERVE = `
  SYSTEM START LISTEN HTTP;
  SYSTEM START LISTEN TCP;
  SELECT count() FROM file('stdin', LineAsString)`

export interface ClickHouseServer {
  /** Address of the HTTP interface; its user is "default" without a password. */
  readonly url: string
  readonly pid: number
  /** Where its data lies until it stops. */
  readonly folder: string
  stop(): Promise<void>
}

/**
 * Starts a real ClickHouse (the version inside the chdb package) on free ports of 127.0.0.1, in a folder of
 * its own that goes with it. The server ends when this process ends.
 */
export function startClickHouse(): Promise<ClickHouseServer> {
  return onFreePort(async (port) => {
    const folder = await mkdtemp(join(tmpdir(), 'rapport-clickhouse-'))
    try {
      return await startIn(folder, port)
    } catch (error) {
      await rm(folder, { recursive: true, force: true })
      throw error
    }
  })
}

async function startIn(folder: string, port: number): Promise<ClickHouseServer> {
  const config = join(folder, 'config.xml')
  await writeFile(
    config,
    `<clickhouse><max_server_memory_usage>${MEMORY_BYTES_MAX}</max_server_memory_usage></clickhouse>`,
  )
  await mkdir(join(folder, 'data'))
  const server = await keepProcess({
    command: process.execPath,
    args: [
      LAUNCHER,
      libraryPath(),
      '--listen_host=127.0.0.1',
      `--http_port=${port}`,
      `--tcp_port=${await freePort()}`,
      `--path=${join(folder, 'data')}`,
      `--config-file=${config}`,
      `--query=${SERVE}`,
    ],
    cwd: folder,
    env: { PATH: process.env.PATH, TZ: 'UTC' },
    // Asked politely it waits five seconds for idle connections, and its folder goes anyway.
    stopBy: 'SIGKILL',
    graceMs: STOP_GRACE_MS,
    removeOnExit: [folder],
  })
  const url = `http://127.0.0.1:${port}`
  await untilReady(server, 'ClickHouse answers', () => canQuery(url))
  return { url, pid: server.pid, folder, stop: server.stop }
}

/** The library lies in the package that chdb chose for this machine; chdb itself is the server's dependency. */
function libraryPath(): string {
  const fromServer = createRequire(new URL('../../server/package.json', import.meta.url))
  const fromChdb = createRequire(fromServer.resolve('chdb'))
  const libc = process.platform === 'linux' ? '-gnu' : ''
  return join(dirname(fromChdb.resolve(`@chdb/lib-${process.platform}-${process.arch}${libc}`)), 'libchdb.so')
}

async function canQuery(url: string): Promise<boolean> {
  const answer = await fetch(`${url}/?query=SELECT+1`, { signal: AbortSignal.timeout(2_000) })
  return answer.ok && (await answer.text()) === '1\n'
}
