import { campaignsApi } from '@rapport/contract'
import type { Page } from '../../kernel/page'
import { type Route, route } from '../../platform/http'
import type { Campaigns } from '.'

/** The API of campaigns. */
export function campaignRoutes(campaigns: Campaigns): Route[] {
  const { reading } = campaigns
  const refOf = (workspaceId: string, { id }: { id: string }) => ({ workspaceId, campaignId: id })
  return [
    route(campaignsApi.list, async ({ workspaceId, query }) =>
      presentPage(await campaigns.list(workspaceId, query)),
    ),
    route(campaignsApi.summaries, async ({ workspaceId, query }) => ({
      items: await reading.summaryList(workspaceId, query.ids),
    })),
    route(campaignsApi.create, ({ actor, body }) => campaigns.create(actor, body)),
    route(campaignsApi.get, ({ workspaceId, params }) => campaigns.get(workspaceId, params.id)),
    route(campaignsApi.update, ({ actor, params, body }) => campaigns.update(actor, params.id, body)),
    route(campaignsApi.remove, ({ actor, params }) => campaigns.remove(actor, params.id)),
    route(campaignsApi.copy, ({ actor, params, body }) => campaigns.copy(actor, params.id, body.name)),
    route(campaignsApi.preview, ({ workspaceId, params }) => campaigns.preview(workspaceId, params.id)),
    route(campaignsApi.launch, ({ actor, params, body }) => campaigns.launch(actor, params.id, body.version)),
    route(campaignsApi.unschedule, ({ actor, params }) => campaigns.unschedule(actor, params.id)),
    route(campaignsApi.pause, ({ actor, params }) => campaigns.pause(actor, params.id)),
    route(campaignsApi.resume, ({ actor, params }) => campaigns.resume(actor, params.id)),
    route(campaignsApi.cancel, ({ actor, params }) => campaigns.cancel(actor, params.id)),
    route(campaignsApi.progress, ({ workspaceId, params }) => reading.progress(refOf(workspaceId, params))),
    route(campaignsApi.results, ({ workspaceId, params }) => reading.results(refOf(workspaceId, params))),
    route(campaignsApi.exportResults, async ({ workspaceId, params }) =>
      csvAnswer(
        once(await reading.resultTable(refOf(workspaceId, params))),
        `campaign-${params.id}-results.csv`,
      ),
    ),
    route(campaignsApi.members, async ({ actor, workspaceId, params, query }) => {
      const showsNames = actor.permissions.has('customers:personal')
      return presentPage(await reading.members(refOf(workspaceId, params), query, showsNames))
    }),
    route(campaignsApi.exportMembers, async ({ workspaceId, params, query }) => {
      const ref = refOf(workspaceId, params)
      await reading.load(ref)
      return csvAnswer(reading.memberLines(ref, query), `campaign-${params.id}-members.csv`)
    }),
  ]
}

/** A table as a file; the mark at its beginning makes Excel read it as UTF-8. */
function csvAnswer(parts: AsyncIterator<string>, fileName: string): Response {
  const encoder = new TextEncoder()
  const body = new ReadableStream({
    start: (controller) => controller.enqueue(encoder.encode('\uFEFF')),
    async pull(controller) {
      const { done, value } = await parts.next()
      if (done) controller.close()
      else controller.enqueue(encoder.encode(value))
    },
  })
  return new Response(body, {
    headers: {
      'Content-Type': 'text/csv; charset=utf-8',
      'Content-Disposition': `attachment; filename="${fileName}"`,
    },
  })
}

function presentPage<T>({ items, nextCursor }: Page<T>) {
  return { items: [...items], nextCursor }
}

async function* once(text: string): AsyncGenerator<string> {
  yield text
}
