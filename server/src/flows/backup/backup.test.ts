import { mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { create } from 'tar'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { backupStopped } from '.'
import { restoreBackup } from './restore'
import { serversOwnBackup } from './servers'
import { isPart } from './snapshot'
import { takeBackup } from './take'

const now = () => new Date('2024-05-01T12:00:00Z')

let folder: string
let dataDir: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'rapport-backup-'))
  dataDir = join(folder, 'data')
  await put('postgres/PG_VERSION', '18')
  await put('postgres/base/1', 'rows')
  await mkdir(join(dataDir, 'postgres/pg_notify'))
  await put('clickhouse/store/abc/t/all_1_1_0/data.bin', 'facts')
  await put('clickhouse/tmp/half', 'x')
  await put('journal/0000000000000001.log', 'entries')
  await put('files/upload', 'a,b')
  await put('files/late.part', 'a,')
  await put('secret.key', 'key')
  await put('run/cli-token', 'token')
  await mkdir(join(dataDir, 'clickhouse/metadata'))
  await symlink('../store/abc/t', join(dataDir, 'clickhouse/metadata/default'))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

async function put(path: string, text: string): Promise<void> {
  const at = join(dataDir, path)
  await mkdir(join(at, '..'), { recursive: true })
  await writeFile(at, text)
}

const order = (name: string, changes = {}) => ({
  target: join(folder, name),
  dataDir,
  withKey: false,
  isKeyInEnvironment: false,
  version: '1.2.3',
  now,
  ...changes,
})

const manifestOf = async (name: string) =>
  JSON.parse(await readFile(join(folder, name, 'manifest.json'), 'utf8'))
const change = async (name: string, changed: object) =>
  writeFile(join(folder, name, 'manifest.json'), JSON.stringify({ ...(await manifestOf(name)), ...changed }))
const restored = (name: string, replaces = false) =>
  restoreBackup({ source: join(folder, name), dataDir: join(folder, 'restored'), replaces, now })

describe('what a backup holds', () => {
  test('is the engines and whole uploads, not the key, the lock and scratch files', async () => {
    await backupStopped(order('b'))
    const { files, folders, ...rest } = await manifestOf('b')
    expect(files.map(({ path }: { path: string }) => path)).toEqual([
      'clickhouse/store/abc/t/all_1_1_0/data.bin',
      'files/upload',
      'journal/0000000000000001.log',
      'postgres/PG_VERSION',
      'postgres/base/1',
    ])
    expect(folders).toContain('postgres/pg_notify')
    expect(rest).toMatchObject({
      format: 1,
      version: '1.2.3',
      takenAt: '2024-05-01T12:00:00.000Z',
      key: 'left_out',
    })
  })

  test.each(['b', 'b.tar', 'b.tgz'])(
    'comes back the same from %s, empty folders and links too',
    async (name) => {
      await backupStopped(order(name, { withKey: true }))
      expect(await restored(name)).toMatchObject({ aside: null, hasKey: true })
      const at = join(folder, 'restored')
      expect(await readFile(join(at, 'clickhouse/metadata/default/all_1_1_0/data.bin'), 'utf8')).toBe('facts')
      expect(await readdir(join(at, 'postgres'))).toEqual(['PG_VERSION', 'base', 'pg_notify'])
      expect(await readdir(at)).toEqual(['clickhouse', 'files', 'journal', 'postgres', 'secret.key'])
      expect(await readFile(join(at, 'journal/0000000000000001.log'), 'utf8')).toBe('entries')
      expect((await readdir(folder)).filter((one) => /partial|restoring/.test(one))).toEqual([])
    },
  )

  test('is nothing at all when it cannot be finished', async () => {
    const torn = takeBackup(order('b'), () => Promise.reject(new Error('no room')))
    await expect(torn).rejects.toThrow('no room')
    expect(await readdir(folder)).toEqual(['data'])
  })
})

