import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { askBroker } from '../../../../../test/harness/broker'
import { type createDataDir, createMigratedDataDir } from '../../../../../test/harness/process'
import { until } from '../../../../../test/harness/until'

const program = fileURLToPath(new URL('../../../../dist/cli.mjs', import.meta.url))
let folder: Awaited<ReturnType<typeof createDataDir>>

beforeAll(async () => void (await askBroker('/program')), 240_000)
beforeEach(async () => {
  folder = await createMigratedDataDir()
})
afterEach(() => folder.remove())

/** `rapport start`, as the terminal runs it: no waiting until it serves. */
function startRapport(settings: Readonly<Record<string, string>> = {}) {
  const { PATH, HOME } = process.env
  const child = spawn(process.execPath, [program, 'start'], {
    env: { PATH, HOME, RAPPORT_DATA_DIR: folder.path, RAPPORT_PORT: '0', ...settings },
  })
  let said = ''
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (said += chunk))
  const exited = new Promise<{ code: number | null; signal: string | null }>((resolve) =>
    child.on('close', (code, signal) => resolve({ code, signal })),
  )
  const lock = join(folder.path, 'run', 'lock')
  return {
    signal: (name: NodeJS.Signals) => child.kill(name),
    said: () => said,
    exited,
    lock,
    holds: () => until(() => existsSync(lock), { what: 'Rapport holds its folder' }),
    serves: () => until(() => said.includes('is ready at'), { what: 'Rapport serves', limitMs: 60_000 }),
  }
}

test('Ctrl-C in the middle of the first start ends it cleanly and gives the folder back', async () => {
  await rm(join(folder.path, 'postgres'), { recursive: true })
  const rapport = startRapport()
  await rapport.holds()
  rapport.signal('SIGINT')
  expect(await rapport.exited).toEqual({ code: 0, signal: null })
  expect(existsSync(rapport.lock)).toBe(false)
  expect(rapport.said()).not.toContain('is ready at')
})

test('npm handing the same Ctrl-C on a second time does not cut the clean end short', async () => {
  const rapport = startRapport()
  await rapport.serves()
  rapport.signal('SIGINT')
  rapport.signal('SIGINT')
  expect(await rapport.exited).toEqual({ code: 0, signal: null })
  expect(existsSync(rapport.lock)).toBe(false)
})

test('an open connection that sends nothing does not keep it from ending', async () => {
  const rapport = startRapport()
  await rapport.serves()
  const url = /http:\/\/\S+/.exec(rapport.said())?.[0] ?? ''
  const stuck = fetch(`${url}/v1/batch`, {
    method: 'POST',
    body: new ReadableStream({ start: (controller) => controller.enqueue(new Uint8Array([91])) }),
    duplex: 'half',
  } as RequestInit).catch((error: unknown) => error)
  await fetch(`${url}/health`)
  rapport.signal('SIGTERM')
  expect(await rapport.exited).toEqual({ code: 0, signal: null })
  await stuck
})

test.each([
  [{ RAPPORT_HOST: '999.1.1.1' }, /port 0 of 999\.1\.1\.1 .*RAPPORT_HOST/],
  [{ DATABASE_URL: 'postgres://u:hidden@127.0.0.1:1/x' }, /DATABASE_URL at 127\.0\.0\.1:1 .*ECONNREFUSED/],
  [{ CLICKHOUSE_URL: 'http://u:hidden@127.0.0.1:1/x' }, /CLICKHOUSE_URL at 127\.0\.0\.1:1 .*ECONNREFUSED/],
  [{ RAPPORT_DATA_DIR: '/etc/hostname' }, /RAPPORT_DATA_DIR .*ENOTDIR/],
  [{ RAPPORT_DATA_DIR: '/proc/x' }, /RAPPORT_DATA_DIR .*ENOENT/],
  [{ RAPPORT_PUBLIC_URL: 'javascript:alert' }, /RAPPORT_PUBLIC_URL: not an http/],
])('a setting that leads nowhere is one line that names it: %j', async (settings, says) => {
  const rapport = startRapport(settings)
  expect((await rapport.exited).code).toBe(1)
  expect(rapport.said()).toMatch(/^rapport: [^\n]+\n$/)
  expect(rapport.said()).toMatch(says)
  expect(rapport.said()).not.toContain('hidden')
})

test('what keeps it from starting is one line and exit code 1, and the folder is free again', async () => {
  const first = startRapport()
  await first.serves()
  const second = startRapport()
  expect((await second.exited).code).toBe(1)
  expect(second.said()).toMatch(/^rapport: the data folder \S+ is held by process \d+, started [^\n]+\n$/)
  first.signal('SIGINT')
  expect((await first.exited).code).toBe(0)
})
