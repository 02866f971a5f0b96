import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'

const MAIN = fileURLToPath(new URL('./killed-run-main.ts', import.meta.url))

export interface Started {
  readonly pid: number
  /** Where it keeps its data; empty for the browser. */
  readonly folder: string
}

/** Starts a server or a browser from a process of its own, then kills that process without a chance to clean up. */
export async function runAndKill(what: 'postgres' | 'clickhouse' | 'chromium' | 'program'): Promise<Started> {
  const run = spawn(process.execPath, ['--import', 'tsx', MAIN, what], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const [line] = await once(createInterface(run.stdout), 'line')
  run.kill('SIGKILL')
  return JSON.parse(line)
}

export function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
}
