import { type FileHandle, open } from 'node:fs/promises'
import { pipeline } from 'node:stream/promises'
import { createInflateRaw } from 'node:zlib'
import { Failure } from '../../../kernel/failure'

/** A workbook has some dozen parts; an archive of more is something else. */
const entriesMax = 10_000
const endRecordBytes = 22
const commentBytesMax = 65_535
const noZip64 = 0xffff_ffff

export interface ZipEntry {
  readonly name: string
  readonly method: number
  readonly compressedBytes: number
  readonly offset: number
}

export interface ZipArchive {
  readonly entries: ReadonlyMap<string, ZipEntry>
  /** The unpacked bytes of one entry. Throws past `bytesMax`, whatever the archive claims its size to be. */
  read(entry: ZipEntry, bytesMax: number): AsyncIterable<Buffer>
  close(): Promise<void>
}

/** Opens an archive by its central directory (PKWARE APPNOTE §4.3). Encrypted and ZIP64 archives are refused. */
export async function openZip(path: string): Promise<ZipArchive> {
  const file = await open(path, 'r')
  try {
    const entries = await readDirectory(file)
    return { entries, read: (entry, bytesMax) => unpack(file, entry, bytesMax), close: () => file.close() }
  } catch (error) {
    await file.close()
    throw error
  }
}

async function readDirectory(file: FileHandle): Promise<Map<string, ZipEntry>> {
  const { size } = await file.stat()
  const tail = await readAt(file, Math.max(0, size - endRecordBytes - commentBytesMax), size)
  const end = tail.lastIndexOf(Buffer.from('PK\u0005\u0006'))
  if (end < 0 || end + endRecordBytes > tail.length) throw damaged('it has no directory')
  const count = tail.readUInt16LE(end + 10)
  const bytes = tail.readUInt32LE(end + 12)
  const offset = tail.readUInt32LE(end + 16)
  if (count > entriesMax) throw damaged(`it has more than ${entriesMax} parts`)
  if (offset === noZip64 || offset + bytes > size) throw damaged('its directory lies outside')
  return parseDirectory(await readAt(file, offset, offset + bytes), count)
}

function parseDirectory(directory: Buffer, count: number): Map<string, ZipEntry> {
  const entries = new Map<string, ZipEntry>()
  let at = 0
  for (let n = 0; n < count; n += 1) {
    if (at + 46 > directory.length || directory.readUInt32LE(at) !== 0x02014b50)
      throw damaged('its directory is cut')
    if (directory.readUInt16LE(at + 8) & 1) throw damaged('it is encrypted')
    const nameBytes = directory.readUInt16LE(at + 28)
    const name = directory.toString('utf8', at + 46, at + 46 + nameBytes)
    entries.set(name.replace(/^\//, ''), {
      name,
      method: directory.readUInt16LE(at + 10),
      compressedBytes: directory.readUInt32LE(at + 20),
      offset: directory.readUInt32LE(at + 42),
    })
    at += 46 + nameBytes + directory.readUInt16LE(at + 30) + directory.readUInt16LE(at + 32)
  }
  return entries
}

async function* unpack(file: FileHandle, entry: ZipEntry, bytesMax: number): AsyncIterable<Buffer> {
  const head = await readAt(file, entry.offset, entry.offset + 30)
  if (head.length < 30 || head.readUInt32LE(0) !== 0x04034b50)
    throw damaged(`${entry.name} is not where it should be`)
  const start = entry.offset + 30 + head.readUInt16LE(26) + head.readUInt16LE(28)
  let bytes = 0
  for await (const piece of unpackedPieces(file, entry, start)) {
    bytes += piece.length
    if (bytes > bytesMax) throw tooLarge(entry.name, bytesMax)
    yield piece
  }
}

async function* unpackedPieces(file: FileHandle, entry: ZipEntry, start: number): AsyncIterable<Buffer> {
  if (entry.method !== 0 && entry.method !== 8) throw damaged(`${entry.name} is packed in an unknown way`)
  const packed = piecesOf(file, start, start + entry.compressedBytes)
  if (entry.method === 0) {
    yield* packed
    return
  }
  const inflate = createInflateRaw()
  const flow = pipeline(packed, inflate)
  flow.catch(() => undefined)
  try {
    for await (const piece of inflate) yield piece
    await flow
  } catch {
    throw damaged(`${entry.name} cannot be unpacked`)
  } finally {
    inflate.destroy()
  }
}

async function* piecesOf(file: FileHandle, start: number, end: number): AsyncIterable<Buffer> {
  const step = 256 * 1024
  for (let at = start; at < end; at += step) {
    const piece = await readAt(file, at, Math.min(end, at + step))
    if (piece.length === 0) return
    yield piece
  }
}

async function readAt(file: FileHandle, start: number, end: number): Promise<Buffer> {
  const buffer = Buffer.alloc(Math.max(0, end - start))
  const { bytesRead } = await file.read(buffer, 0, buffer.length, start)
  return buffer.subarray(0, bytesRead)
}

function damaged(why: string): Failure {
  return new Failure('unprocessable', `the Excel file cannot be read: ${why}`, { code: 'damaged_excel' })
}

function tooLarge(name: string, bytesMax: number): Failure {
  return new Failure('too_large', `${name} unpacks to more than ${bytesMax} bytes`, {
    code: 'inflated_too_large',
    bytesMax,
  })
}
