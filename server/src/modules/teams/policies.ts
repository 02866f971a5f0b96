import { type Permission, permissionsByRole, type Role } from '@rapport/contract'
import { Failure } from '../../kernel/failure'
import type { Actor } from '../../platform/http'

type Allowed = Pick<Actor, 'permissions'>

/** Nobody hands out more than they have: a role can be given, changed or taken only by who may do all of it. */
export function canGrant({ permissions }: Allowed, role: Role): boolean {
  return permissionsByRole[role].every((permission) => permissions.has(permission))
}

/** A key may do no more than its maker. */
export function canScope({ permissions }: Allowed, scopes: readonly Permission[]): boolean {
  return scopes.every((scope) => permissions.has(scope))
}

/** Owners may open further workspaces; invited people may not. */
export function canCreateWorkspaces(roles: readonly Role[]): boolean {
  return roles.includes('owner')
}

/** A workspace always keeps one owner. `owners` counts them before the change. */
export function leavesNoOwner(current: Role, next: Role | null, owners: number): boolean {
  return current === 'owner' && next !== 'owner' && owners <= 1
}

/** Throws `role_too_high` unless the actor may hand out the role. */
export function mustGrant(actor: Allowed, role: Role): void {
  if (canGrant(actor, role)) return
  throw new Failure('forbidden', `the role ${role} may do things that you may not`, {
    code: 'role_too_high',
    role,
  })
}

export function notMember(): Failure {
  return new Failure('forbidden', 'you are not a member of this workspace', { code: 'not_a_member' })
}

/** The user behind a call; keys and the command line have no account of their own. */
export function userOf(actor: Actor): string {
  if (actor.kind === 'user') return actor.id
  throw new Failure('forbidden', 'this is for a person who is signed in, not for a key', {
    code: 'user_required',
  })
}
