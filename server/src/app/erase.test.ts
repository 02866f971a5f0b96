import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { permissions } from '@rapport/contract'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { copyPostgresFolder } from '../../../test/harness/broker'
import { serverEngines } from '../../../test/harness/engines'
import { loadConfig } from '../platform/config'
import { holdDataDir } from '../platform/data-dir'
import { createLog } from '../platform/log'
import { everyTable, fillTables, rowsIn } from './testing/every-table'
import { wire } from './wire'

/** What stays of a deleted workspace: that there was one, without its name, and who did what in it. */
const kept = ['PostgreSQL workspaces', 'PostgreSQL audit_entries', 'PostgreSQL audit_heads']

describe.each([
  ['embedded engines', async () => null],
  ['real servers', serverEngines],
])('a workspace is deleted on %s', (_, engines) => {
  let folder: string
  let servers: Awaited<ReturnType<typeof engines>>
  let app: Awaited<ReturnType<typeof wire>>
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'rapport-erase-'))
    servers = await engines()
    if (!servers) await copyPostgresFolder(join(folder, 'postgres'))
    const config = loadConfig({
      RAPPORT_DATA_DIR: folder,
      ...(servers && { DATABASE_URL: servers.databaseUrl, CLICKHOUSE_URL: servers.clickhouseUrl }),
    })
    app = await wire(config, await holdDataDir(folder, new Date(0)), createLog('silent'))
  })
  afterAll(async () => {
    await app.stop()
    await servers?.drop()
    await rm(folder, { recursive: true, force: true })
  })

  it('with everything in every table of both engines and on disk, and no other workspace is touched', async () => {
    const ours = await app.teams.createWorkspace({ name: 'Ours' })
    const theirs = await app.teams.createWorkspace({ name: 'Theirs' })
    const tables = await everyTable(app)
    expect(tables.length).toBeGreaterThan(30)
    const files = join(folder, 'files')
    for (const { id } of [ours, theirs]) {
      await app.ingest.record(id, 'shop', [message])
      await fillTables(app, tables, id)
      const text = 'SELECT import_id AS id FROM imports WHERE workspace_id = $1'
      for (const row of await app.db.query<{ id: string }>(text, [id]))
        for (const end of ['data', 'rejected.csv']) await put(files, `${row.id}.${end}`)
      await put(join(folder, 'work', 'duplicates', id), 'part-1')
    }
    const before = await rowsIn(app, tables, theirs.id)
    expect(Object.entries(before).filter(([, rows]) => rows === 0)).toEqual([])
    expect(await rowsIn(app, tables, ours.id)).toEqual(before)

    app.ingest.start()
    const actor = {
      kind: 'user' as const,
      id: 'u',
      name: 'Owner',
      workspaceId: ours.id,
      permissions: new Set(permissions),
    }
    await app.teams.deleteWorkspace(actor, 'Ours')

    const left = Object.entries(await rowsIn(app, tables, ours.id)).filter(([, rows]) => rows > 0)
    expect(left.map(([table]) => table).sort()).toEqual([...kept].sort())
    const lost = Object.entries(await rowsIn(app, tables, theirs.id)).filter(([, rows]) => rows === 0)
    expect(lost.filter(([table]) => table !== 'PostgreSQL journal')).toEqual([])
    const [workspace] = await app.db.query('SELECT name, settings FROM workspaces WHERE workspace_id = $1', [
      ours.id,
    ])
    expect(workspace).toEqual({ name: '', settings: '{}' })
    expect(await readdir(files)).toHaveLength(2)
    expect(await readdir(join(folder, 'work', 'duplicates'))).toEqual([theirs.id])
  })
})

/** Accepted and not processed yet: it comes while the workspace is deleted. */
const message = {
  type: 'track' as const,
  event: 'Late',
  userId: 'u',
  messageId: 'under way',
  timestamp: '2026-01-01T00:00:00.000Z',
}

async function put(folder: string, name: string): Promise<void> {
  await mkdir(folder, { recursive: true })
  await writeFile(join(folder, name), 'x')
}
