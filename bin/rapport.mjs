#!/usr/bin/env -S MALLOC_ARENA_MAX=2 UV_THREADPOOL_SIZE=16 node --max-semi-space-size=64
// @ts-check
/**
 * Starts the bundled command line. In a source checkout it first builds what is missing or older than its sources.
 * Messages live for some seconds: a larger nursery (first line) copies fewer of them, and sweeping the heap when it has
 * doubled instead of quadrupled keeps it small (decision 12). Buffers pass from thread to thread: with a pool of memory for
 * each thread (glibc's way, first line) what one has freed no other can use (decision 22). A statement of the ClickHouse
 * engine keeps a thread of Node's pool until it is done; files, the journal first, must not wait for one (decision 23).
 */
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { setFlagsFromString } from 'node:v8'

setFlagsFromString('--heap-growing-percent=100')
// The ClickHouse engine's own allocator, which reads this when it is loaded, gives back what it has not used for a second.
process.env.JE_MALLOC_CONF ??= 'background_thread:true,dirty_decay_ms:1000'

if (process.argv[2] === 'start' && !process.env.UV_THREADPOOL_SIZE)
  process.stderr.write(
    'Started without the settings of its first line, which keep it small and quick: run bin/rapport.mjs itself\n',
  )

const at = (/** @type {string} */ path) => fileURLToPath(new URL(path, import.meta.url))

if (existsSync(at('../scripts/build.mjs'))) {
  const { isBuilt } = await import('../scripts/build.mjs')
  // In a process of its own: the bundlers keep hundreds of megabytes for as long as theirs lives.
  if (!(await isBuilt())) {
    const { status } = spawnSync(process.execPath, [at('../scripts/build.mjs')], { stdio: ['ignore', 2, 2] })
    if (status !== 0) process.exit(status ?? 1)
  }
}
const entry = at('../server/dist/cli.mjs')
await import(entry)
