import { join } from 'node:path'
import { type ImportState, permissions } from '@rapport/contract'
import { openEmbeddedDatabase } from '../../../../test/harness/open-engines'
import type { Message } from '../../modules/events'
import { createFileStore } from '../../platform/files'
import type { Actor } from '../../platform/http'
import { createLog } from '../../platform/log'
import type { Database } from '../../platform/postgres'
import { createImports, type ImportRecord, type ImportSettings } from './index'

export const importClock = () => new Date('2024-06-01T00:00:00.000Z')

const shop: ImportSettings = {
  currency: 'CNY',
  exchangeRates: { USD: 7 },
  country: 'CN',
  timezone: 'Asia/Shanghai',
}

/** A real database and folder that tests share, and imports over them whose journal is an array. */
export async function openImportBench() {
  const opened = await openEmbeddedDatabase()
  return {
    ...opened,
    build: (options: BuildOptions = {}) => buildImports(opened.db, opened.folder, options),
  }
}

export interface BuildOptions {
  readonly settings?: Partial<ImportSettings>
  readonly workspaceId?: string
  /** Called before each batch is taken. */
  readonly beforeRecord?: (batch: number) => Promise<void> | void
}

let ids = 0
const countingId = () => {
  ids += 1
  return `00000000-0000-7000-8000-${String(ids).padStart(12, '0')}`
}

export function buildImports(db: Database, folder: string, options: BuildOptions) {
  const { settings, beforeRecord, workspaceId = countingId() } = options
  const recorded: Message[] = []
  const audited: string[] = []
  let batches = 0
  const actor: Actor = { kind: 'user', id: 'u', name: 'Ada', workspaceId, permissions: new Set(permissions) }
  const imports = createImports({
    db,
    files: createFileStore(join(folder, 'files')),
    record: async (_workspaceId, _source, messages) => {
      batches += 1
      await beforeRecord?.(batches)
      recorded.push(...messages)
      return batches
    },
    reached: async () => undefined,
    settingsOf: async () => ({ ...shop, ...settings }),
    audit: { record: async (_actor, note) => void audited.push(note.action) },
    now: importClock,
    newId: countingId,
    log: createLog('silent'),
  })

  async function* pieces(content: string | Buffer) {
    const bytes = Buffer.from(content)
    for (let at = 0; at < bytes.length; at += 64 * 1024) yield bytes.subarray(at, at + 64 * 1024)
  }

  const built = {
    imports,
    actor,
    recorded,
    audited,
    upload: (content: string | Buffer, kind?: 'customers' | 'orders' | 'events', fileName = 'file.csv') =>
      imports.upload(actor, { fileName, kind }, pieces(content)),
    /** Starts an import and runs it to its end. */
    async run(id: string): Promise<ImportRecord> {
      await imports.run(actor, id)
      imports.start()
      const record = await built.until(id, ['done', 'failed', 'cancelled'])
      await imports.stop()
      return record
    },
    async until(id: string, states: readonly ImportState[]): Promise<ImportRecord> {
      for (;;) {
        const record = await imports.get(workspaceId, id)
        if (states.includes(record.state)) return record
        await new Promise((resolve) => setImmediate(resolve))
      }
    },
    async rejects(id: string): Promise<string> {
      const { stream } = await imports.rejects(workspaceId, id)
      const parts: Buffer[] = []
      for await (const piece of stream()) parts.push(piece as Buffer)
      return Buffer.concat(parts).toString('utf8')
    },
  }
  return built
}
