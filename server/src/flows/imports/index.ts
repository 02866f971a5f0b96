import { createHash } from 'node:crypto'
import {
  type GuessedColumn,
  type ImportChanges,
  type ImportColumn,
  type ImportKind,
  type ImportPreview,
  importLimits,
  missingImportTargets,
} from '@rapport/contract'
import { Failure, found } from '../../kernel/failure'
import { decodeCursor, type Page, pageOf } from '../../kernel/page'
import { knownTraits } from '../../modules/profiles'
import type { Actor } from '../../platform/http'
import { fileNames, type ImportsDeps, removeFiles } from './deps'
import { checkMapping } from './mapping/check'
import { guessKind, guessMapping } from './mapping/guess'
import { mappingOf } from './mapping-of'
import { previewOf } from './preview'
import { type FormatChoice, type Inspection, inspectFile, sampleRowsMax } from './source/inspect'
import { firstOf, openRows, type SourceFile } from './source/open'
import type { SourceRow } from './source/row'
import {
  deleteImport,
  deleteImports,
  enqueue,
  findImport,
  findImportIds,
  findSameHeader,
  type ImportRecord,
  insertImport,
  listImports,
  requestCancel,
  updateMapping,
} from './store'
import { createImportWorker } from './worker'

export type { ImportSettings, ImportsDeps } from './deps'
export { importRoutes } from './routes'
export type { ImportRecord } from './store'

export type Imports = ReturnType<typeof createImports>

