import { createHash, timingSafeEqual } from 'node:crypto'
import type { KeyKind } from '@rapport/contract'

/** Our secrets are long and random, so one round of SHA-256 keeps them: only passwords need a slow hash. */
export function hashSecret(secret: string): string {
  return createHash('sha256').update(secret).digest('hex')
}

/** Compares two hashes without telling by its time how much of them agrees. */
export function isSameHash(left: string, right: string): boolean {
  const [a, b] = [Buffer.from(left), Buffer.from(right)]
  return a.length === b.length && timingSafeEqual(a, b)
}

export const keyMark: Readonly<Record<KeyKind, string>> = { api: 'rpk_', write: 'rpw_' }

const prefixLength = 10

/** The part of a key that may be shown: enough to tell keys apart, not enough to use one. */
export function prefixOf(key: string): string {
  return key.slice(0, prefixLength)
}
