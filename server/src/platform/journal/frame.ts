import { crc32 } from 'node:zlib'
import type { NewStoredEntry } from './entry'

/**
 * An entry in a file: the length of what follows and its checksum (CRC-32), 4 bytes each, little end first; then a line of
 * JSON that says whose it is, and the text of its items.
 */
const prefixBytes = 8
const newline = 0x0a

export function frameOf({ workspaceId, source, receivedAt, body }: NewStoredEntry): Buffer {
  const head = `${JSON.stringify([workspaceId, source, receivedAt.toISOString()])}\n`
  const headBytes = Buffer.byteLength(head)
  const bodyBytes = Buffer.byteLength(body)
  const frame = Buffer.allocUnsafe(prefixBytes + headBytes + bodyBytes)
  frame.writeUInt32LE(headBytes + bodyBytes, 0)
  frame.write(head, prefixBytes)
  frame.write(body, prefixBytes + headBytes)
  frame.writeUInt32LE(crc32(frame.subarray(prefixBytes)), 4)
  return frame
}

/** Where the frame at `offset` ends; null when it is not all there. Zeros, as a power cut leaves them, are no frame. */
export function frameEnd(bytes: Buffer, offset: number): number | null {
  if (offset + prefixBytes > bytes.length) return null
  const length = bytes.readUInt32LE(offset)
  const end = offset + prefixBytes + length
  return length === 0 || end > bytes.length ? null : end
}

/** Whether the bytes of a frame are those that were written. */
export function isSound(bytes: Buffer, offset: number, end: number): boolean {
  return bytes.readUInt32LE(offset + 4) === crc32(bytes.subarray(offset + prefixBytes, end))
}

/** What a frame holds. Throws when its bytes are not those that were written. */
export function readFrame(bytes: Buffer, offset: number, end: number): NewStoredEntry {
  if (!isSound(bytes, offset, end)) throw new Error('its checksum is not right')
  const headEnd = bytes.indexOf(newline, offset + prefixBytes)
  const head: unknown = JSON.parse(bytes.toString('utf8', offset + prefixBytes, headEnd))
  const [workspaceId, source, receivedAt] = head as [string, string, string]
  return {
    workspaceId,
    source,
    receivedAt: new Date(receivedAt),
    body: bytes.toString('utf8', headEnd + 1, end),
  }
}