/** Files of customers, orders and events: uploaded, understood, checked and turned into messages. */
export function createImports(deps: ImportsDeps) {
  const { db, files, now, newId } = deps
  const worker = createImportWorker(deps, sourceOf)

  function sourceOf({ id, fileBytes }: Pick<ImportRecord, 'id' | 'fileBytes'>): SourceFile {
    const name = fileNames.data(id)
    return { path: files.path(name), bytes: fileBytes, read: () => files.read(name) }
  }

  /** Traits that are computed, by the product or by definitions of the workspace: nobody imports them. */
  const computedTraitsOf = async (workspaceId: string): Promise<ReadonlySet<string>> =>
    new Set([...readyMadeTraits, ...((await deps.ownTraits?.(workspaceId)) ?? [])])

  async function load(workspaceId: string, id: string): Promise<ImportRecord> {
    return found(await findImport(db, workspaceId, id), 'import', id)
  }

  /** What a file seems to be: as the last one with the same header was imported, else as we guess. */
  async function understand(
    workspaceId: string,
    { headers, rows }: Inspection,
    wanted: ImportKind | undefined,
  ) {
    const settings = await deps.settingsOf(workspaceId)
    const headerKey = keyOf(headers)
    const before = await findSameHeader(db, workspaceId, headerKey)
    const known = before && (wanted === undefined || before.kind === wanted) ? before : null
    const kind = known?.kind ?? wanted ?? guessKind(headers)
    const computedTraits = await computedTraitsOf(workspaceId)
    const guess = guessMapping(kind, headers, rows, { ...settings, computedTraits })
    const options = known?.options ?? guess.options
    return {
      kind,
      headerKey,
      options,
      columns: known ? withTargets(guess.columns, known.columns) : guess.columns,
    }
  }

  async function requireFile({ id }: ImportRecord): Promise<void> {
    if ((await files.size(fileNames.data(id))) === null)
      throw new Failure('conflict', 'the file of this import is gone; upload it again', { code: 'file_gone' })
  }

  async function note(actor: Actor, record: ImportRecord, action: string): Promise<void> {
    await deps.audit.record(actor, {
      action: `import.${action}`,
      objectKind: 'import',
      objectId: record.id,
      summary: record.fileName,
      after: { kind: record.kind, bytes: record.fileBytes },
    })
  }

  return {
    start: () => worker.start(),
    stop: () => worker.stop(),

    /** Takes a file to disk piece by piece and says what it seems to be. A file that is no table is not kept. */
    async upload(
      actor: Actor,
      { fileName, kind }: { fileName: string; kind?: ImportKind },
      pieces: AsyncIterable<Uint8Array>,
    ): Promise<ImportRecord> {
      const id = newId()
      const { bytes, sha256 } = await files.receive(fileNames.data(id), pieces, importLimits.fileBytesMax)
      try {
        const inspection = await inspectFile(sourceOf({ id, fileBytes: bytes }))
        const record: ImportRecord = {
          ...(await understand(actor.workspaceId, inspection, kind)),
          workspaceId: actor.workspaceId,
          id,
          state: 'ready',
          fileName,
          fileBytes: bytes,
          fileDigest: sha256,
          format: inspection.format,
          rowsTotal: inspection.rowsTotal,
          progress: null,
          report: null,
          failure: null,
          checkpoint: { batches: 0, digest: '' },
          attempts: 0,
          createdBy: actor.name,
          createdAt: now(),
          startedAt: null,
          finishedAt: null,
        }
        await insertImport(db, record)
        await note(actor, record, 'uploaded')
        return record
      } catch (error) {
        await files.remove(fileNames.data(id))
        throw error
      }
    },

    async list(workspaceId: string, query: { cursor?: string; limit: number }): Promise<Page<ImportRecord>> {
      const [createdAt, id] = decodeCursor(query.cursor, 'time', 'uuid')
      const before = id === undefined ? null : { createdAt, id }
      const rows = await listImports(db, workspaceId, before, query.limit + 1)
      return pageOf(rows, query.limit, (last) => [last.createdAt.toISOString(), last.id])
    },

    get: load,

    /** Changes the mapping, or how the file is read (then the columns are guessed anew). */
    async change(workspaceId: string, id: string, changes: ImportChanges): Promise<ImportRecord> {
      const record = await load(workspaceId, id)
      await requireFile(record)
      const isReread =
        changes.format !== undefined || (changes.kind !== undefined && changes.kind !== record.kind)
      const base = isReread ? await reread(record, changes) : record
      const columns = changes.columns ? withTargets(base.columns, changes.columns) : base.columns
      const options = { ...base.options, ...changes.options }
      checkMapping(base.kind, columns, options, await computedTraitsOf(workspaceId))
      const next = { ...base, columns, options }
      if (!(await updateMapping(db, workspaceId, id, next))) throw hasStarted()
      return load(workspaceId, id)
    },

    async preview(workspaceId: string, id: string): Promise<ImportPreview> {
      const record = await load(workspaceId, id)
      await requireFile(record)
      const rows = await firstRows(record)
      return previewOf(record, rows, mappingOf(record, await deps.settingsOf(workspaceId)))
    },

    /** Puts an import into the queue. One that failed or was cancelled begins again. */
    async run(actor: Actor, id: string): Promise<ImportRecord> {
      const record = await load(actor.workspaceId, id)
      await requireFile(record)
      checkMapping(record.kind, record.columns, record.options, await computedTraitsOf(actor.workspaceId))
      const missing = missingImportTargets(record.kind, record.columns, record.options)
      if (missing.length > 0)
        throw new Failure(
          'unprocessable',
          `no column is ${missing.map((targets) => targets.join(' or ')).join(', ')}`,
          {
            code: 'mapping_incomplete',
            missing,
          },
        )
      if (!(await enqueue(db, actor.workspaceId, id))) throw hasStarted()
      await note(actor, record, 'started')
      worker.nudge()
      return load(actor.workspaceId, id)
    },

    async cancel(actor: Actor, id: string): Promise<ImportRecord> {
      const record = await load(actor.workspaceId, id)
      if (!(await requestCancel(db, actor.workspaceId, id, now())))
        throw new Failure('conflict', 'this import neither waits nor runs', { code: 'not_running' })
      await note(actor, record, 'cancelled')
      return load(actor.workspaceId, id)
    },

    /** The file of rejected rows. */
    async rejects(workspaceId: string, id: string) {
      const record = await load(workspaceId, id)
      const name = fileNames.rejects(id)
      const bytes = record.state === 'done' ? await files.size(name) : null
      if (bytes === null) throw new Failure('not_found', 'there are no rejected rows of this import', { id })
      return { fileName: record.fileName, bytes, stream: () => files.read(name) }
    },

    async remove(actor: Actor, id: string): Promise<void> {
      const record = await load(actor.workspaceId, id)
      if (!(await deleteImport(db, actor.workspaceId, id)))
        throw new Failure('conflict', 'cancel the import before you remove it', { code: 'import_running' })
      await removeFiles(files, id)
      await note(actor, record, 'removed')
    },

    /** Erases a deleted workspace's imports and their files; one that runs ends at its next step. */
    async eraseWorkspace(workspaceId: string): Promise<void> {
      for (const id of await findImportIds(db, workspaceId)) await removeFiles(files, id)
      await deleteImports(db, workspaceId)
    },
  }

  async function reread(record: ImportRecord, changes: ImportChanges): Promise<ImportRecord> {
    const { encoding, separator, headerRow, sheet } = record.format
    const choice: FormatChoice = { encoding, separator, headerRow, sheet, ...changes.format }
    const inspection = await inspectFile(sourceOf(record), choice)
    const kind = changes.kind ?? record.kind
    const understood = await understand(record.workspaceId, inspection, kind)
    return { ...record, ...understood, format: inspection.format, rowsTotal: inspection.rowsTotal }
  }

  function firstRows(record: ImportRecord): Promise<SourceRow[]> {
    const headers = record.columns.map(({ header }) => header)
    return firstOf(openRows(sourceOf(record), record.format, headers), sampleRowsMax)
  }
}

const readyMadeTraits = knownTraits.filter(({ computed }) => computed).map(({ name }) => name)

function keyOf(headers: readonly string[]): string {
  return createHash('sha256').update(headers.join('\u0000')).digest('base64url').slice(0, 22)
}

/** What a person chose counts fully; samples stay. */
function withTargets(columns: readonly GuessedColumn[], chosen: readonly ImportColumn[]): GuessedColumn[] {
  const byIndex = new Map(chosen.map((column) => [column.index, column]))
  return columns.map((column) => {
    const choice = byIndex.get(column.index)
    return choice ? { ...column, target: choice.target, type: choice.type, confidence: 1 } : column
  })
}

function hasStarted(): Failure {
  return new Failure('conflict', 'this import has started; cancel it first', { code: 'import_started' })
}
