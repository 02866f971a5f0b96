/** A run that starts what it is told, says where it is, and then hangs until it is killed. */
import { launchBrowser } from './chromium'
import { startClickHouse } from './clickhouse-server'
import type { Started } from './killed-run'
import { startPostgres } from './postgres-server'

const start: Record<string, () => Promise<Started>> = {
  postgres: startPostgres,
  clickhouse: startClickHouse,
  chromium: startChromium,
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
