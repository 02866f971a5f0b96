import { constants } from 'node:fs'
import {
  copyFile,
  type FileHandle,
  mkdir,
  open,
  readdir,
  readFile,
  rename,
  rm,
  truncate,
} from 'node:fs/promises'
import { basename, join } from 'node:path'
import { syncFolder } from './disk'
import { countWithin, type EntryStore, type NewStoredEntry, type StoredEntry } from './entry'
import { frameEnd, frameOf, isSound, readFrame } from './frame'
import { createSpare, sparePath } from './spare'

/** No file grows larger, but for an entry that is larger itself; closed files go as a whole once nobody needs them. */
const fileBytesMax = 16 * 1024 * 1024
const namePattern = /^\d{16}\.log$/
/** A write is done when it is on the disk: one wait where writing and forcing are two. Where there is none it is 0. */
const forced = constants.O_DSYNC ?? 0

interface Segment {
  /** The position of its first entry; the others follow without a gap. */
  readonly first: number
  readonly path: string
  /** Where each entry begins, and where the last one ends; null until it is needed. */
  offsets: number[] | null
}

export interface FileStore extends EntryStore {
  /** Appends entries of which the first has the position `at`, which is past all others. */
  appendAt(at: number, entries: readonly NewStoredEntry[]): Promise<number[]>
}

/**
 * Entries in files of one process's own: written at the end of the newest and forced to the disk before they count. What
 * was cut off in the middle when the machine or the process died is removed when the files are opened again: nobody has
 * been told that it counts. Positions go on after `floor` and after all that the files hold.
 */
export async function openFileStore(
  directory: string,
  { floor = 0, bytesMax = fileBytesMax }: { floor?: number; bytesMax?: number } = {},
): Promise<FileStore> {
  await mkdir(directory, { recursive: true, mode: 0o700 })
  await nameSpare(directory, floor)
  let segments = await segmentsIn(directory)
  let file: FileHandle | null = null
  /** Bytes of the newest file that count. */
  let size = 0
  /** After a failed write nobody knows what the file holds: what comes next goes into another. */
  let isSpoilt = false
  let next = floor + 1

  const spare = createSpare(directory, bytesMax)

  const newest = segments.at(-1)
  if (newest) {
    newest.offsets = await cutTornEnd(newest.path)
    next = Math.max(next, endOf(newest.first, newest.offsets))
    size = newest.offsets.at(-1) ?? 0
    if (next === endOf(newest.first, newest.offsets))
      file = await open(newest.path, constants.O_RDWR | forced)
  }

  async function appendAt(at: number, entries: readonly NewStoredEntry[]): Promise<number[]> {
    const frames = entries.map(frameOf)
    const bytes = Buffer.concat(frames)
    const isTooLong = size > 0 && size + bytes.length > bytesMax
    if (!file || isSpoilt || isTooLong || at !== next) await begin(at)
    const segment = segments.at(-1)
    if (!file || !segment?.offsets) throw new Error('there is no file to write to')
    try {
      await writeAll(file, bytes, size)
      if (!forced) await file.datasync()
    } catch (error) {
      isSpoilt = true
      throw error
    }
    for (const frame of frames) {
      size += frame.length
      segment.offsets.push(size)
    }
    next = at + entries.length
    if (size > bytesMax / 2) spare.prepare()
    return entries.map((_, index) => at + index)
  }

  /**
   * Opens a file for entries from `first` on. One that a failed write has left under this name is written anew. The name of
   * the spare file is not waited for: should a power cut lose it, the entries are still found (`nameSpare`).
   */
  async function begin(first: number): Promise<void> {
    const isNextInTurn = file !== null && !isSpoilt && first === next
    await file?.close()
    file = null
    const path = join(directory, nameOf(first))
    if (isNextInTurn && (await spare.take(path))) file = await open(path, constants.O_RDWR | forced)
    else {
      file = await open(path, constants.O_RDWR | constants.O_CREAT | constants.O_TRUNC | forced, 0o600)
      await syncFolder(directory)
    }
    segments = [...segments.filter((segment) => segment.first !== first), { first, path, offsets: [0] }]
    size = 0
    isSpoilt = false
    next = first
  }

  async function offsetsOf(segment: Segment, index: number): Promise<number[]> {
    if (segment.offsets) return segment.offsets
    const following = segments[index + 1]?.first ?? Number.POSITIVE_INFINITY
    const offsets = framesIn(await readFile(segment.path))
    // what lies past the next file's first position was written by an attempt that failed
    segment.offsets = offsets.slice(0, following - segment.first + 1)
    return segment.offsets
  }

  async function read(after: number, readBytesMax: number): Promise<StoredEntry[]> {
    const at = Math.max(
      0,
      segments.findLastIndex(({ first }) => first <= after + 1),
    )
    for (const [shift, segment] of segments.slice(at).entries()) {
      const offsets = await offsetsOf(segment, at + shift)
      const from = Math.max(0, after + 1 - segment.first)
      const sizes = offsets.slice(from + 1).map((end, index) => end - (offsets[from + index] ?? 0))
      if (sizes.length === 0) continue
      return readEntries(segment, offsets.slice(from, from + countWithin(sizes, readBytesMax) + 1), from)
    }
    return []
  }

  return {
    isOwn: true,
    appendAt,
    append: (entries) => appendAt(next, entries),
    read,
    head: async () => next - 1,
    trim: async (position) => {
      const isOver = (index: number) =>
        (segments[index + 1]?.first ?? Number.POSITIVE_INFINITY) <= position + 1
      const over = segments.filter((_, index) => isOver(index))
      segments = segments.filter((segment) => !over.includes(segment))
      for (const { path } of over) await rm(path, { force: true })
    },
    copyTo: async (target) => {
      const [head, bytes, all] = [next - 1, size, segments]
      await mkdir(target, { recursive: true, mode: 0o700 })
      for (const { path } of all) {
        const whole = join(target, basename(path))
        await copyFile(path, whole, constants.COPYFILE_FICLONE)
        if (path === all.at(-1)?.path) await truncate(whole, bytes)
      }
      return head
    },
    close: async () => {
      await spare.remove()
      await file?.close()
      file = null
    },
  }
}

