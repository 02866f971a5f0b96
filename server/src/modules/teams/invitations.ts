import type { Invitation, Locale, Role } from '@rapport/contract'
import { Failure, found } from '../../kernel/failure'
import type { Actor } from '../../platform/http'
import { hashPassword, verifyPassword } from '../../platform/passwords'
import type { Queryable } from '../../platform/postgres'
import type { Audit } from './audit'
import type { TeamsDeps, Visitor } from './deps'
import { checkPassword } from './password-rules'
import { mustGrant } from './policies'
import { presentInvitation } from './present'
import { hashSecret } from './secrets'
import type { NewSession, Sessions } from './sessions'
import { parseSettings } from './settings'
import {
  deleteInvitation,
  type InvitationRow,
  invitationByToken,
  markAccepted,
  openInvitation,
  openInvitations,
  upsertInvitation,
} from './store-invitations'
import { insertMember, isMemberEmail } from './store-members'
import { insertUser, type UserRow, userByEmail } from './store-users'
import { lockWorkspace, workspaceById } from './store-workspaces'
import type { LoginThrottle } from './throttle'

/** A link waits a week for its answer. */
export const invitationLifeMs = 7 * 86_400_000

export interface Acceptance {
  readonly token: string
  readonly name?: string
  readonly password: string
  readonly locale?: Locale
}

/** Invitations by link. The link is told to the inviter once; its hash is kept. */
export function createInvitations(
  deps: TeamsDeps,
  { audit, sessions, throttle }: { audit: Audit; sessions: Sessions; throttle: LoginThrottle },
) {
  const { db, now, newId, randomSecret, publicUrl } = deps

  const save = async (actor: Actor, email: string, role: Role, action: string) => {
    mustGrant(actor, role)
    const token = randomSecret()
    const at = now()
    const row = await db.transaction(async (tx) => {
      if (await isMemberEmail(tx, actor.workspaceId, email)) throw alreadyMember(email)
      const saved = await upsertInvitation(tx, {
        workspaceId: actor.workspaceId,
        invitationId: newId(),
        tokenHash: hashSecret(token),
        email,
        role,
        invitedBy: actor.name,
        createdAt: at,
        expiresAt: new Date(at.getTime() + invitationLifeMs),
      })
      await audit.record(actor, note(action, saved), tx)
      return saved
    })
    return { invitation: presentInvitation(row, at), link: `${publicUrl()}/invitation?token=${token}` }
  }

  const liveByToken = async (token: string) => {
    const row = await invitationByToken(db, hashSecret(token))
    if (!row) throw invalidLink()
    if (row.expiresAt <= now()) throw expiredLink()
    return row
  }

  return {
    async list(workspaceId: string): Promise<Invitation[]> {
      return (await openInvitations(db, workspaceId)).map((row) => presentInvitation(row, now()))
    },

    /** Invites somebody; a second invitation to the same address replaces the first. */
    invite: (actor: Actor, email: string, role: Role) => save(actor, email, role, 'invitation.created'),

    /** A new link for an open or expired invitation. */
    async renew(actor: Actor, invitationId: string) {
      const row = found(
        await openInvitation(db, actor.workspaceId, invitationId),
        'the invitation',
        invitationId,
      )
      return save(actor, row.email, row.role, 'invitation.renewed')
    },

    withdraw(actor: Actor, invitationId: string): Promise<void> {
      return db.transaction(async (tx) => {
        const row = found(
          await openInvitation(tx, actor.workspaceId, invitationId),
          'the invitation',
          invitationId,
        )
        await deleteInvitation(tx, actor.workspaceId, invitationId)
        await audit.record(actor, note('invitation.withdrawn', row), tx)
      })
    },

    /** What the link is for, before it is accepted. */
    async lookUp(token: string, visitor: Visitor) {
      throttle.countAddress(visitor.address, now())
      const row = await liveByToken(token)
      const workspace = found(
        await workspaceById(db, row.workspaceId),
        'the workspace of the invitation',
        row.workspaceId,
      )
      const { name, defaultLocale } = parseSettings(workspace)
      return {
        workspaceName: name,
        email: row.email,
        role: row.role,
        invitedBy: row.invitedBy,
        expiresAt: row.expiresAt.toISOString(),
        defaultLocale,
        hasAccount: (await userByEmail(db, row.email)) !== undefined,
      }
    },

    /** Joins, with a new account or the existing one, and signs in. A link works once. */
    async accept(acceptance: Acceptance, visitor: Visitor): Promise<NewSession> {
      throttle.countAddress(visitor.address, now())
      const row = await liveByToken(acceptance.token)
      const known = await userByEmail(db, row.email)
      const user = known
        ? await checked(known, acceptance.password, visitor)
        : await newUser(row.email, acceptance)
      return db.transaction(async (tx) => {
        if (!(await lockWorkspace(tx, row.workspaceId))) throw invalidLink()
        if (!(await markAccepted(tx, row, now()))) throw invalidLink()
        if (!known && !(await insertUser(tx, user))) throw accountExists(row.email)
        await join(tx, row, user)
        return sessions.begin(user.userId, visitor, tx)
      })
    },
  }

  async function checked(user: UserRow, password: string, visitor: Visitor): Promise<UserRow> {
    throttle.countAttempt(user.email, visitor.address, now())
    if (!(await verifyPassword(user.passwordHash, password))) throw wrongPassword()
    throttle.forgive(user.email, visitor.address)
    return user
  }

  async function newUser(email: string, { name, password, locale }: Acceptance): Promise<UserRow> {
    if (!name) throw new Failure('invalid_input', 'a new account needs a name')
    checkPassword(password, email)
    return {
      userId: newId(),
      email,
      name,
      locale: locale ?? null,
      passwordHash: await hashPassword(password),
      lastWorkspaceId: null,
      createdAt: now(),
    }
  }

  async function join(tx: Queryable, row: InvitationRow, user: UserRow): Promise<void> {
    const { workspaceId, role } = row
    const isNew = await insertMember(tx, { workspaceId, userId: user.userId, role, joinedAt: now() })
    if (!isNew) return
    await audit.record(
      { kind: 'user', id: user.userId, name: user.name, workspaceId },
      {
        action: 'member.joined',
        objectKind: 'member',
        objectId: user.userId,
        summary: `${user.name} <${user.email}>`,
        after: { role, invitedBy: row.invitedBy },
      },
      tx,
    )
  }
}

function note(action: string, row: InvitationRow) {
  return {
    action,
    objectKind: 'invitation',
    objectId: row.invitationId,
    summary: row.email,
    after: { role: row.role },
  }
}

function alreadyMember(email: string): Failure {
  return new Failure('already_exists', `${email} is a member already`, { code: 'email_taken' })
}

function invalidLink(): Failure {
  return new Failure('not_found', 'this invitation was used, withdrawn or replaced: ask for a new link', {
    code: 'invitation_invalid',
  })
}

function expiredLink(): Failure {
  return new Failure('precondition_failed', 'this invitation has expired: ask for a new link', {
    code: 'invitation_expired',
  })
}

function accountExists(email: string): Failure {
  return new Failure('conflict', `${email} has an account since a moment ago: accept with its password`, {
    code: 'account_exists',
  })
}

function wrongPassword(): Failure {
  return new Failure('unauthenticated', 'the password is not right for this account', {
    code: 'login_failed',
  })
}
