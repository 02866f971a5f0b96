import { targetsApi } from '@rapport/contract'
import { type Route, route } from '../../../platform/http'
import type { Targets } from './index'

/** The API of target selection. */
export function targetRoutes(targets: Targets): Route[] {
  return [route(targetsApi.compare, ({ workspaceId, body }) => targets.compare(workspaceId, body))]
}
