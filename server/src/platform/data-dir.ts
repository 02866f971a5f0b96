import { randomBytes } from 'node:crypto'
import { link, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { Failure } from '../kernel/failure'

export interface Holder {
  readonly pid: number
  readonly startedAt: string
}

export interface DataDir {
  readonly path: string
  readonly postgres: string
  readonly clickhouse: string
  readonly journal: string
  readonly files: string
  readonly run: string
  release(): Promise<void>
}

/**
 * Takes a data folder for this process alone: PGlite has no lock, and two processes would spoil its files. The lock is
 * made whole and linked into place, so it is never half there; one is taken over only when its process is dead.
 */
export async function holdDataDir(path: string, startedAt: Date): Promise<DataDir> {
  const run = join(path, 'run')
  const lock = join(run, 'lock')
  const own = join(run, `lock-${randomBytes(6).toString('hex')}`)
  const holder: Holder = { pid: process.pid, startedAt: startedAt.toISOString() }
  try {
    await makeFolder(run)
    await writeFile(own, JSON.stringify(holder))
  } catch (error) {
    const why = (error as Error).message
    throw new Failure('invalid_input', `RAPPORT_DATA_DIR names no folder that can be written to: ${why}`)
  }
  try {
    while (!(await linked(own, lock))) await evictDead(lock, path)
  } finally {
    await rm(own, { force: true })
  }
  return {
    path,
    run,
    postgres: join(path, 'postgres'),
    clickhouse: join(path, 'clickhouse'),
    journal: join(path, 'journal'),
    files: join(path, 'files'),
    release: () => rm(lock, { force: true }),
  }
}

/** As mkdir does with `recursive`, which never ends where a folder is there and takes none (/proc). */
async function makeFolder(path: string): Promise<void> {
  const trouble = await troubleMaking(path)
  if (!trouble) return
  if (trouble.code !== 'ENOENT' || dirname(path) === path) throw trouble
  await makeFolder(dirname(path))
  const still = await troubleMaking(path)
  if (still) throw still
}

function troubleMaking(path: string): Promise<NodeJS.ErrnoException | null> {
  return mkdir(path, { mode: 0o700 }).then(
    () => null,
    (error: NodeJS.ErrnoException) => (error.code === 'EEXIST' ? null : error),
  )
}

/** Who holds the folder; null when nobody alive does. */
export async function holderOf(path: string): Promise<Holder | null> {
  const holder = await readHolder(join(path, 'run', 'lock'))
  return holder && isAlive(holder.pid) ? holder : null
}

async function linked(own: string, lock: string): Promise<boolean> {
  try {
    await link(own, lock)
    return true
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false
    throw error
  }
}

/** Moves a dead process's lock aside. Two that find it at once: the second looks at what it moved, and puts a living one back. */
async function evictDead(lock: string, path: string): Promise<void> {
  const holder = await readHolder(lock)
  if (holder && isAlive(holder.pid)) {
    throw new Failure(
      'conflict',
      `the data folder ${path} is held by process ${holder.pid}, started ${holder.startedAt}; stop it first, or set RAPPORT_DATA_DIR to another folder`,
      { pid: holder.pid },
    )
  }
  const aside = `${lock}-dead-${randomBytes(6).toString('hex')}`
  await rename(lock, aside).catch(() => undefined)
  const moved = await readHolder(aside)
  if (moved && isAlive(moved.pid)) await linked(aside, lock)
  await rm(aside, { force: true })
}

async function readHolder(lock: string): Promise<Holder | null> {
  try {
    return JSON.parse(await readFile(lock, 'utf8')) as Holder
  } catch {
    return null
  }
}

/** Signal 0 asks whether the process is there. Our own number in an old lock is a number given again after a restart. */
export function isAlive(pid: number): boolean {
  if (pid === process.pid) return false
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}
