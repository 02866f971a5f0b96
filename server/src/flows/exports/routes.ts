import { exportsApi, profilesApi } from '@rapport/contract'
import type { Audit } from '../../modules/teams'
import { type Actor, type Route, route } from '../../platform/http'
import type { ExportFormat, Exports } from './index'

/** Downloads of customers and events. Each is noted in the audit log before its first byte leaves. */
export function exportRoutes(exports: Exports, audit: Pick<Audit, 'record'>): Route[] {
  const note = (actor: Actor, what: string, summary: string) =>
    audit.record(actor, { action: `${what}.exported`, objectKind: 'export', objectId: what, summary })
  return [
    route(profilesApi.exportCsv, async ({ actor, workspaceId, query }) => {
      const lines = await exports.listed(workspaceId, query, listOf(query.columns) ?? [], maySee(actor))
      await note(actor, 'customers', query.where ? `list, ${query.where}`.slice(0, 500) : 'list')
      return download(lines, 'customers', 'csv')
    }),
    route(exportsApi.customers, async ({ actor, workspaceId, query }) => {
      const { format, segmentId } = query
      const columns = listOf(query.columns) ?? []
      const lines = await exports.customers(workspaceId, {
        format,
        segmentId,
        columns,
        isPersonal: maySee(actor),
      })
      await note(actor, 'customers', segmentId ? `segment ${segmentId}, ${format}` : format)
      return download(lines, segmentId ? 'segment' : 'customers', format)
    }),
    route(exportsApi.events, async ({ actor, workspaceId, query }) => {
      const { format, since = null, until = null } = query
      const filter = { names: listOf(query.names), since, until }
      const lines = await exports.events(workspaceId, filter, { format, isPersonal: maySee(actor) })
      await note(actor, 'events', [query.names ?? 'all', format].join(', '))
      return download(lines, 'events', format)
    }),
  ]
}

function maySee(actor: Actor): boolean {
  return actor.permissions.has('customers:personal')
}

function listOf(text: string | undefined): string[] | null {
  const words = (text ?? '')
    .split(',')
    .map((word) => word.trim())
    .filter(Boolean)
  return words.length > 0 ? words : null
}

function download(lines: AsyncIterable<string>, name: string, format: ExportFormat): Response {
  const encoder = new TextEncoder()
  const source = lines[Symbol.asyncIterator]()
  const body = new ReadableStream<Uint8Array>({
    async pull(controller) {
      const { value, done } = await source.next()
      if (done) controller.close()
      else controller.enqueue(encoder.encode(value))
    },
    async cancel() {
      await source.return?.()
    },
  })
  const type = format === 'csv' ? 'text/csv; charset=utf-8' : 'application/x-ndjson'
  return new Response(body, {
    headers: { 'Content-Type': type, 'Content-Disposition': `attachment; filename="${name}.${format}"` },
  })
}
