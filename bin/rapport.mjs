#!/usr/bin/env -S node --max-semi-space-size=32
// @ts-check
/**
 * Starts the bundled command line. In a source checkout it first builds what is missing or older than its sources.
 * Messages live for some seconds: a larger nursery (first line) copies fewer of them, and sweeping the heap when it has
 * doubled instead of quadrupled keeps it small (decision 12).
 */
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { setFlagsFromString } from 'node:v8'

setFlagsFromString('--heap-growing-percent=100')

const at = (/** @type {string} */ path) => fileURLToPath(new URL(path, import.meta.url))

if (existsSync(at('../scripts/build.mjs'))) {
  const { buildIfStale } = await import('../scripts/build.mjs')
  await buildIfStale()
}
const entry = at('../server/dist/cli.mjs')
await import(entry)
