import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { freePort, onFreePort } from './free-port'
import { keepProcess, untilReady } from './keep'
import type { MailCounts } from './smtp-mailbox'
import type { SmtpRule } from './smtp-rules'

const MAIN = fileURLToPath(new URL('./smtp-sink-main.ts', import.meta.url))

export interface SmtpSinkProcess {
  readonly port: number
  counts(): Promise<MailCounts>
  setRules(rules: readonly SmtpRule[]): Promise<void>
  stop(): Promise<void>
}

/** The mail sink in a process of its own: for benchmarks, and for tests that kill the sender. */
export function startSmtpSinkProcess(
  options: { readonly ledger?: string; readonly rules?: readonly SmtpRule[] } = {},
): Promise<SmtpSinkProcess> {
  return onFreePort(async (port) => {
    const control = await freePort()
    const flags = [
      '--port',
      String(port),
      '--control',
      String(control),
      '--rules',
      JSON.stringify(options.rules ?? []),
    ]
    const ledger = options.ledger === undefined ? [] : ['--ledger', options.ledger]
    const sink = await keepProcess({
      command: process.execPath,
      args: ['--import', 'tsx', MAIN, ...flags, ...ledger],
      cwd: fileURLToPath(new URL('.', import.meta.url)),
      stopBy: 'SIGTERM',
      graceMs: 5_000,
    })
    const url = `http://127.0.0.1:${control}`
    const counts = async () => (await (await fetch(`${url}/counts`)).json()) as MailCounts
    await untilReady(sink, 'the mail sink answers', async () => (await counts()).accepted === 0)
    const setRules = async (rules: readonly SmtpRule[]) => {
      await fetch(`${url}/rules`, { method: 'PUT', body: JSON.stringify(rules) })
    }
    return { port, counts, setRules, stop: sink.stop }
  })
}

/** How often each message id stands in a sink's ledger. */
export async function readLedger(path: string): Promise<Map<string, number>> {
  const times = new Map<string, number>()
  for (const line of (await readFile(path, 'utf8')).split('\n').filter(Boolean)) {
    const id = line.slice(0, line.indexOf('\t'))
    times.set(id, (times.get(id) ?? 0) + 1)
  }
  return times
}
