import {
  createCipheriv,
  createDecipheriv,
  createHmac,
  hkdfSync,
  randomBytes,
  timingSafeEqual,
} from 'node:crypto'
import { Failure } from '../../kernel/failure'
import type { Key, Keyring } from './keyring'

const formatVersion = 1
const ivBytes = 12
const gcmTagBytes = 16
const signatureBytes = 16

/** Secrets at rest and tokens in links. */
export interface Crypto {
  /** Encrypts a text (AES-256-GCM). `context` says where it belongs; elsewhere it cannot be read. */
  encrypt(text: string, context: string): string
  /** The text again; a Failure `secret_unreadable` when the key is gone, the text was changed or belongs elsewhere. */
  decrypt(sealed: string, context: string): string
  /** A URL-safe token that carries the payload in the clear and cannot be forged. */
  sign(purpose: string, payload: Uint8Array): string
  /** The payload of a token signed for this purpose, or null. */
  verify(purpose: string, token: string): Buffer | null
  /** A signature of `bytes` bytes with the key's id before it: for places that are too narrow for a token. */
  stamp(purpose: string, payload: Uint8Array, bytes: number): Buffer
  /** True when the stamp was made for this purpose and payload, and has all of its `bytes`. */
  isStamped(purpose: string, payload: Uint8Array, stamp: Uint8Array, bytes: number): boolean
}

/** Binds the keys. Every purpose has a subkey of its own (HKDF), so a token of one never passes for another. */
export function createCrypto(keyring: Keyring): Crypto {
  const subkeys = new Map<string, Buffer>()

  function subkey(key: Key, use: string): Buffer {
    const name = `${key.id} ${use}`
    const known = subkeys.get(name)
    if (known) return known
    const made = Buffer.from(hkdfSync('sha256', key.bytes, '', `rapport ${use}`, 32))
    subkeys.set(name, made)
    return made
  }

  function mac(key: Key, purpose: string, payload: Uint8Array, bytes: number): Buffer {
    return createHmac('sha256', subkey(key, `sign ${purpose}`))
      .update(payload)
      .digest()
      .subarray(0, bytes)
  }

  const stamp: Crypto['stamp'] = (purpose, payload, bytes) =>
    Buffer.concat([Buffer.from([keyring.current.id]), mac(keyring.current, purpose, payload, bytes)])

  const isStamped: Crypto['isStamped'] = (purpose, payload, given, bytes) => {
    const key = keyring.byId.get(given[0] ?? -1)
    if (!key || given.length !== 1 + bytes) return false
    return timingSafeEqual(mac(key, purpose, payload, bytes), given.subarray(1))
  }

  return {
    encrypt: (text, context) => {
      const iv = randomBytes(ivBytes)
      const cipher = createCipheriv('aes-256-gcm', subkey(keyring.current, 'encrypt'), iv)
      cipher.setAAD(Buffer.from(context))
      const body = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()])
      const head = Buffer.from([formatVersion, keyring.current.id])
      return Buffer.concat([head, iv, cipher.getAuthTag(), body]).toString('base64url')
    },
    decrypt: (sealed, context) => {
      const bytes = Buffer.from(sealed, 'base64url')
      const key = keyring.byId.get(bytes[1] ?? -1)
      if (bytes[0] !== formatVersion || !key || bytes.length < 2 + ivBytes + gcmTagBytes)
        throw unreadable(context)
      const iv = bytes.subarray(2, 2 + ivBytes)
      const decipher = createDecipheriv('aes-256-gcm', subkey(key, 'encrypt'), iv)
      decipher.setAAD(Buffer.from(context))
      decipher.setAuthTag(bytes.subarray(2 + ivBytes, 2 + ivBytes + gcmTagBytes))
      const body = bytes.subarray(2 + ivBytes + gcmTagBytes)
      try {
        return Buffer.concat([decipher.update(body), decipher.final()]).toString('utf8')
      } catch {
        throw unreadable(context)
      }
    },
    sign: (purpose, payload) =>
      Buffer.concat([stamp(purpose, payload, signatureBytes), payload]).toString('base64url'),
    verify: (purpose, token) => {
      const bytes = Buffer.from(token, 'base64url')
      if (bytes.toString('base64url') !== token) return null // one text a token: the decoder forgives too much
      const payload = bytes.subarray(1 + signatureBytes)
      const stamped = bytes.subarray(0, 1 + signatureBytes)
      return isStamped(purpose, payload, stamped, signatureBytes) ? payload : null
    },
    stamp,
    isStamped,
  }
}

function unreadable(context: string): Failure {
  return new Failure(
    'precondition_failed',
    `the stored secret of ${context} cannot be read with this installation's key; enter it again`,
    { code: 'secret_unreadable' },
  )
}
