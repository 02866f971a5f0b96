import type { WorkspaceChanges } from '@rapport/contract'
import { Failure } from '../../kernel/failure'
import { hashPassword } from '../../platform/passwords'
import type { Queryable } from '../../platform/postgres'
import { linkLifeMs } from './accounts'
import type { Audit } from './audit'
import type { TeamsDeps, Visitor } from './deps'
import { checkPassword } from './password-rules'
import { hashSecret } from './secrets'
import type { NewSession, Sessions } from './sessions'
import { deleteLinks, insertLink, liveLink, takeLink } from './store-links'
import { insertMember } from './store-members'
import { insertUser, isAnyUser, type UserRow } from './store-users'
import { ownerlessWorkspaces, type WorkspaceRow } from './store-workspaces'
import type { LoginThrottle } from './throttle'
import type { Creator, Workspaces } from './workspaces'

/** Serialises the making of the first owner: the browser, the environment and a second process may all try. */
const firstOwnerLock = 7_310_040

export interface NewOwner {
  readonly email: string
  readonly password: string
  readonly name?: string
  readonly workspaceName?: string
  readonly locale?: 'zh-CN' | 'en'
  readonly currency?: string
  readonly timezone?: string
  readonly country?: string
}

const workspaceNames = { 'zh-CN': '我的店铺', en: 'My shop' } as const

/** The first owner, by link or by environment. */
export function createOwners(
  deps: TeamsDeps,
  parts: { audit: Audit; sessions: Sessions; throttle: LoginThrottle; workspaces: Workspaces },
) {
  const { db, now, newId, randomSecret, publicUrl } = deps
  const { audit, sessions, throttle, workspaces } = parts

  const isOwnerNeeded = async () => !(await isAnyUser(db))

  /** Adds the user and makes them the owner of the workspaces that wait for one, or else of a new one. */
  const add = async (tx: Queryable, owner: NewOwner, passwordHash: string): Promise<UserRow> => {
    await tx.query('SELECT pg_advisory_xact_lock($1)', [firstOwnerLock])
    if (await isAnyUser(tx)) throw ownerExists()
    const user = userOf(owner, passwordHash, newId(), now())
    await insertUser(tx, user)
    const creator: Creator = { kind: 'user', id: user.userId, name: user.name }
    const waiting = await ownerlessWorkspaces(tx)
    for (const workspace of waiting) await adopt(tx, creator, workspace, user)
    if (waiting.length === 0) await workspaces.create(tx, creator, workspaceOf(owner), user)
    return user
  }

  const adopt = async (tx: Queryable, creator: Creator, { workspaceId }: WorkspaceRow, user: UserRow) => {
    await insertMember(tx, { workspaceId, userId: user.userId, role: 'owner', joinedAt: now() })
    const summary = `${user.name} <${user.email}>`
    await audit.record(
      { ...creator, workspaceId },
      {
        action: 'member.joined',
        objectKind: 'member',
        objectId: user.userId,
        summary,
        after: { role: 'owner' },
      },
      tx,
    )
  }

  return {
    /** True until somebody has an account. */
    isOwnerNeeded,

    /** The link that makes its visitor the first owner, or null when there is one. An earlier link stops working. */
    async firstLoginLink(): Promise<string | null> {
      if (!(await isOwnerNeeded())) return null
      const token = randomSecret()
      const createdAt = now()
      const expiresAt = new Date(createdAt.getTime() + linkLifeMs)
      await db.transaction(async (tx) => {
        await deleteLinks(tx, 'first_login', null)
        const tokenHash = hashSecret(token)
        await insertLink(tx, { tokenHash, purpose: 'first_login', userId: null, createdAt, expiresAt })
      })
      return `${publicUrl()}/setup?token=${token}`
    },

    /** Creates the first owner without a browser; false when somebody has an account already. */
    async createOwner(owner: NewOwner): Promise<boolean> {
      if (!(await isOwnerNeeded())) return false
      checkPassword(owner.password, owner.email)
      const passwordHash = await hashPassword(owner.password)
      await db.transaction(async (tx) => {
        await add(tx, owner, passwordHash)
        await deleteLinks(tx, 'first_login', null)
      })
      return true
    },

    /** Creates the first owner for whoever holds the link, and signs in. */
    async completeSetup(token: string, owner: NewOwner, visitor: Visitor): Promise<NewSession> {
      throttle.countAddress(visitor.address, now())
      if (!(await isOwnerNeeded())) throw ownerExists()
      const tokenHash = hashSecret(token)
      if (!(await liveLink(db, 'first_login', tokenHash, now()))) throw invalidLink()
      checkPassword(owner.password, owner.email)
      const passwordHash = await hashPassword(owner.password)
      return db.transaction(async (tx) => {
        if (!(await takeLink(tx, 'first_login', tokenHash, now()))) throw invalidLink()
        const user = await add(tx, owner, passwordHash)
        return sessions.begin(user.userId, visitor, tx)
      })
    },
  }
}

function userOf(owner: NewOwner, passwordHash: string, userId: string, createdAt: Date): UserRow {
  const email = owner.email.trim().toLowerCase()
  const name = owner.name ?? email.split('@')[0] ?? email
  return {
    userId,
    email,
    name,
    locale: owner.locale ?? null,
    passwordHash,
    lastWorkspaceId: null,
    createdAt,
  }
}

function workspaceOf(owner: NewOwner): WorkspaceChanges & { name: string } {
  const { currency, timezone, country } = owner
  const defaultLocale = owner.locale ?? 'zh-CN'
  return {
    name: owner.workspaceName ?? workspaceNames[defaultLocale],
    defaultLocale,
    currency,
    timezone,
    country,
  }
}

function ownerExists(): Failure {
  return new Failure(
    'conflict',
    'this Rapport has its owner already: sign in, or ask them for an invitation',
    {
      code: 'owner_exists',
    },
  )
}

function invalidLink(): Failure {
  return new Failure(
    'not_found',
    'this link was used, replaced or has expired: the next start of Rapport prints a new one',
    { code: 'setup_link_invalid' },
  )
}
