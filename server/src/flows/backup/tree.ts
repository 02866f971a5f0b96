import { createHash } from 'node:crypto'
import { constants, createReadStream } from 'node:fs'
import { chmod, copyFile, mkdir, readdir, readFile, readlink, stat, symlink } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { eachAtOnce } from '../../kernel/each-at-once'
import type { Manifest } from './manifest'

/** A data folder has thousands of small files: most of the time of one goes by waiting for the disk. */
const filesAtOnce = 8
/** A file up to this size is read in one piece, a larger one in pieces of this size. */
const pieceBytes = 1024 * 1024

export interface Tree {
  readonly folders: readonly string[]
  readonly files: readonly string[]
  readonly links: readonly { readonly path: string; readonly target: string }[]
}

/** Everything under `root` by relative path with `/`, without what `isLeftOut` names. Nothing when it is not there. */
export async function treeOf(
  root: string,
  isLeftOut: (path: string) => boolean = () => false,
): Promise<Tree> {
  const tree = {
    folders: [] as string[],
    files: [] as string[],
    links: [] as { path: string; target: string }[],
  }
  const open = ['']
  for (let folder = open.pop(); folder !== undefined; folder = open.pop()) {
    for (const entry of await readdir(join(root, folder), { withFileTypes: true }).catch(noneIfAbsent)) {
      const path = folder === '' ? entry.name : `${folder}/${entry.name}`
      if (isLeftOut(path)) continue
      if (entry.isSymbolicLink()) tree.links.push({ path, target: await readlink(join(root, path)) })
      else if (entry.isFile()) tree.files.push(path)
      else if (entry.isDirectory()) {
        tree.folders.push(path)
        open.push(path)
      }
    }
  }
  return tree
}

/** Copies a tree; a file system that shares blocks between copies does so at once. What vanishes meanwhile may be skipped. */
export async function copyTree(
  tree: Tree,
  from: string,
  to: string,
  { mayVanish = false } = {},
): Promise<void> {
  await mkdir(to, { recursive: true, mode: 0o700 })
  for (const folder of tree.folders) await mkdir(join(to, folder), { recursive: true, mode: 0o700 })
  await eachFile(tree.files, (path) => copyOne(join(from, path), join(to, path), mayVanish))
  for (const { path, target } of tree.links) {
    await mkdir(dirname(join(to, path)), { recursive: true })
    await symlink(target, join(to, path))
  }
}

async function copyOne(from: string, to: string, mayVanish: boolean): Promise<void> {
  await mkdir(dirname(to), { recursive: true, mode: 0o700 })
  try {
    await copyFile(from, to, constants.COPYFILE_FICLONE)
    await chmod(to, 0o600)
  } catch (error) {
    if (!mayVanish || (error as NodeJS.ErrnoException).code !== 'ENOENT') throw error
  }
}

/** What `work` makes of each file, in their order, some at once. */
export const eachFile = <T, R>(files: readonly T[], work: (file: T) => Promise<R>): Promise<R[]> =>
  eachAtOnce(files, filesAtOnce, work)

/** Size and SHA-256 of a file. */
export async function measure(path: string): Promise<{ bytes: number; sha256: string }> {
  const hash = createHash('sha256')
  let bytes = 0
  const { size } = await stat(path)
  const pieces =
    size <= pieceBytes ? [await readFile(path)] : createReadStream(path, { highWaterMark: pieceBytes })
  for await (const piece of pieces) {
    hash.update(piece)
    bytes += piece.length
  }
  return { bytes, sha256: hash.digest('hex') }
}

/** The part of a manifest that says what lies in `root`. */
export async function inventoryOf(
  root: string,
): Promise<Pick<Manifest, 'folders' | 'files' | 'links' | 'bytes'>> {
  const { folders, files, links } = await treeOf(root)
  const measured = await eachFile([...files].sort(), async (path) => ({
    path,
    ...(await measure(join(root, path))),
  }))
  const bytes = measured.reduce((sum, file) => sum + file.bytes, 0)
  return { folders: [...folders].sort(), files: measured, links: [...links], bytes }
}

function noneIfAbsent(error: NodeJS.ErrnoException): [] {
  if (error.code === 'ENOENT') return []
  throw error
}
