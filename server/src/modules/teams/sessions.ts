import { type Locale, permissionsByRole, type Role } from '@rapport/contract'
import { found } from '../../kernel/failure'
import type { Queryable } from '../../platform/postgres'
import type { TeamsDeps, Visitor } from './deps'
import { hashSecret, isSameHash } from './secrets'
import {
  callerBySession,
  deleteSession,
  deleteSessionByToken,
  deleteSessions,
  insertSession,
  type SessionCaller,
  type SessionRow,
  sessionsOf,
  touchSession,
} from './store-sessions'

const day = 86_400_000
/** A session ends when it is not used for this long … */
export const sessionIdleMs = 14 * day
/** … and in any case this long after the login. */
export const sessionLengthMaxMs = 90 * day
/** How often the time of last use is written down. */
const touchEveryMs = 5 * 60_000
const userAgentLengthMax = 300

export interface SessionUser {
  readonly sessionId: string
  readonly userId: string
  readonly name: string
  readonly email: string
  readonly locale: Locale | null
  /** In the workspace asked for; null when not a member. */
  readonly role: Role | null
  /** Set when the session was prolonged just now: the cookie should be, too. */
  readonly prolongedUntil: Date | null
}

export type Sessions = ReturnType<typeof createSessions>

/** Who is signed in where. The token is told to the browser once; its hash is kept. */
export function createSessions({ db, now, newId, randomSecret }: TeamsDeps) {
  return {
    /** Begins a session; inside a transaction pass it as `tx`. */
    async begin(userId: string, visitor: Visitor, tx: Queryable = db): Promise<NewSession> {
      const token = randomSecret()
      const at = now()
      const expiresAt = expiryAt(at, at)
      await insertSession(tx, {
        sessionId: newId(),
        tokenHash: hashSecret(token),
        userId,
        userAgent: visitor.userAgent.replaceAll('\u0000', '').slice(0, userAgentLengthMax),
        address: visitor.address,
        createdAt: at,
        lastSeenAt: at,
        expiresAt,
      })
      return { userId, token, expiresAt }
    },

    /** The user behind a token, or null when it is unknown or has expired. Being used prolongs a session. */
    async resolve(token: string, workspaceId: string | null): Promise<SessionUser | null> {
      const at = now()
      const tokenHash = hashSecret(token)
      const caller = await callerBySession(db, tokenHash, workspaceId, at)
      if (!caller || !isSameHash(caller.tokenHash, tokenHash)) return null
      return { ...caller, prolongedUntil: await prolong(db, caller, at) }
    },

    async list(userId: string, token: string | null): Promise<(SessionRow & { current: boolean })[]> {
      const current = token ? hashSecret(token) : ''
      const rows = await sessionsOf(db, userId, now())
      return rows.map((row) => ({ ...row, current: row.tokenHash === current }))
    },

    /** Ends one session of the user's own. */
    async revoke(userId: string, sessionId: string): Promise<void> {
      const isEnded = await deleteSession(db, userId, sessionId)
      found(isEnded || null, 'the session', sessionId)
    },

    /** Ends the user's sessions but the one with this token, and says how many. */
    revokeOthers(userId: string, token: string | null): Promise<number> {
      return deleteSessions(db, userId, token ? hashSecret(token) : null)
    },

    end(token: string): Promise<void> {
      return deleteSessionByToken(db, hashSecret(token))
    },
  }
}

export interface NewSession {
  readonly userId: string
  readonly token: string
  readonly expiresAt: Date
}

/** What a member of the role may do. */
export function permissionsOf(role: Role | null): ReadonlySet<(typeof permissionsByRole)[Role][number]> {
  return new Set(role ? permissionsByRole[role] : [])
}

/** When a session begun at `createdAt` and used at `usedAt` ends. */
export function expiryAt(createdAt: Date, usedAt: Date): Date {
  return new Date(Math.min(usedAt.getTime() + sessionIdleMs, createdAt.getTime() + sessionLengthMaxMs))
}

async function prolong(db: Queryable, caller: SessionCaller, at: Date): Promise<Date | null> {
  if (at.getTime() - caller.lastSeenAt.getTime() < touchEveryMs) return null
  const expiresAt = expiryAt(caller.createdAt, at)
  await touchSession(db, { sessionId: caller.sessionId, lastSeenAt: at, expiresAt })
  return expiresAt
}
