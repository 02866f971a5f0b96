import { demoApi } from '@rapport/contract'
import type { Audit } from '../../modules/teams'
import { type Route, route } from '../../platform/http'
import type { DemoShopLoader } from '.'

/** Loading the demo shop, and how far it is. */
export function demoRoutes(demo: DemoShopLoader, audit: Audit): Route[] {
  return [
    route(demoApi.load, async ({ actor, workspaceId }) => {
      const progress = await demo.load(workspaceId)
      await audit.record(actor, {
        action: 'demo.loaded',
        objectKind: 'workspace',
        objectId: workspaceId,
        summary: 'demo shop',
      })
      return progress
    }),
    route(demoApi.progress, ({ workspaceId }) => demo.progress(workspaceId)),
  ]
}