async function readEntries(
  segment: Segment,
  offsets: readonly number[],
  from: number,
): Promise<StoredEntry[]> {
  const [start = 0, ...ends] = offsets
  const bytes = await readRange(segment.path, start, ends.at(-1) ?? start)
  let offset = 0
  return ends.map((end, index) => {
    const position = segment.first + from + index
    const begin = offset
    offset = end - start
    try {
      return { position, ...readFrame(bytes, begin, offset) }
    } catch (error) {
      throw new Error(`entry ${position} of the journal, in ${segment.path}, cannot be read`, {
        cause: error,
      })
    }
  })
}

async function readRange(path: string, from: number, to: number): Promise<Buffer> {
  const file = await open(path, 'r')
  try {
    const bytes = Buffer.allocUnsafe(to - from)
    const { bytesRead } = await file.read(bytes, 0, bytes.length, from)
    return bytes.subarray(0, bytesRead)
  } finally {
    await file.close()
  }
}

async function segmentsIn(directory: string): Promise<Segment[]> {
  const names = (await readdir(directory)).filter((name) => namePattern.test(name)).sort()
  return names.map((name) => ({
    first: Number.parseInt(name, 10),
    path: join(directory, name),
    offsets: null,
  }))
}

const nameOf = (first: number): string => `${String(first).padStart(16, '0')}.log`

const endOf = (first: number, offsets: readonly number[]): number => first + offsets.length - 1

/** Where the frames of a file begin and the last one ends; stops before the first that is not all there. */
function framesIn(bytes: Buffer): number[] {
  const offsets = [0]
  for (let offset = 0; ; ) {
    const end = frameEnd(bytes, offset)
    if (end === null) return offsets
    offsets.push(end)
    offset = end
  }
}

/** What lies in the spare file follows all others: a power cut has lost its name. Without entries it goes. */
async function nameSpare(directory: string, floor: number): Promise<void> {
  const path = sparePath(directory)
  const bytes = await readFile(path).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'ENOENT') throw error
    return null
  })
  if (!bytes) return
  if (framesIn(bytes).length === 1) return rm(path, { force: true })
  const last = (await segmentsIn(directory)).at(-1)
  const first = last ? endOf(last.first, framesIn(await readFile(last.path))) : floor + 1
  await rename(path, join(directory, nameOf(first)))
  await syncFolder(directory)
}

/** Cuts off what is not whole at the end of the newest file. */
async function cutTornEnd(path: string): Promise<number[]> {
  const bytes = await readFile(path)
  const offsets = framesIn(bytes)
  const torn = offsets.findIndex((end, index) => index > 0 && !isSound(bytes, offsets[index - 1] ?? 0, end))
  const sound = torn < 0 ? offsets : offsets.slice(0, torn)
  const end = sound.at(-1) ?? 0
  if (end === bytes.length) return sound
  const file = await open(path, 'r+')
  try {
    await file.truncate(end)
    await file.datasync()
  } finally {
    await file.close()
  }
  return sound
}

async function writeAll(file: FileHandle, bytes: Buffer, at: number): Promise<void> {
  for (let written = 0; written < bytes.length; ) {
    const { bytesWritten } = await file.write(bytes, written, bytes.length - written, at + written)
    written += bytesWritten
  }
}
