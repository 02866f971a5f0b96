import type { KeyKind, Permission } from '@rapport/contract'
import { BoundedMap } from './bounded-map'
import type { TeamsDeps } from './deps'
import { hashSecret, isSameHash, keyMark } from './secrets'
import { type KeyRow, keyByHash, touchKey } from './store-keys'

/** How long an answer is believed without asking again: another process's revocation works after this. */
const believedMs = 5_000
/** A key that is still in use is asked about again before that, so that nobody has to wait for the answer. */
const renewedMs = 2_000
/** Keys remembered, unknown ones too: a flood of wrong keys pushes out its own. */
const rememberedMax = 10_000
/** How often the time of last use is written down. */
const touchEveryMs = 60_000

export interface ResolvedKey {
  readonly workspaceId: string
  readonly keyId: string
  readonly name: string
  readonly scopes: readonly Permission[]
}

interface Known {
  readonly row: Promise<KeyRow | undefined>
  readonly until: number
  /** When it is asked about again; never once that goes on. */
  renewAt: number
}

/** Answers whose key this is, from memory for a few seconds: it is asked with every tracking request. */
export function createKeyring({ db, now }: Pick<TeamsDeps, 'db' | 'now'>) {
  const known = new BoundedMap<string, Known>(rememberedMax)

  const look = async (keyHash: string, at: Date): Promise<KeyRow | undefined> => {
    const row = await keyByHash(db, keyHash)
    if (row && isLive(row, at) && isTouchDue(row, at)) await touchKey(db, row.workspaceId, row.keyId, at)
    return row
  }

  const remember = (keyHash: string, at: Date): Known => {
    const entry = ask(keyHash, at)
    entry.row.catch(() => known.delete(keyHash))
    known.set(keyHash, entry)
    return entry
  }

  const ask = (keyHash: string, at: Date): Known => ({
    row: look(keyHash, at),
    until: at.getTime() + believedMs,
    renewAt: at.getTime() + renewedMs,
  })

  /** Asks anew while the old answer is still believed. A key that was forgotten meanwhile stays forgotten. */
  const renew = (keyHash: string, old: Known, at: Date): void => {
    old.renewAt = Number.POSITIVE_INFINITY
    const entry = ask(keyHash, at)
    entry.row.then(
      () => {
        if (known.get(keyHash) === old) known.set(keyHash, entry)
      },
      () => undefined, // whoever comes once the old answer is over is told
    )
  }

  return {
    /** The workspace and rights of a key of this kind; null when it is unknown, revoked or expired. */
    async resolve(kind: KeyKind, key: string): Promise<ResolvedKey | null> {
      if (!key.startsWith(keyMark[kind])) return null
      const at = now()
      const keyHash = hashSecret(key)
      const remembered = known.get(keyHash)
      const isBelieved = remembered !== undefined && remembered.until > at.getTime()
      const entry = isBelieved ? remembered : remember(keyHash, at)
      if (isBelieved && at.getTime() >= entry.renewAt) renew(keyHash, entry, at)
      const row = await entry.row
      if (!row || row.kind !== kind || !isSameHash(row.keyHash, keyHash) || !isLive(row, at)) return null
      return { workspaceId: row.workspaceId, keyId: row.keyId, name: row.name, scopes: row.scopes }
    },

    forget(keyHash: string): void {
      known.delete(keyHash)
    },

    forgetAll(): void {
      known.clear()
    },
  }
}

/** A key works until it is revoked and before the moment it expires. */
export function isLive(row: Pick<KeyRow, 'revokedAt' | 'expiresAt'>, at: Date): boolean {
  return row.revokedAt === null && (row.expiresAt === null || row.expiresAt > at)
}

function isTouchDue(row: KeyRow, at: Date): boolean {
  return row.lastUsedAt === null || at.getTime() - row.lastUsedAt.getTime() >= touchEveryMs
}
