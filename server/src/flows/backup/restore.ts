import { mkdir, mkdtemp, readdir, rename, rm, stat } from 'node:fs/promises'
import { join, posix } from 'node:path'
import { extract } from 'tar'
import { Failure } from '../../kernel/failure'
import type { Clock } from '../../platform/clock'
import { holdDataDir } from '../../platform/data-dir'
import { dataIn, type Manifest, readManifest } from './manifest'
import { removeLeftovers, stagingPrefix } from './staging'
import { isThere } from './take'
import { copyTree, eachFile, measure } from './tree'

export interface RestoreOrder {
  /** The folder or file that a backup was written to. */
  readonly source: string
  readonly dataDir: string
  /** Move what is in the data folder aside instead of refusing. */
  readonly replaces: boolean
  readonly now: Clock
}

export interface Restored {
  readonly manifest: Manifest
  /** Where the data that was there before lies now. */
  readonly aside: string | null
  /** Whether the folder has the key with which stored passwords and links were made. */
  readonly hasKey: boolean
}

const keyName = 'secret.key'

/** Puts a backup in the place of a data folder: checked whole beside it, then given its name. */
export async function restoreBackup(order: RestoreOrder): Promise<Restored> {
  const { source, dataDir, replaces, now } = order
  if (!(await isThere(source))) throw new Failure('not_found', `there is no ${source}`)
  const held = await holdDataDir(dataDir, now())
  await removeLeftovers(dataDir)
  const staging = await mkdtemp(stagingPrefix(dataDir))
  try {
    const isEmpty = await mustBeEmpty(dataDir, replaces)
    const folder = await unpacked(source, staging)
    const manifest = await readManifest(folder, source)
    const made = join(staging, 'made')
    await copyChecked(dataIn(folder), manifest, made)
    if (!manifest.files.some(({ path }) => path === keyName)) await keepKey(dataDir, made)
    const hasKey = await isThere(join(made, keyName))
    const aside = isEmpty ? null : `${dataDir}.before-${now().toISOString().replace(/[:.]/g, '-')}`
    await swap(dataDir, made, aside)
    return { manifest, aside, hasKey }
  } finally {
    await held.release()
    await rm(staging, { recursive: true, force: true })
  }
}

/** A key put there for the backup to use is no data. */
async function mustBeEmpty(dataDir: string, replaces: boolean): Promise<boolean> {
  const names = (await readdir(dataDir)).filter((name) => name !== 'run' && name !== keyName)
  if (names.length === 0) return true
  if (replaces) return false
  throw new Failure(
    'conflict',
    `the data folder ${dataDir} is not empty; name another in RAPPORT_DATA_DIR, or move what it holds aside with --replace`,
    { code: 'not_empty' },
  )
}

async function unpacked(source: string, staging: string): Promise<string> {
  if ((await stat(source)).isDirectory()) return source
  const folder = join(staging, 'unpacked')
  await mkdir(folder, { mode: 0o700 })
  try {
    await extract({ file: source, cwd: folder, strict: true, preserveOwner: false })
  } catch (error) {
    throw new Failure('unprocessable', `${source} cannot be unpacked: ${(error as Error).message}`)
  }
  return folder
}

/** Copies what the manifest names and nothing else; one wrong byte and nothing has happened. */
async function copyChecked(from: string, manifest: Manifest, to: string): Promise<void> {
  const leadsOut = manifest.links.find(({ path, target }) => isOutside(path, target))
  if (leadsOut)
    throw new Failure('unprocessable', `the backup holds a link that leads out of it: ${leadsOut.path}`)
  const sound = await eachFile(manifest.files, async ({ path, bytes, sha256 }) => {
    const found = await measure(join(from, path)).catch(() => null)
    return found?.sha256 === sha256 && found.bytes === bytes
  })
  const bad = manifest.files.flatMap(({ path }, index) => (sound[index] ? [] : path))
  if (bad.length > 0)
    throw new Failure(
      'unprocessable',
      `the backup is damaged, nothing was restored: ${bad.length} of ${manifest.files.length} files are missing or changed, the first is ${bad[0]}`,
      { code: 'damaged', files: bad.slice(0, 20) },
    )
  await copyTree({ ...manifest, files: manifest.files.map(({ path }) => path) }, from, to)
}

function isOutside(path: string, target: string): boolean {
  return posix.isAbsolute(target) || posix.join(posix.dirname(path), target).startsWith('..')
}

async function keepKey(dataDir: string, made: string): Promise<void> {
  if (await isThere(join(dataDir, keyName)))
    await copyTree({ folders: [], files: [keyName], links: [] }, dataDir, made)
}

async function swap(dataDir: string, made: string, aside: string | null): Promise<void> {
  await rm(join(dataDir, 'run'), { recursive: true })
  if (aside) await rename(dataDir, aside)
  else await rm(dataDir, { recursive: true })
  await rename(made, dataDir)
}
