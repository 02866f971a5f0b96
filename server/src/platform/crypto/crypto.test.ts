import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createCrypto, keyringOf, openKeyring } from '.'

const oldKey = Buffer.alloc(32, 1)
const newKey = Buffer.alloc(32, 2)
const payload = Buffer.from('who and what')

describe('secrets', () => {
  const crypto = createCrypto(keyringOf([oldKey]))

  test('come back as they were and look different every time', () => {
    const first = crypto.encrypt('密码 pass', 'channel')
    expect(crypto.decrypt(first, 'channel')).toBe('密码 pass')
    expect(crypto.encrypt('密码 pass', 'channel')).not.toBe(first)
  })

  test('cannot be read in another place, changed, or cut', () => {
    const sealed = crypto.encrypt('secret', 'workspace 1')
    const bytes = Buffer.from(sealed, 'base64url')
    bytes[bytes.length - 1] = (bytes.at(-1) ?? 0) ^ 1
    for (const [text, context] of [
      [sealed, 'workspace 2'],
      [bytes.toString('base64url'), 'workspace 1'],
      [sealed.slice(0, 20), 'workspace 1'],
      ['', 'workspace 1'],
    ] as const)
      expect(() => crypto.decrypt(text, context)).toThrow(/enter it again/)
  })

  test('made with an old key are read after a new one is put before it, and not when it is gone', () => {
    const sealed = crypto.encrypt('secret', 'x')
    expect(createCrypto(keyringOf([newKey, oldKey])).decrypt(sealed, 'x')).toBe('secret')
    expect(() => createCrypto(keyringOf([newKey])).decrypt(sealed, 'x')).toThrow(/cannot be read/)
  })
})

describe('tokens', () => {
  const crypto = createCrypto(keyringOf([oldKey]))

  test('give back what was signed, for the same purpose only', () => {
    const token = crypto.sign('open', payload)
    expect(crypto.verify('open', token)).toEqual(payload)
    expect(crypto.verify('click', token)).toBeNull()
  })

  test('are refused when any single byte is changed', () => {
    const bytes = Buffer.from(crypto.sign('open', payload), 'base64url')
    for (let index = 0; index < bytes.length; index += 1) {
      const changed = Buffer.from(bytes)
      changed[index] = (changed[index] ?? 0) ^ 0x40
      expect(crypto.verify('open', changed.toString('base64url'))).toBeNull()
    }
  })

  test('that are empty, short or of another installation are refused', () => {
    const stranger = createCrypto(keyringOf([newKey]))
    for (const token of ['', 'a', 'AAAA', stranger.sign('open', payload)])
      expect(crypto.verify('open', token)).toBeNull()
  })

  test('fit into narrow places as a stamp', () => {
    const stamp = crypto.stamp('bounce', payload, 8)
    expect(stamp).toHaveLength(9)
    expect(crypto.isStamped('bounce', payload, stamp, 8)).toBe(true)
    expect(crypto.isStamped('bounce', Buffer.from('another'), stamp, 8)).toBe(false)
    expect(crypto.isStamped('bounce', payload, stamp.subarray(0, 2), 8)).toBe(false)
  })
})

describe('the key file', () => {
  let dataDir: string
  beforeAll(async () => {
    dataDir = await mkdtemp(join(tmpdir(), 'rapport-keys-'))
  })
  afterAll(() => rm(dataDir, { recursive: true }))

  test('is made once, for its owner alone, and read again', async () => {
    const first = await openKeyring({ dataDir, secret: null })
    const second = await openKeyring({ dataDir, secret: null })
    expect(second.current).toEqual(first.current)
    expect((await stat(join(dataDir, 'secret.key'))).mode & 0o777).toBe(0o600)
  })

  test('may hold several keys, newest first', async () => {
    const path = join(dataDir, 'secret.key')
    const known = await readFile(path, 'utf8')
    await writeFile(path, `${newKey.toString('base64url')}\n${known}`)
    const keyring = await openKeyring({ dataDir, secret: null })
    expect(keyring.current.bytes).toEqual(newKey)
    expect(keyring.byId.size).toBe(2)
  })

  test('that is damaged stops the start with its name', async () => {
    await writeFile(join(dataDir, 'secret.key'), 'not a key\n')
    await expect(openKeyring({ dataDir, secret: null })).rejects.toThrow(/secret\.key is damaged/)
  })

  test('is not needed when RAPPORT_SECRET is set, which must be long enough', async () => {
    const secret = 'x'.repeat(40)
    expect((await openKeyring({ dataDir, secret })).byId.size).toBe(1)
    expect((await openKeyring({ dataDir, secret: `${secret},${'y'.repeat(40)}` })).byId.size).toBe(2)
    await expect(openKeyring({ dataDir, secret: 'short' })).rejects.toThrow(/at least 32/)
  })
})
