import type { Locale, Role } from '@rapport/contract'
import { Failure } from '../../kernel/failure'
import type { Actor } from '../../platform/http'
import { hashPassword } from '../../platform/passwords'
import type { Accounts } from './accounts'
import type { Audit } from './audit'
import type { TeamsDeps } from './deps'
import { checkPassword } from './password-rules'
import { mustGrant } from './policies'
import { insertMember } from './store-members'
import { insertUser, type UserRow, userByEmail } from './store-users'
import { lockWorkspace } from './store-workspaces'

export interface UserOrder {
  readonly email: string
  readonly name?: string
  readonly role: Role
  readonly password?: string
  readonly locale?: Locale
}

/** Users made by who runs the machine, without an invitation. */
export function createCliUsers(deps: TeamsDeps, { audit, accounts }: { audit: Audit; accounts: Accounts }) {
  const { db, now, newId } = deps
  return {
    /** Creates the user, or adds a known one to the workspace; without a password there is a link to set one. */
    async create(
      actor: Actor,
      order: UserOrder,
    ): Promise<{ id: string; email: string; link: string | null }> {
      mustGrant(actor, order.role)
      if (order.password) checkPassword(order.password, order.email)
      const known = await userByEmail(db, order.email)
      if (known && order.password)
        throw new Failure('already_exists', `${order.email} has an account: its password stays`, {
          code: 'account_exists',
        })
      const user = known ?? (await userOf(order, newId(), now()))
      await db.transaction(async (tx) => {
        await lockWorkspace(tx, actor.workspaceId)
        if (!known && !(await insertUser(tx, user)))
          throw new Failure('conflict', `${order.email} was added a moment ago`, { code: 'account_exists' })
        const member = {
          workspaceId: actor.workspaceId,
          userId: user.userId,
          role: order.role,
          joinedAt: now(),
        }
        if (!(await insertMember(tx, member)))
          throw new Failure('already_exists', `${order.email} is a member already`, { code: 'email_taken' })
        const summary = `${user.name} <${user.email}>`
        const after = { role: order.role }
        const object = { objectKind: 'member', objectId: user.userId }
        await audit.record(actor, { action: 'member.added', ...object, summary, after }, tx)
      })
      const link = user.passwordHash ? null : (await accounts.issuePasswordReset(user.email, actor)).link
      return { id: user.userId, email: user.email, link }
    },
  }
}

async function userOf(order: UserOrder, userId: string, createdAt: Date): Promise<UserRow> {
  return {
    userId,
    email: order.email,
    name: order.name ?? order.email.split('@')[0] ?? order.email,
    locale: order.locale ?? null,
    passwordHash: order.password ? await hashPassword(order.password) : null,
    lastWorkspaceId: null,
    createdAt,
  }
}
