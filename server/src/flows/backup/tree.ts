import { createHash } from 'node:crypto'
import { constants, createReadStream } from 'node:fs'
import { chmod, copyFile, mkdir, readdir, readlink, symlink } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { Manifest } from './manifest'

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
  for (const path of tree.files) await copyOne(join(from, path), join(to, path), mayVanish)
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

/** Size and SHA-256 of a file, read in pieces. */
export async function measure(path: string): Promise<{ bytes: number; sha256: string }> {
  const hash = createHash('sha256')
  let bytes = 0
  for await (const piece of createReadStream(path, { highWaterMark: 1024 * 1024 })) {
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
  const measured: Manifest['files'] = []
  let total = 0
  for (const path of [...files].sort()) {
    const file = { path, ...(await measure(join(root, path))) }
    measured.push(file)
    total += file.bytes
  }
  return { folders: [...folders].sort(), files: measured, links: [...links], bytes: total }
}

function noneIfAbsent(error: NodeJS.ErrnoException): [] {
  if (error.code === 'ENOENT') return []
  throw error
}
