import { Readable } from 'node:stream'
import { type Import, importLimits, importsApi } from '@rapport/contract'
import { Failure } from '../../kernel/failure'
import { type Actor, type Route, route } from '../../platform/http'
import type { Imports } from './index'
import type { ImportRecord } from './store'

/** Every route about imports. */
export function importRoutes(imports: Imports): Route[] {
  return [
    route(importsApi.list, async ({ actor, workspaceId, query }) => {
      const { items, nextCursor } = await imports.list(workspaceId, query)
      return { items: items.map((record) => presentImport(actor, record)), nextCursor }
    }),
    route(importsApi.upload, async ({ actor, query, context }) => {
      const declared = Number(context.req.header('content-length') ?? 0)
      if (declared > importLimits.fileBytesMax) throw tooLarge()
      return presentImport(actor, await imports.upload(actor, query, context.req.raw.body ?? nothing()))
    }),
    route(importsApi.get, async ({ actor, workspaceId, params }) =>
      presentImport(actor, await imports.get(workspaceId, params.id)),
    ),
    route(importsApi.change, async ({ actor, workspaceId, params, body }) =>
      presentImport(actor, await imports.change(workspaceId, params.id, body)),
    ),
    route(importsApi.preview, ({ workspaceId, params }) => imports.preview(workspaceId, params.id)),
    route(importsApi.start, async ({ actor, params }) =>
      presentImport(actor, await imports.run(actor, params.id)),
    ),
    route(importsApi.cancel, async ({ actor, params }) =>
      presentImport(actor, await imports.cancel(actor, params.id)),
    ),
    route(importsApi.rejects, async ({ workspaceId, params }) => {
      const { fileName, bytes, stream } = await imports.rejects(workspaceId, params.id)
      return new Response(Readable.toWeb(stream()) as ReadableStream, {
        headers: {
          'Content-Type': 'text/csv; charset=utf-8',
          'Content-Length': String(bytes),
          'Content-Disposition': attachment(`rejected-${fileName.replace(/\.[^.]*(\.gz)?$/, '')}.csv`),
        },
      })
    }),
    route(importsApi.remove, async ({ actor, params }) => {
      await imports.remove(actor, params.id)
      return undefined
    }),
  ]
}

/** Samples of cells are personal data of customers: only for those who may see it. */
function presentImport(actor: Actor, record: ImportRecord): Import {
  const isPersonal = actor.permissions.has('customers:personal')
  return {
    id: record.id,
    kind: record.kind,
    state: record.state,
    fileName: record.fileName,
    fileBytes: record.fileBytes,
    format: record.format,
    columns: record.columns.map((column) => (isPersonal ? column : { ...column, samples: [] })),
    options: record.options,
    rowsTotal: record.rowsTotal,
    progress: record.state === 'running' ? record.progress : null,
    report: record.report,
    failure: record.failure,
    createdBy: record.createdBy,
    createdAt: record.createdAt.toISOString(),
    startedAt: record.startedAt?.toISOString() ?? null,
    finishedAt: record.finishedAt?.toISOString() ?? null,
    attempts: record.attempts,
  }
}

/** A name with any characters in it (RFC 6266, RFC 8187). */
function attachment(name: string): string {
  const plain = name.replace(/[^\w.-]/g, '_')
  return `attachment; filename="${plain}"; filename*=UTF-8''${encodeURIComponent(name)}`
}

async function* nothing(): AsyncIterable<Uint8Array> {}

function tooLarge(): Failure {
  const { fileBytesMax } = importLimits
  return new Failure('too_large', `the file is larger than ${fileBytesMax} bytes`, { bytesMax: fileBytesMax })
}
