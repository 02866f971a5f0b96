#!/usr/bin/env node
// @ts-check
/** Starts the bundled command line. In a source checkout it first builds what is missing or older than its sources. */
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const at = (/** @type {string} */ path) => fileURLToPath(new URL(path, import.meta.url))

if (existsSync(at('../scripts/build.mjs'))) {
  const { buildIfStale } = await import('../scripts/build.mjs')
  await buildIfStale()
}
const entry = at('../server/dist/cli.mjs')
await import(entry)
