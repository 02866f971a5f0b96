import {
  type ApiKey,
  type AuditEntry,
  type Invitation,
  type Member,
  type MyWorkspace,
  permissionsByRole,
  type Session,
  type User,
  type Workspace,
} from '@rapport/contract'
import type { LinkedEntry } from './chain'
import { parseSettings } from './settings'
import type { InvitationRow } from './store-invitations'
import type { KeyRow } from './store-keys'
import type { MemberRow, MembershipRow } from './store-members'
import type { SessionRow } from './store-sessions'
import type { UserRow } from './store-users'
import type { WorkspaceRow } from './store-workspaces'

const text = (moment: Date) => moment.toISOString()
const textOrNull = (moment: Date | null) => moment?.toISOString() ?? null

export function presentUser({ userId, email, name, locale }: UserRow): User {
  return { id: userId, email, name, locale }
}

export function presentWorkspace(row: WorkspaceRow, currencyLocked: boolean): Workspace {
  return {
    id: row.workspaceId,
    createdAt: text(row.createdAt),
    settings: parseSettings(row),
    currencyLocked,
  }
}

export function presentMyWorkspace(row: MembershipRow): MyWorkspace {
  const { name, slug, currency, timezone, defaultLocale, country, startedWith } = parseSettings(row)
  return {
    id: row.workspaceId,
    name,
    slug,
    role: row.role,
    permissions: [...permissionsByRole[row.role]],
    currency,
    timezone,
    defaultLocale,
    country,
    startedWith,
  }
}

export function presentMember(row: MemberRow): Member {
  const { userId, name, email, role } = row
  return { userId, name, email, role, joinedAt: text(row.joinedAt), lastSeenAt: textOrNull(row.lastSeenAt) }
}

export function presentInvitation(row: InvitationRow, now: Date): Invitation {
  return {
    id: row.invitationId,
    email: row.email,
    role: row.role,
    invitedBy: row.invitedBy,
    createdAt: text(row.createdAt),
    expiresAt: text(row.expiresAt),
    state: row.expiresAt > now ? 'open' : 'expired',
  }
}

export function presentSession(row: SessionRow & { current: boolean }): Session {
  return {
    id: row.sessionId,
    userAgent: row.userAgent,
    address: row.address,
    createdAt: text(row.createdAt),
    lastSeenAt: text(row.lastSeenAt),
    expiresAt: text(row.expiresAt),
    current: row.current,
  }
}

export function presentKey(row: KeyRow): ApiKey {
  return {
    id: row.keyId,
    kind: row.kind,
    name: row.name,
    prefix: row.prefix,
    scopes: [...row.scopes],
    createdBy: row.createdBy,
    createdAt: text(row.createdAt),
    lastUsedAt: textOrNull(row.lastUsedAt),
    expiresAt: textOrNull(row.expiresAt),
    revokedAt: textOrNull(row.revokedAt),
  }
}

export function presentAuditEntry(entry: LinkedEntry): AuditEntry {
  return {
    sequence: entry.sequence,
    at: text(entry.at),
    actor: { kind: entry.actorKind, id: entry.actorId, name: entry.actorName },
    action: entry.action,
    objectKind: entry.objectKind,
    objectId: entry.objectId,
    summary: entry.summary,
    before: parsedOrAbsent(entry.before),
    after: parsedOrAbsent(entry.after),
    hash: entry.hash,
  }
}

function parsedOrAbsent(json: string | null): unknown {
  if (json === null) return undefined
  try {
    return JSON.parse(json)
  } catch {
    return json // somebody changed the row by hand: show what is there; `verify` says so
  }
}
