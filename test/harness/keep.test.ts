import { existsSync } from 'node:fs'
import { mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { type KeeperPlan, keepProcess, untilReady } from './keep'
import { isRunning, runAndKill } from './killed-run'
import { until } from './until'

const SAYS_READY_AND_STAYS = "console.log('ready'); setInterval(() => {}, 1000)"
const IGNORES_SIGTERM = `process.on('SIGTERM', () => {}); ${SAYS_READY_AND_STAYS}`

function plan(script: string, changes: Partial<KeeperPlan> = {}): KeeperPlan {
  const defaults = { command: process.execPath, stopBy: 'SIGTERM', graceMs: 5_000 } as const
  return { ...defaults, args: ['-e', script], ...changes }
}

test('stops a process by its id and removes its folder', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'rapport-keep-'))
  const kept = await keepProcess(plan(SAYS_READY_AND_STAYS, { removeOnExit: [folder] }))
  await until(() => kept.output().includes('ready'), { what: 'it says ready' })
  await kept.stop()
  expect([isRunning(kept.pid), existsSync(folder)]).toEqual([false, false])
  expect(await kept.exited).toEqual({ code: null, signal: 'SIGTERM' })
})

test('kills a process that does not want to end', async () => {
  const kept = await keepProcess(plan(IGNORES_SIGTERM, { graceMs: 100 }))
  await until(() => kept.output().includes('ready'), { what: 'it says ready' })
  await kept.stop()
  expect(await kept.exited).toEqual({ code: null, signal: 'SIGKILL' })
})

test('can be stopped twice, and after the process has ended by itself', async () => {
  const kept = await keepProcess(plan('process.exit(3)'))
  expect(await kept.exited).toEqual({ code: 3, signal: null })
  await kept.stop()
  await kept.stop()
})

test('ends a program and removes its data folder when the run that used them was killed', async () => {
  const { pid, folder } = await runAndKill('program')
  await until(() => !isRunning(pid), { what: `process ${pid} is gone` })
  await until(() => !existsSync(folder), { what: 'its folder is gone' })
})

test('says why a program could not be started', async () => {
  const start = keepProcess({ ...plan(''), command: '/nowhere/no-such-program' })
  await expect(start).rejects.toThrow(/no-such-program did not start: .*ENOENT/)
})

test('reports the last words of a process that ends before it is ready', async () => {
  const kept = await keepProcess(plan("console.error('the port is taken'); process.exit(1)"))
  await expect(untilReady(kept, 'it answers', async () => false)).rejects.toThrow(/the port is taken/)
})
