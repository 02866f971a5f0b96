import { reportsApi } from '@rapport/contract'
import { type Route, route } from '../../platform/http'
import type { Analytics } from './index'

/** The API of the shop's numbers. */
export function analyticsRoutes(analytics: Analytics): Route[] {
  return [route(reportsApi.home, ({ workspaceId, query }) => analytics.home(workspaceId, query))]
}
