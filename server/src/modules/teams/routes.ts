import type { Route } from '../../platform/http'
import type { Teams } from './index'
import { accountRoutes } from './routes-account'
import { workspaceRoutes } from './routes-workspace'

/** Every route of /api/v1 that this module answers. */
export function teamRoutes(teams: Teams): Route[] {
  return [...accountRoutes(teams), ...workspaceRoutes(teams)]
}