describe('restoring', () => {
  beforeEach(() => backupStopped(order('b')))

  test('refuses a file that is missing, and one that is changed', async () => {
    await writeFile(join(folder, 'b/data/postgres/base/1'), 'ROWS')
    await rm(join(folder, 'b/data/files/upload'))
    await expect(restored('b')).rejects.toThrow(
      '2 of 5 files are missing or changed, the first is files/upload',
    )
    expect(await readdir(join(folder, 'restored'))).toEqual(['run'])
  })

  test('clears away what restores that were killed have left, and nothing of one that runs or is another’s', async () => {
    const dead = ['restored.restoring-AbCd12', 'restored.restoring-999999999-AbCd12']
    const others = [
      `restored.restoring-${process.ppid}-AbCd12`,
      'restored.restoring-mine',
      'b.restoring-AbCd12',
    ]
    for (const name of [...dead, ...others]) await mkdir(join(folder, name, 'made'), { recursive: true })
    await restored('b')
    expect((await readdir(folder)).filter((name) => name.includes('restoring')).sort()).toEqual(others.sort())
  })

  test('names the file that was given when what is in it is no backup', async () => {
    const half = join(folder, 'half.tar')
    await change('b', { format: 'x' })
    await create({ file: half, cwd: join(folder, 'b') }, ['manifest.json'])
    await expect(restored('half.tar')).rejects.toThrow(`the manifest.json in ${half} is damaged`)
    await create({ file: half, cwd: join(folder, 'b') }, ['data'])
    await expect(restored('half.tar')).rejects.toThrow(`${half} is not a backup`)
  })

  test('leaves out what the manifest does not name', async () => {
    await writeFile(join(folder, 'b/data/extra'), 'x')
    await restored('b')
    expect(await readdir(join(folder, 'restored'))).not.toContain('extra')
  })

  test.each(['../../outside', '/etc/outside', 'a/../../b', 'a//b'])('refuses the path %s', async (path) => {
    await change('b', { files: [{ path, bytes: 1, sha256: 'a'.repeat(64) }] })
    await expect(restored('b')).rejects.toMatchObject({ code: 'unprocessable' })
  })

  test.each(['/etc', '../../..'])('refuses a link to %s', async (target) => {
    await change('b', { links: [{ path: 'clickhouse/link', target }] })
    await expect(restored('b')).rejects.toThrow('leads out of it')
  })

  test('keeps the key that lies there, and moves what else does aside when told to', async () => {
    await mkdir(join(folder, 'restored'))
    await writeFile(join(folder, 'restored/secret.key'), 'mine')
    expect(await restored('b')).toMatchObject({ aside: null, hasKey: true })
    await expect(restored('b')).rejects.toMatchObject({ details: { code: 'not_empty' } })
    const { aside } = await restored('b', true)
    expect(aside).toBe(join(folder, 'restored.before-2024-05-01T12-00-00-000Z'))
    expect(await readFile(join(folder, 'restored/secret.key'), 'utf8')).toBe('mine')
    expect(await readFile(join(aside ?? '', 'secret.key'), 'utf8')).toBe('mine')
  })
})

test('parts of tables are told from what lies beside them', () => {
  const parts = [
    'store/b7a/b7ad/all_1_1_0',
    'store/b7a/b7ad/202405_1_8_2_9/data.bin',
    'store/b7a/b7ad/detached',
    'store/b7a/b7ad/tmp_merge_all_1_2_1',
    'shadow',
    'status',
  ]
  const beside = [
    'store',
    'store/b7a/b7ad',
    'store/b7a/b7ad/format_version.txt',
    'store/b7a/b7ad/mutation_5.txt',
    'store/82a/82a2/profile_aliases.sql',
    'metadata/default',
    'data/default/events',
  ]
  expect(parts.filter(isPart)).toEqual(parts)
  expect(beside.filter(isPart)).toEqual([])
})

describe('servers by address', () => {
  const at = (databaseUrl: string | null, clickhouseUrl: string | null) =>
    serversOwnBackup({ databaseUrl, clickhouseUrl, dataDir: '/d' })

  test('have their own tools, with the password left where it is', () => {
    expect(at(null, null)).toBeNull()
    const both = at('postgres://u:secret@h/shop', 'https://u:secret@h:8443/facts?x=1')
    expect(both).toContain('"$DATABASE_URL"')
    expect(both).toContain('BACKUP DATABASE facts')
    expect(both).not.toContain('secret@')
  })

  test('leave the other engine to be copied', () => {
    expect(at('postgres://h/shop', null)).toContain('copy /d/clickhouse')
    expect(at(null, 'http://h:8123')).toContain('copy /d/postgres')
    expect(at(null, 'http://h:8123')).toContain('BACKUP DATABASE default')
  })
})
