import { createHash } from 'node:crypto'
import type { AuditVerdict } from '@rapport/contract'

/** An entry of the audit log as it is stored and hashed. `before` and `after` are JSON text. */
export interface ChainEntry {
  readonly workspaceId: string
  readonly sequence: number
  readonly at: Date
  readonly actorKind: 'user' | 'api_key' | 'system'
  readonly actorId: string
  readonly actorName: string
  readonly action: string
  readonly objectKind: string
  readonly objectId: string
  readonly summary: string
  readonly before: string | null
  readonly after: string | null
}

export interface LinkedEntry extends ChainEntry {
  readonly prevHash: string
  readonly hash: string
}

/** What the first entry of a workspace has before it. */
export const chainStart = ''

export interface ChainEnd {
  readonly sequence: number
  readonly hash: string
}

/** Puts an entry at the end of the chain. */
export function link(entry: ChainEntry, prevHash: string): LinkedEntry {
  return { ...entry, prevHash, hash: hashOf(entry, prevHash) }
}

/** How an entry fails to follow the one before it; null when it does follow. */
export function faultOf(entry: LinkedEntry, before: ChainEnd): AuditVerdict['reason'] {
  if (entry.sequence !== before.sequence + 1) return 'entry_missing'
  if (entry.prevHash !== before.hash) return 'link_broken'
  return entry.hash === hashOf(entry, entry.prevHash) ? null : 'content_changed'
}

function hashOf(entry: ChainEntry, prevHash: string): string {
  const fields = [
    prevHash,
    entry.workspaceId,
    entry.sequence,
    entry.at.toISOString(),
    entry.actorKind,
    entry.actorId,
    entry.actorName,
    entry.action,
    entry.objectKind,
    entry.objectId,
    entry.summary,
    entry.before,
    entry.after,
  ]
  return createHash('sha256').update(JSON.stringify(fields)).digest('hex')
}
