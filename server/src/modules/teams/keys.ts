import type { ApiKey, KeyKind, Permission } from '@rapport/contract'
import { Failure, found } from '../../kernel/failure'
import type { Actor } from '../../platform/http'
import type { Audit } from './audit'
import type { TeamsDeps } from './deps'
import { createKeyring } from './keyring'
import { canScope } from './policies'
import { presentKey } from './present'
import { hashSecret, keyMark, prefixOf } from './secrets'
import { insertKey, type KeyRow, keyById, keysOf, markRevoked } from './store-keys'

export interface NewKey {
  readonly kind: KeyKind
  readonly name: string
  readonly scopes: readonly Permission[]
  readonly expiresAt: Date | null
}

export type Keys = ReturnType<typeof createKeys>

/** API keys and write keys. The secret leaves this module once, in the answer to its creation. */
export function createKeys(deps: TeamsDeps, audit: Audit) {
  const { db, now, newId, randomSecret } = deps
  const keyring = createKeyring(deps)

  return {
    resolve: keyring.resolve,

    async create(actor: Actor, asked: NewKey): Promise<{ key: ApiKey; secret: string }> {
      const scopes = checkScopes(actor, asked)
      if (asked.expiresAt && asked.expiresAt <= now()) throw notToCome()
      const secret = `${keyMark[asked.kind]}${randomSecret()}`
      const row: KeyRow = {
        ...asked,
        scopes,
        workspaceId: actor.workspaceId,
        keyId: newId(),
        keyHash: hashSecret(secret),
        prefix: prefixOf(secret),
        createdBy: actor.name,
        createdAt: now(),
        lastUsedAt: null,
        revokedAt: null,
      }
      await db.transaction(async (tx) => {
        await insertKey(tx, row)
        await audit.record(actor, note('key.created', row, { after: { kind: row.kind, scopes } }), tx)
      })
      return { key: presentKey(row), secret }
    },

    async list(workspaceId: string, kind: KeyKind | null): Promise<ApiKey[]> {
      return (await keysOf(db, workspaceId, kind)).map(presentKey)
    },

    /** Revokes a key for good; revoking again changes nothing. In this process it stops working at once. */
    async revoke(actor: Actor, keyId: string): Promise<ApiKey> {
      const row = await db.transaction(async (tx) => {
        const revoked = await markRevoked(tx, actor.workspaceId, keyId, now())
        if (revoked) await audit.record(actor, note('key.revoked', revoked, {}), tx)
        return found(revoked ?? (await keyById(tx, actor.workspaceId, keyId)), 'the key', keyId)
      })
      keyring.forget(row.keyHash)
      return presentKey(row)
    },

    /** For when a workspace is deleted with all its keys. */
    forgetAll: keyring.forgetAll,
  }
}

function checkScopes(actor: Actor, { kind, scopes }: NewKey): readonly Permission[] {
  if (kind === 'write') return []
  if (scopes.length === 0)
    throw new Failure('invalid_input', 'an API key without scopes could do nothing: choose at least one')
  if (!canScope(actor, scopes))
    throw new Failure('forbidden', 'a key may do no more than you may', { code: 'scope_too_wide' })
  return [...new Set(scopes)].sort()
}

function notToCome(): Failure {
  const message = 'is not a moment to come'
  return new Failure('invalid_input', `expiresAt ${message}`, { issues: [{ path: 'expiresAt', message }] })
}

function note(action: string, row: KeyRow, values: { after?: unknown }) {
  return {
    action,
    objectKind: 'key',
    objectId: row.keyId,
    summary: `${row.name} (${row.prefix}…)`,
    ...values,
  }
}
