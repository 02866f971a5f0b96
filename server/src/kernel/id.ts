import { hash } from 'node:crypto'

/** A UUID made from its parts alone: the same parts give the same id on every machine and every replay. */
export function deriveId(...parts: readonly string[]): string {
  const hex = hash('sha256', parts.join('\u0000'), 'hex')
  const variant = '89ab'[Number.parseInt(hex.charAt(16), 16) & 3]
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20, 32)}`
}

/** A time-ordered UUID (version 7, RFC 9562 §5.7) from a moment and ten random bytes. */
export function timeOrderedId(now: Date, random: Uint8Array): string {
  const bytes = Buffer.alloc(16)
  bytes.writeUIntBE(now.getTime(), 0, 6)
  bytes.set(random.subarray(0, 10), 6)
  return formatUuid(bytes, 0x70)
}

const uuidPattern = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i

/** True for the canonical text form of a UUID of any version. */
export function isUuid(text: string): boolean {
  return uuidPattern.test(text)
}

function formatUuid(source: Uint8Array, version: number): string {
  const bytes = Buffer.from(source)
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | version
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80
  const hex = bytes.toString('hex')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`
}
