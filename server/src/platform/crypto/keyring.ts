import { createHash, hkdfSync, randomBytes } from 'node:crypto'
import { chmod, mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Failure } from '../../kernel/failure'

const keyBytes = 32
const secretCharsMin = 32
const fileName = 'secret.key'

/** A secret key and the byte that names it in what it made. */
export interface Key {
  readonly id: number
  readonly bytes: Buffer
}

/** The keys of an installation. New things are made with `current`; old ones are still read with the others. */
export interface Keyring {
  readonly current: Key
  readonly byId: ReadonlyMap<number, Key>
}

/**
 * The keys from RAPPORT_SECRET (one or more, newest first, separated by commas) or, without it, from
 * `secret.key` in the data folder, which is made on the first start and readable by its owner alone.
 */
export async function openKeyring(at: { dataDir: string; secret: string | null }): Promise<Keyring> {
  if (at.secret !== null) return keyringOf(at.secret.split(',').map(keyFromSecret))
  const path = join(at.dataDir, fileName)
  const text = (await readIfThere(path)) ?? (await createKeyFile(at.dataDir, path))
  await chmod(path, 0o600)
  return keyringOf(
    text
      .split('\n')
      .filter((line) => line.trim() !== '')
      .map((line) => keyFromLine(line, path)),
  )
}

/** A keyring of raw keys of 32 bytes, newest first. */
export function keyringOf(keys: readonly Buffer[]): Keyring {
  const named = keys.map((bytes) => ({ id: keyId(bytes), bytes }))
  const byId = new Map(named.map((key) => [key.id, key]))
  const [current] = named
  if (!current) throw new Failure('invalid_input', 'there is no secret key')
  if (byId.size !== named.length)
    throw new Failure('invalid_input', 'two secret keys share their id byte; replace one of them')
  return { current, byId }
}

/** The id comes from the key itself, so the order of keys may change. */
function keyId(bytes: Buffer): number {
  return createHash('sha256').update('rapport key id').update(bytes).digest()[0] ?? 0
}

function keyFromSecret(secret: string): Buffer {
  const text = secret.trim()
  if (text.length < secretCharsMin)
    throw new Failure('invalid_input', `RAPPORT_SECRET needs at least ${secretCharsMin} random characters`)
  return Buffer.from(hkdfSync('sha256', text, '', 'rapport secret', keyBytes))
}

function keyFromLine(line: string, path: string): Buffer {
  const bytes = Buffer.from(line.trim(), 'base64url')
  if (bytes.length !== keyBytes)
    throw new Failure('invalid_input', `${path} is damaged: a line is not a key of ${keyBytes} bytes`)
  return bytes
}

async function readIfThere(path: string): Promise<string | null> {
  try {
    return await readFile(path, 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null
    throw error
  }
}

async function createKeyFile(dataDir: string, path: string): Promise<string> {
  const line = `${randomBytes(keyBytes).toString('base64url')}\n`
  await mkdir(dataDir, { recursive: true })
  await writeFile(path, line, { mode: 0o600, flag: 'wx' })
  return line
}
