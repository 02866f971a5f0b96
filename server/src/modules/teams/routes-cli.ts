import { type Route, route } from '../../platform/http'
import { cliApi } from './cli-api'
import type { Teams } from './index'

/** What the command line asks beside the ordinary API; mounted behind the command line's own gate only. */
export function cliRoutes(teams: Teams): Route[] {
  const { accounts, cliUsers } = teams.parts
  return [
    route(cliApi.workspaces, async () => ({
      items: (await teams.allWorkspaces()).map(({ workspaceId, slug, name, createdAt }) => ({
        id: workspaceId,
        slug,
        name,
        createdAt: createdAt.toISOString(),
      })),
    })),
    route(cliApi.users, async () => ({
      items: (await teams.allUsers()).map(({ userId, createdAt, ...user }) => ({
        ...user,
        id: userId,
        createdAt: createdAt.toISOString(),
      })),
    })),
    route(cliApi.createUser, ({ actor, body }) => cliUsers.create(actor, body)),
    route(cliApi.resetPassword, async ({ actor, body }) => {
      const { link, expiresAt } = await accounts.issuePasswordReset(body.email, actor)
      return { link, expiresAt: expiresAt.toISOString() }
    }),
  ]
}
