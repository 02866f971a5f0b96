import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { isRunning } from './killed-run'
import { createMigratedDataDir, type RunningRapport, spawnRapport } from './process'

// The first one builds the program and the console, perhaps on a busy machine.
vi.setConfig({ testTimeout: 300_000 })

let folder: Awaited<ReturnType<typeof createMigratedDataDir>>
let rapport: RunningRapport | undefined

beforeEach(async () => {
  folder = await createMigratedDataDir()
})
afterEach(async () => {
  await rapport?.stop()
  await folder.remove()
})

test('serves, and ends cleanly on Ctrl-C', async () => {
  rapport = await spawnRapport({ dataDir: folder.path })
  expect((await fetch(`${rapport.url}/health`)).status).toBe(200)
  expect(await rapport.stop()).toEqual({ code: 0, signal: null })
})

test('comes back at the same address on the same data after kill -9', async () => {
  rapport = await spawnRapport({ dataDir: folder.path })
  const { port, pid } = rapport
  await rapport.kill9()
  expect(isRunning(pid)).toBe(false)
  rapport = await spawnRapport({ dataDir: folder.path, port })
  expect((await fetch(`http://127.0.0.1:${port}/health`)).status).toBe(200)
})

test('says what the program said when it does not start', async () => {
  const start = spawnRapport({ dataDir: folder.path, env: { RAPPORT_LOG_LEVEL: 'nonsense' } })
  await expect(start).rejects.toThrow(/RAPPORT_LOG_LEVEL/)
})

test('is not taken in by another program that answers at the port', async () => {
  const other = createServer((_, answer) => answer.writeHead(200).end())
  await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve))
  const { port } = other.address() as AddressInfo
  await expect(spawnRapport({ dataDir: folder.path, port })).rejects.toThrow(
    `port ${port} of 127.0.0.1 is taken`,
  )
  other.close()
})
