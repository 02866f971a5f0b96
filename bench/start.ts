import { readFile } from 'node:fs/promises'
import { createDataDir, spawnRapport } from '../test/harness/process'
import type { BenchReport } from './report'

/** From the command to the first page served, on an empty folder and on one that is there, and what the idle process holds. */
export async function run(): Promise<BenchReport> {
  const { path: dataDir, remove } = await createDataDir()
  try {
    const [first, again] = [await once(dataDir), await once(dataDir)]
    return {
      name: 'start',
      figures: [
        { name: 'first start to first page', value: first.seconds, unit: 's' },
        { name: 'second start to first page', value: again.seconds, unit: 's', target: '< 10' },
        { name: 'idle memory after the second start', value: again.memory, unit: 'MiB', target: 'about 570' },
      ],
    }
  } finally {
    await remove()
  }
}

async function once(dataDir: string): Promise<{ seconds: number; memory: number }> {
  const started = performance.now()
  const rapport = await spawnRapport({ dataDir })
  const page = await fetch(`${rapport.url}/`)
  if (!page.ok || !(await page.text()).includes('<div id="root"'))
    throw new Error(`the console answered ${page.status}`)
  const seconds = (performance.now() - started) / 1000
  await new Promise((resolve) => setTimeout(resolve, 3_000))
  const status = await readFile(`/proc/${rapport.pid}/status`, 'utf8')
  await rapport.stop()
  return { seconds, memory: Number(/VmRSS:\s+(\d+)/.exec(status)?.[1] ?? 0) / 1024 }
}
