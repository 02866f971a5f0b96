import type { Member, MyWorkspace, Role } from '@rapport/contract'
import { Failure, found } from '../../kernel/failure'
import type { Actor } from '../../platform/http'
import type { Queryable } from '../../platform/postgres'
import type { Audit } from './audit'
import type { TeamsDeps } from './deps'
import { leavesNoOwner, mustGrant, notMember, userOf } from './policies'
import { presentMember, presentMyWorkspace } from './present'
import {
  countOwners,
  deleteMember,
  type MemberRow,
  memberById,
  membershipsOf,
  membersOf,
  setRole,
} from './store-members'
import { lockWorkspace } from './store-workspaces'

export type Members = ReturnType<typeof createMembers>

/** Who is in a workspace and what they are there. */
export function createMembers({ db }: TeamsDeps, audit: Audit) {
  const remove = async (tx: Queryable, actor: Actor, member: MemberRow, action: string) => {
    await checkOwners(tx, actor.workspaceId, member.role, null)
    await deleteMember(tx, actor.workspaceId, member.userId)
    await audit.record(actor, note(action, member, { before: { role: member.role } }), tx)
  }

  return {
    async list(workspaceId: string): Promise<Member[]> {
      return (await membersOf(db, workspaceId)).map(presentMember)
    },

    /** The workspaces that a user is in, with what they may do there. */
    async workspacesOf(userId: string): Promise<MyWorkspace[]> {
      return (await membershipsOf(db, userId)).map(presentMyWorkspace)
    },

    /** Gives a member another role. Both the old and the new must be within what the actor may hand out. */
    changeRole(actor: Actor, userId: string, role: Role): Promise<Member> {
      return inWorkspace(db, actor, async (tx) => {
        const member = found(await memberById(tx, actor.workspaceId, userId), 'the member', userId)
        if (member.role === role) return presentMember(member)
        mustGrant(actor, member.role)
        mustGrant(actor, role)
        await checkOwners(tx, actor.workspaceId, member.role, role)
        await setRole(tx, actor.workspaceId, userId, role)
        const values = { before: { role: member.role }, after: { role } }
        await audit.record(actor, note('member.role_changed', member, values), tx)
        return presentMember({ ...member, role })
      })
    },

    remove(actor: Actor, userId: string): Promise<void> {
      return inWorkspace(db, actor, async (tx) => {
        const member = found(await memberById(tx, actor.workspaceId, userId), 'the member', userId)
        mustGrant(actor, member.role)
        await remove(tx, actor, member, 'member.removed')
      })
    },

    /** Everybody may leave, but the last owner. */
    async leave(actor: Actor): Promise<void> {
      const userId = userOf(actor)
      if (!actor.workspaceId) throw notMember()
      return inWorkspace(db, actor, async (tx) => {
        const member = found(await memberById(tx, actor.workspaceId, userId), 'the member', userId)
        await remove(tx, actor, member, 'member.left')
      })
    },
  }
}

/** Members change one after another, so that two owners cannot remove each other at once. */
function inWorkspace<T>(db: TeamsDeps['db'], actor: Actor, work: (tx: Queryable) => Promise<T>): Promise<T> {
  return db.transaction(async (tx) => {
    found(await lockWorkspace(tx, actor.workspaceId), 'the workspace', actor.workspaceId)
    return work(tx)
  })
}

async function checkOwners(
  tx: Queryable,
  workspaceId: string,
  current: Role,
  next: Role | null,
): Promise<void> {
  if (!leavesNoOwner(current, next, await countOwners(tx, workspaceId))) return
  throw new Failure('conflict', 'a workspace keeps at least one owner: make somebody else an owner first', {
    code: 'last_owner',
  })
}

function note(action: string, member: MemberRow, values: { before?: unknown; after?: unknown }) {
  return {
    action,
    objectKind: 'member',
    objectId: member.userId,
    summary: `${member.name} <${member.email}>`,
    ...values,
  }
}
