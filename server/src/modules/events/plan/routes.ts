import { trackingPlanApi } from '@rapport/contract'
import type { Page } from '../../../kernel/page'
import { type Route, route } from '../../../platform/http'
import { importPlan } from './import'
import type { TrackingPlans } from './index'

/** The API of the tracking plan. */
export function trackingPlanRoutes(plans: TrackingPlans): Route[] {
  return [
    route(trackingPlanApi.get, ({ workspaceId }) => plans.get(workspaceId)),
    route(trackingPlanApi.save, ({ actor, body }) => plans.save(actor, body)),
    route(trackingPlanApi.versions, async ({ workspaceId, query }) =>
      listOf(await plans.versions(workspaceId, query)),
    ),
    route(trackingPlanApi.version, ({ workspaceId, params }) => plans.version(workspaceId, params.version)),
    route(trackingPlanApi.draft, ({ workspaceId }) => plans.draft(workspaceId)),
    route(trackingPlanApi.import, ({ body }) => importPlan(body.document)),
    route(trackingPlanApi.violations, async ({ workspaceId, query }) =>
      listOf(await plans.violations(workspaceId, query)),
    ),
    route(trackingPlanApi.violationDays, ({ workspaceId, query }) => plans.violationDays(workspaceId, query)),
    route(trackingPlanApi.check, ({ workspaceId, body }) =>
      plans.check(workspaceId, body.message, body.plan),
    ),
    route(trackingPlanApi.replay, ({ actor, body }) => plans.replay(actor, body)),
  ]
}

const listOf = <T>({ items, nextCursor }: Page<T>) => ({ items: [...items], nextCursor })
