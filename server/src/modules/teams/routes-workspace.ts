import { teamsApi } from '@rapport/contract'
import { type Route, route } from '../../platform/http'
import type { Teams } from './index'
import { userOf } from './policies'
import { presentAuditEntry } from './present'

/** The workspace, its members, keys and audit log. */
export function workspaceRoutes(teams: Teams): Route[] {
  const { workspaces, members, invitations, keys } = teams.parts
  return [
    route(teamsApi.createWorkspace, ({ actor, body }) => teams.createWorkspaceFor(userOf(actor), body)),
    route(teamsApi.workspace, ({ workspaceId }) => workspaces.get(workspaceId)),
    route(teamsApi.updateWorkspace, ({ actor, body }) => workspaces.update(actor, body)),
    route(teamsApi.deleteWorkspace, async ({ actor, body }) => {
      await teams.deleteWorkspace(actor, body.confirmation)
      return undefined
    }),

    route(teamsApi.members, async ({ workspaceId }) => ({ items: await members.list(workspaceId) })),
    route(teamsApi.updateMember, ({ actor, params, body }) =>
      members.changeRole(actor, params.id, body.role),
    ),
    route(teamsApi.removeMember, async ({ actor, params }) => {
      await members.remove(actor, params.id)
      return undefined
    }),

    route(teamsApi.invitations, async ({ workspaceId }) => ({ items: await invitations.list(workspaceId) })),
    route(teamsApi.invite, ({ actor, body }) => invitations.invite(actor, body.email, body.role)),
    route(teamsApi.renewInvitation, ({ actor, params }) => invitations.renew(actor, params.id)),
    route(teamsApi.withdrawInvitation, async ({ actor, params }) => {
      await invitations.withdraw(actor, params.id)
      return undefined
    }),

    route(teamsApi.keys, async ({ workspaceId, query }) => ({
      items: await keys.list(workspaceId, query.kind ?? null),
    })),
    route(teamsApi.createKey, ({ actor, body }) =>
      keys.create(actor, { ...body, expiresAt: body.expiresAt ? new Date(body.expiresAt) : null }),
    ),
    route(teamsApi.revokeKey, ({ actor, params }) => keys.revoke(actor, params.id)),

    route(teamsApi.audit, async ({ workspaceId, query: { cursor, limit, ...filter } }) => {
      const page = await teams.audit.list(workspaceId, filter, { cursor, limit })
      return { items: page.items.map(presentAuditEntry), nextCursor: page.nextCursor }
    }),
    route(teamsApi.verifyAudit, ({ workspaceId }) => teams.audit.verify(workspaceId)),
  ]
}
