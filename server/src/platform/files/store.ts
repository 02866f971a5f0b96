import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { mkdir, open, readFile, rename, rm, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Readable } from 'node:stream'
import { Failure } from '../../kernel/failure'

/** Files of one purpose in one folder, by names that we make ourselves. */
export interface FileStore {
  /** Writes what arrives to disk, never holding more than a piece; refuses with `too_large` past the limit and keeps nothing then. */
  receive(name: string, pieces: AsyncIterable<Uint8Array>, bytesMax: number): Promise<ReceivedFile>
  /** The bytes from `start` on. */
  read(name: string, range?: { readonly start: number; readonly end?: number }): Readable
  readText(name: string): Promise<string>
  writeText(name: string, text: string): Promise<void>
  size(name: string): Promise<number | null>
  /** Removes a file, or a folder with all that is in it. Nothing happens when it is not there. */
  remove(name: string): Promise<void>
  /** Where it lies, for libraries that read files by themselves. */
  path(name: string): string
}

export interface ReceivedFile {
  readonly bytes: number
  readonly sha256: string
}

const safeName = /^[a-z0-9][a-z0-9._-]*(\/[a-z0-9][a-z0-9._-]*)*$/i

/** A store in `directory`, which is made when the first file comes. */
export function createFileStore(directory: string): FileStore {
  const path = (name: string) => {
    if (!safeName.test(name)) throw new Error(`not a name for a stored file: ${name}`)
    return join(directory, name)
  }
  return {
    path,
    receive: async (name, pieces, bytesMax) => {
      await mkdir(directory, { recursive: true })
      const partial = path(`${name}.part`)
      try {
        const received = await writePieces(partial, pieces, bytesMax)
        await rename(partial, path(name))
        return received
      } catch (error) {
        await rm(partial, { force: true })
        throw error
      }
    },
    read: (name, range) => createReadStream(path(name), { ...range, highWaterMark: 256 * 1024 }),
    readText: (name) => readFile(path(name), 'utf8'),
    writeText: async (name, text) => {
      await mkdir(directory, { recursive: true })
      await writeFile(path(`${name}.part`), text)
      await rename(path(`${name}.part`), path(name))
    },
    size: async (name) =>
      stat(path(name)).then(
        (known) => known.size,
        () => null,
      ),
    remove: (name) => rm(path(name), { recursive: true, force: true }),
  }
}

async function writePieces(
  path: string,
  pieces: AsyncIterable<Uint8Array>,
  bytesMax: number,
): Promise<ReceivedFile> {
  const hash = createHash('sha256')
  const file = await open(path, 'w')
  let bytes = 0
  try {
    for await (const piece of pieces) {
      bytes += piece.byteLength
      if (bytes > bytesMax)
        throw new Failure('too_large', `the file is larger than ${bytesMax} bytes`, { bytesMax })
      hash.update(piece)
      await file.write(piece)
    }
    await file.sync()
  } finally {
    await file.close()
  }
  return { bytes, sha256: hash.digest('hex') }
}
