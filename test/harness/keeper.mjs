/**
 * Keeps one server process for a test run, and outlives that run just long enough to clean up.
 *
 * The run talks to this process over an IPC channel. A channel closes when its other end dies, however
 * it dies, so a run that was killed leaves neither a server nor a folder behind: the keeper stops the
 * server by its process id, removes the folders it was told of, and ends.
 *
 * @typedef {object} KeeperPlan
 * @property {string} command
 * @property {string[]} args
 * @property {string} [cwd]
 * @property {NodeJS.ProcessEnv} [env] the whole environment of the server; the keeper's own when absent
 * @property {number} [uid]
 * @property {number} [gid]
 * @property {NodeJS.Signals} stopBy how the server is asked to end
 * @property {number} graceMs how long it may take to end before it is killed
 * @property {string[]} [removeOnExit] folders that go when the server has gone
 * @property {string[]} [removeIfAbandoned] folders that go when the run has died, and only then
 *
 * @typedef {{ kind: 'run', plan: KeeperPlan } | { kind: 'signal', signal: NodeJS.Signals } | { kind: 'stop' }} KeeperOrder
 * @typedef {{ kind: 'started', pid: number }
 *   | { kind: 'failed', message: string }
 *   | { kind: 'exited', code: number | null, signal: NodeJS.Signals | null }} KeeperNews
 */
import { spawn } from 'node:child_process'
import { rmSync } from 'node:fs'

/** @type {import('node:child_process').ChildProcess | undefined} */
let child
/** @type {KeeperPlan | undefined} */
let plan

// A closed terminal or a Ctrl-C reaches the run, and the run's end reaches us through the channel.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGPIPE']) process.on(signal, () => {})

process.on('disconnect', stop)
process.on('message', (/** @type {KeeperOrder} */ order) => {
  if (order.kind === 'run') run(order.plan)
  else if (order.kind === 'signal') child?.kill(order.signal)
  else stop()
})

/** @param {KeeperPlan} given */
function run(given) {
  plan = given
  const { command, args, cwd, env, uid, gid } = given
  child = spawn(command, args, { cwd, env, uid, gid, stdio: ['pipe', 'inherit', 'inherit'] })
  child.stdin?.on('error', () => {})
  child.on('spawn', () => report({ kind: 'started', pid: child?.pid ?? 0 }))
  child.on('error', (error) => end({ kind: 'failed', message: error.message }))
  child.on('exit', (code, signal) => end({ kind: 'exited', code, signal }))
}

function stop() {
  if (!child || !plan) return process.exit(0)
  child.kill(plan.stopBy)
  setTimeout(() => child?.kill('SIGKILL'), plan.graceMs)
}

/** @param {KeeperNews} news */
function end(news) {
  const abandoned = process.connected ? [] : plan?.removeIfAbandoned
  for (const folder of [...(plan?.removeOnExit ?? []), ...(abandoned ?? [])])
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 })
  if (!process.connected) process.exit(0)
  process.send?.(news, () => process.exit(0))
}

/** @param {KeeperNews} news */
function report(news) {
  if (process.connected) process.send?.(news)
}
