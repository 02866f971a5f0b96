import { access, mkdir, mkdtemp, rename, rm, stat } from 'node:fs/promises'
import { basename, dirname, join, resolve, sep } from 'node:path'
import { create } from 'tar'
import { Failure } from '../../kernel/failure'
import type { Clock } from '../../platform/clock'
import { backupFormat, dataIn, type Manifest, writeManifest } from './manifest'
import { copyTree, inventoryOf, treeOf } from './tree'

export interface TakeOrder {
  /** The folder or, ending in .tar, .tar.gz or .tgz, the file to make. */
  readonly target: string
  readonly dataDir: string
  readonly withKey: boolean
  /** RAPPORT_SECRET is set: there is no key file that matters. */
  readonly isKeyInEnvironment: boolean
  readonly version: string
  readonly now: Clock
  readonly onStep?: (step: BackupStep) => void
}

export type BackupStep = 'engines' | 'checksums' | 'packing'

/** Copies both engines' folders into `data` as of one moment, and says how far the pipeline was. */
export type CopyEngines = (data: string) => Promise<Pick<Manifest, 'takenFrom' | 'journal'>>

const keyName = 'secret.key'
const isPacked = (target: string): boolean => /\.(tar|tar\.gz|tgz)$/i.test(target)

/** Makes a backup beside its place, and gives it its name when it is whole. */
export async function takeBackup(order: TakeOrder, copyEngines: CopyEngines): Promise<Manifest> {
  const { target, dataDir, onStep = () => undefined } = order
  await mustBeFree(target, dataDir)
  await mkdir(dirname(target), { recursive: true })
  const partial = await mkdtemp(`${target}.partial-`)
  try {
    onStep('engines')
    const data = dataIn(partial)
    await mkdir(data)
    const takenAt = order.now().toISOString()
    await copyUploads(dataDir, data)
    const taken = await copyEngines(data)
    await copyUploads(dataDir, data)
    const key = await copyKey(order, data)
    onStep('checksums')
    const inventory = await inventoryOf(data)
    const manifest = { format: backupFormat, version: order.version, takenAt, ...taken, key, ...inventory }
    await writeManifest(partial, manifest)
    if (isPacked(target)) {
      onStep('packing')
      await pack(partial, target)
    } else await rename(partial, target)
    return manifest
  } finally {
    await rm(partial, { recursive: true, force: true })
  }
}

/** Both engines' folders while nobody has them open. */
export const copyStopped =
  (dataDir: string): CopyEngines =>
  async (data) => {
    if (!(await isThere(join(dataDir, 'postgres', 'PG_VERSION'))))
      throw new Failure('not_found', `there is nothing to back up: no Rapport has run on ${dataDir} yet`)
    for (const engine of ['postgres', 'clickhouse', 'journal']) {
      const from = join(dataDir, engine)
      await copyTree(await treeOf(from, isEngineScratch), from, join(data, engine))
    }
    return { takenFrom: 'stopped', journal: null }
  }

/** What an engine makes for itself: locks, leftovers and the links of an earlier backup. */
export function isEngineScratch(path: string): boolean {
  return /^(status|tmp|shadow|postmaster\.pid)$/.test(path)
}

/**
 * Uploads of imports come and go while a server runs; each is written once. Copied before and after the engines, all
 * that the engines' moment knows of are there.
 */
async function copyUploads(dataDir: string, data: string): Promise<void> {
  const from = join(dataDir, 'files')
  const to = join(data, 'files')
  const copied = new Set((await treeOf(to)).files)
  const tree = await treeOf(from, (path) => path.endsWith('.part') || copied.has(path))
  await copyTree(tree, from, to, { mayVanish: true })
}

async function copyKey(order: TakeOrder, data: string): Promise<Manifest['key']> {
  if (order.isKeyInEnvironment) return 'environment'
  if (!order.withKey || !(await isThere(join(order.dataDir, keyName)))) return 'left_out'
  await copyTree({ folders: [], files: [keyName], links: [] }, order.dataDir, data)
  return 'included'
}

async function mustBeFree(target: string, dataDir: string): Promise<void> {
  if (await isThere(target))
    throw new Failure('already_exists', `${target} is there already; a backup overwrites nothing`)
  if (`${resolve(target)}${sep}`.startsWith(`${resolve(dataDir)}${sep}`))
    throw new Failure('invalid_input', `${target} lies in the data folder; put the backup elsewhere`)
  const parent = await stat(dirname(target)).catch(() => null)
  if (parent && !parent.isDirectory())
    throw new Failure('invalid_input', `${dirname(target)} is not a folder`)
}

async function pack(folder: string, target: string): Promise<void> {
  const half = `${folder}-${basename(target)}`
  try {
    await create({ file: half, cwd: folder, gzip: !/\.tar$/i.test(target), portable: true, mode: 0o600 }, [
      'manifest.json',
      'data',
    ])
    await rename(half, target)
  } finally {
    await rm(half, { force: true })
  }
}

export async function isThere(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  )
}
