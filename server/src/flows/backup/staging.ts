import { readdir, rm } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { isAlive } from '../../platform/data-dir'

/** What the name of the folder beside a data folder begins with, in which this process makes what it restores. */
export function stagingPrefix(dataDir: string): string {
  return join(dirname(dataDir), `${basename(dataDir)}.restoring-${process.pid}-`)
}

/** The folders of restores that were killed: personal data that nobody will use. */
export async function leftoversOf(dataDir: string): Promise<string[]> {
  const beginning = `${basename(dataDir)}.restoring-`
  const beside = await readdir(dirname(dataDir)).catch(() => [])
  return beside
    .filter((name) => name.startsWith(beginning) && isDead(name.slice(beginning.length)))
    .map((name) => join(dirname(dataDir), name))
}

/** Only with the data folder held: nobody else restores into it then. */
export async function removeLeftovers(dataDir: string): Promise<void> {
  for (const folder of await leftoversOf(dataDir)) await rm(folder, { recursive: true, force: true })
}

/** One that names no process was made by a version that did not write it down, and ended long ago. */
function isDead(mark: string): boolean {
  const [, pid] = /^(?:(\d+)-)?[A-Za-z0-9]{6}$/.exec(mark) ?? ['', null]
  return pid !== null && (pid === undefined || !isAlive(Number(pid)))
}
