import type { Locale } from '@rapport/contract'
import { Failure, found } from '../../kernel/failure'
import { hashPassword, isCurrentHash, verifyPassword } from '../../platform/passwords'
import type { Queryable } from '../../platform/postgres'
import type { Audit, AuditNote } from './audit'
import type { AuditActor, TeamsDeps, Visitor } from './deps'
import { checkPassword } from './password-rules'
import { hashSecret } from './secrets'
import type { NewSession, Sessions } from './sessions'
import { deleteLinks, insertLink, liveLink, takeLink } from './store-links'
import { membershipsOf } from './store-members'
import { deleteSessions } from './store-sessions'
import {
  setLastWorkspace,
  setPasswordHash,
  type UserRow,
  updateUser,
  userByEmail,
  userById,
} from './store-users'
import type { LoginThrottle } from './throttle'

export const linkLifeMs = 24 * 3_600_000

export type Accounts = ReturnType<typeof createAccounts>

/** People's own accounts: signing in, names, passwords. */
export function createAccounts(
  deps: TeamsDeps,
  { audit, sessions, throttle }: { audit: Audit; sessions: Sessions; throttle: LoginThrottle },
) {
  const { db, now, randomSecret, publicUrl } = deps

  /** An account belongs to no workspace, so what happens to it is told in each that the person is in. */
  const tell = async (tx: Queryable, by: Teller | null, user: UserRow, note: Pick<AuditNote, 'action'>) => {
    const actor = by ?? { kind: 'user', id: user.userId, name: user.name }
    for (const { workspaceId } of await membershipsOf(tx, user.userId)) {
      const object = { objectKind: 'user', objectId: user.userId, summary: `${user.name} <${user.email}>` }
      await audit.record({ ...actor, workspaceId }, { ...object, ...note }, tx)
    }
  }

  const get = async (userId: string): Promise<UserRow> =>
    found(await userById(db, userId), 'the user', userId)

  /** The user when the password is right. An unknown address takes as long as a known one. */
  const check = async (email: string, password: string, address: string): Promise<UserRow | null> => {
    throttle.countAttempt(email, address, now())
    const user = await userByEmail(db, email)
    if (!(await verifyPassword(user?.passwordHash ?? null, password)) || !user) return null
    throttle.forgive(email, address)
    return user
  }

  return {
    get,

    /** Begins a session, or fails with `login_failed` whether the address or the password was wrong. */
    async signIn(credentials: { email: string; password: string }, visitor: Visitor): Promise<NewSession> {
      const user = await check(credentials.email, credentials.password, visitor.address)
      if (!user)
        throw new Failure('unauthenticated', 'the e-mail address or the password is not right', {
          code: 'login_failed',
        })
      if (user.passwordHash && !isCurrentHash(user.passwordHash))
        await setPasswordHash(db, user.userId, await hashPassword(credentials.password))
      return sessions.begin(user.userId, visitor)
    },

    /** Changes the user's own name or language. */
    async change(userId: string, changes: { name?: string; locale?: Locale | null }): Promise<UserRow> {
      const user = await get(userId)
      const changed = {
        ...user,
        name: changes.name ?? user.name,
        locale: changes.locale === undefined ? user.locale : changes.locale,
      }
      await db.transaction(async (tx) => {
        await updateUser(tx, changed)
        if (changed.name !== user.name) await tell(tx, null, changed, { action: 'user.renamed' })
      })
      return changed
    },

    /** Remembers which workspace the user has open. */
    rememberWorkspace: (userId: string, workspaceId: string) => setLastWorkspace(db, userId, workspaceId),

    /** Sets a new password and ends every session but the one with `token`. */
    async changePassword(
      userId: string,
      passwords: { currentPassword: string; newPassword: string },
      visitor: { address: string; token: string | null },
    ): Promise<void> {
      const { email } = await get(userId)
      const user = await check(email, passwords.currentPassword, visitor.address)
      if (!user)
        throw new Failure('forbidden', 'the current password is not right', { code: 'password_wrong' })
      checkPassword(passwords.newPassword, email)
      const passwordHash = await hashPassword(passwords.newPassword)
      await db.transaction(async (tx) => {
        await setPasswordHash(tx, userId, passwordHash)
        await deleteSessions(tx, userId, visitor.token ? hashSecret(visitor.token) : null)
        await tell(tx, null, user, { action: 'user.password_changed' })
      })
    },

    /** A link to set a new password with, for who runs the machine. An earlier one stops working. */
    async issuePasswordReset(email: string, by: Teller): Promise<{ link: string; expiresAt: Date }> {
      const user = found(await userByEmail(db, email), 'the user', email)
      const token = randomSecret()
      const createdAt = now()
      const expiresAt = new Date(createdAt.getTime() + linkLifeMs)
      await db.transaction(async (tx) => {
        await deleteLinks(tx, 'password_reset', user.userId)
        const tokenHash = hashSecret(token)
        await insertLink(tx, {
          tokenHash,
          purpose: 'password_reset',
          userId: user.userId,
          createdAt,
          expiresAt,
        })
        await tell(tx, by, user, { action: 'user.password_reset_issued' })
      })
      return { link: `${publicUrl()}/reset?token=${token}`, expiresAt }
    },

    /** Whose password the link sets. */
    async lookUpPasswordReset(
      token: string,
      visitor: Visitor,
    ): Promise<{ email: string; expiresAt: string }> {
      throttle.countAddress(visitor.address, now())
      const link = await liveLink(db, 'password_reset', hashSecret(token), now())
      if (!link?.userId) throw invalidReset()
      const { email } = await get(link.userId)
      return { email, expiresAt: link.expiresAt.toISOString() }
    },

    /** Sets the password, ends every session and signs in. A link works once. */
    async redeemPasswordReset(token: string, password: string, visitor: Visitor): Promise<NewSession> {
      const { email } = await this.lookUpPasswordReset(token, visitor)
      checkPassword(password, email)
      const passwordHash = await hashPassword(password)
      return db.transaction(async (tx) => {
        const link = await takeLink(tx, 'password_reset', hashSecret(token), now())
        const user = link?.userId ? await userById(tx, link.userId) : undefined
        if (!user) throw invalidReset()
        await setPasswordHash(tx, user.userId, passwordHash)
        await deleteSessions(tx, user.userId, null)
        await tell(tx, null, user, { action: 'user.password_changed' })
        return sessions.begin(user.userId, visitor, tx)
      })
    },
  }
}

/** Somebody who acts on an account without being in the account's workspaces. */
type Teller = Pick<AuditActor, 'kind' | 'id' | 'name'>

function invalidReset(): Failure {
  return new Failure('not_found', 'this link was used or has expired: ask for a new one', {
    code: 'reset_link_invalid',
  })
}
