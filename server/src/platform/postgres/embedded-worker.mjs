// @ts-check
/**
 * The thread that PGlite lives in. PGlite works synchronously in whatever thread calls it; here it cannot
 * stall the HTTP side. Plain JavaScript, because a worker is loaded by Node itself, not by the bundler.
 */
import { parentPort, workerData } from 'node:worker_threads'
import { PGlite } from '@electric-sql/pglite'

const port = parentPort
if (!port) throw new Error('this file is a worker')

const int8 = 20
const text = 25
const json = 114
const db = await PGlite.create(workerData.directory, {
  parsers: { [int8]: Number, [text]: String, [json]: JSON.parse },
})
port.postMessage({ kind: 'ready' })

port.on(
  'message',
  async (
    /** @type {{ id: number, kind: 'query' | 'script' | 'close', text: string, params?: unknown[] }} */ call,
  ) => {
    try {
      port.postMessage({ kind: 'done', id: call.id, rows: await run(call) })
    } catch (error) {
      const { message, code, detail } = /** @type {Error & { code?: string, detail?: string }} */ (error)
      port.postMessage({ kind: 'failed', id: call.id, message, code, detail })
    }
  },
)

/** @param {{ kind: string, text: string, params?: unknown[] }} call */
async function run(call) {
  if (call.kind === 'query') return (await db.query(call.text, call.params ?? [])).rows
  if (call.kind === 'script') await db.exec(call.text)
  if (call.kind === 'close') await db.close()
  return []
}
