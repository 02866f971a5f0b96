/** A run that starts what it is told, says where it is, and then hangs until it is killed. */
import { launchBrowser } from './chromium'
import { startClickHouse } from './clickhouse-server'
import { keepProcess } from './keep'
import type { Started } from './killed-run'
import { startPostgres } from './postgres-server'
import { createDataDir } from './process'

const start: Record<string, () => Promise<Started>> = {
  postgres: startPostgres,
  clickhouse: startClickHouse,
  chromium: startChromium,
  program: startProgram,
}
const { pid, folder } = (await start[process.argv[2] ?? '']?.()) ?? { pid: 0, folder: '' }
console.log(JSON.stringify({ pid, folder }))
setInterval(() => {}, 60_000)

async function startChromium(): Promise<Started> {
  const browser = await launchBrowser()
  const session = await browser.newBrowserCDPSession()
  const { processInfo } = await session.send('SystemInfo.getProcessInfo')
  return { pid: processInfo.find(({ type }) => type === 'browser')?.id ?? 0, folder: '' }
}

async function startProgram(): Promise<Started> {
  const { path } = await createDataDir()
  const args = ['-e', 'setInterval(() => {}, 60_000)']
  const { pid } = await keepProcess({
    command: process.execPath,
    args,
    stopBy: 'SIGTERM',
    graceMs: 1_000,
    removeIfAbandoned: [path],
  })
  return { pid, folder: path }
}
