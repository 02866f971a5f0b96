import { permissionsByRole, roles, teamsApi } from '@rapport/contract'
import type { Context } from 'hono'
import { type Route, route } from '../../platform/http'
import { giveSession, refuseCrossSite, sessionTokenOf, takeSession, visitorOf } from './cookies'
import type { Teams } from './index'
import { notMember, userOf } from './policies'
import { presentSession } from './present'
import type { NewSession } from './sessions'

/** Signing in and one's own account. */
export function accountRoutes(teams: Teams): Route[] {
  const { accounts, owners, sessions, invitations, members } = teams.parts

  const signedIn = async (c: Context, session: Promise<NewSession>) => {
    const begun = await session
    giveSession(c, begun, teams.isSecure())
    return teams.me(begun.userId)
  }

  return [
    route(teamsApi.setup, async () => ({ needsOwner: await owners.isOwnerNeeded() })),
    route(teamsApi.completeSetup, ({ body: { token, ...owner }, context }) => {
      refuseCrossSite(context)
      return signedIn(context, owners.completeSetup(token, owner, visitorOf(context)))
    }),
    route(teamsApi.login, ({ body, context }) => {
      refuseCrossSite(context)
      return signedIn(context, accounts.signIn(body, visitorOf(context)))
    }),
    route(teamsApi.logout, async ({ context }) => {
      const token = sessionTokenOf(context)
      if (token) await sessions.end(token)
      takeSession(context, teams.isSecure())
      return undefined
    }),
    route(teamsApi.me, ({ actor }) => teams.me(userOf(actor))),
    route(teamsApi.updateMe, async ({ actor, body }) => {
      await accounts.change(userOf(actor), body)
      return teams.me(actor.id)
    }),
    route(teamsApi.changePassword, async ({ actor, body, context }) => {
      const visitor = { ...visitorOf(context), token: sessionTokenOf(context) }
      await accounts.changePassword(userOf(actor), body, visitor)
      return undefined
    }),
    route(teamsApi.switchWorkspace, async ({ actor, body: { workspaceId } }) => {
      const mine = await members.workspacesOf(userOf(actor))
      if (!mine.some(({ id }) => id === workspaceId)) throw notMember()
      await accounts.rememberWorkspace(actor.id, workspaceId)
      return teams.me(actor.id)
    }),
    route(teamsApi.leaveWorkspace, async ({ actor }) => {
      await members.leave(actor)
      return undefined
    }),
    route(teamsApi.sessions, async ({ actor, context }) => {
      const rows = await sessions.list(userOf(actor), sessionTokenOf(context))
      return { items: rows.map(presentSession) }
    }),
    route(teamsApi.revokeSession, async ({ actor, params }) => {
      await sessions.revoke(userOf(actor), params.id)
      return undefined
    }),
    route(teamsApi.revokeOtherSessions, async ({ actor, context }) => ({
      ended: await sessions.revokeOthers(userOf(actor), sessionTokenOf(context)),
    })),
    route(teamsApi.lookUpPasswordReset, ({ body, context }) =>
      accounts.lookUpPasswordReset(body.token, visitorOf(context)),
    ),
    route(teamsApi.redeemPasswordReset, ({ body, context }) => {
      refuseCrossSite(context)
      return signedIn(context, accounts.redeemPasswordReset(body.token, body.password, visitorOf(context)))
    }),
    route(teamsApi.lookUpInvitation, ({ body, context }) =>
      invitations.lookUp(body.token, visitorOf(context)),
    ),
    route(teamsApi.acceptInvitation, ({ body, context }) => {
      refuseCrossSite(context)
      return signedIn(context, invitations.accept(body, visitorOf(context)))
    }),
    route(teamsApi.roles, () => ({
      items: roles.map((role) => ({ role, permissions: [...permissionsByRole[role]] })),
    })),
  ]
}
