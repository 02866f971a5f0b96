import { constants } from 'node:fs'
import { open, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { syncFolder } from './disk'

const spareName = '.next'
const pieceBytes = 1024 * 1024

/** Where the file lies that is made ahead. */
export const sparePath = (directory: string): string => join(directory, spareName)

/**
 * The file that comes next, made ahead and full of zeros. An entry that is written over zeros is on the disk once its bytes
 * are; one that makes its file longer has to wait until the file system has written down all that others did to it as well,
 * which is a tenth of a second and more while ClickHouse merges (docs/decisions/0023).
 */
export function createSpare(directory: string, bytes: number) {
  const path = sparePath(directory)
  let state: 'none' | 'making' | 'ready' = 'none'
  let making: Promise<void> = Promise.resolve()

  async function make(): Promise<void> {
    try {
      await writeZeros(path, bytes)
      await syncFolder(directory)
      state = 'ready'
    } catch {
      // the disk is full, or the folder is gone: whoever appends is told, the next file just begins empty
      await rm(path, { force: true })
      state = 'none'
    }
  }

  return {
    /** Begins to make it, unless that has been done. */
    prepare(): void {
      if (state !== 'none') return
      state = 'making'
      making = make()
    },
    /** Gives it away under another name; false when there is none yet. */
    async take(name: string): Promise<boolean> {
      if (state !== 'ready') return false
      state = 'none'
      await rename(path, name)
      return true
    },
    async remove(): Promise<void> {
      await making
      if (state === 'ready') await rm(path, { force: true })
      state = 'none'
    },
  }
}

/** In pieces, each forced: all of it at once would keep others from the disk. */
async function writeZeros(path: string, bytes: number): Promise<void> {
  const file = await open(path, constants.O_RDWR | constants.O_CREAT | constants.O_TRUNC, 0o600)
  try {
    const zeros = Buffer.alloc(Math.min(pieceBytes, bytes))
    for (let at = 0; at < bytes; at += zeros.length) {
      await file.write(zeros, 0, Math.min(zeros.length, bytes - at), at)
      await file.datasync()
    }
  } finally {
    await file.close()
  }
}
