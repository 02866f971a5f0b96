import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { openEmbeddedDatabase } from '../../../../test/harness/open-engines'
import { systemIds } from '../clock'
import type { Database } from '../postgres'
import { openJournal } from './open'
import { tableStore } from './table'

let opened: Awaited<ReturnType<typeof openEmbeddedDatabase>>
beforeAll(async () => {
  opened = await openEmbeddedDatabase()
})
afterAll(() => opened.close())

/** Rows as an earlier version left them: a rolled back append leaves a gap, as here before the last two. */
async function leaveRows(db: Database, count: number): Promise<number[]> {
  const rows = tableStore(db)
  const one = (index: number) => ({
    workspaceId: systemIds(),
    source: 'shop',
    receivedAt: new Date('2026-01-01T00:00:00Z'),
    body: JSON.stringify([index]),
  })
  const positions = await rows.append(Array.from({ length: count - 2 }, (_, index) => one(index)))
  await db.query(`SELECT nextval(pg_get_serial_sequence('journal', 'position'))`)
  return [...positions, ...(await rows.append([one(count - 2), one(count - 1)]))]
}

it('takes over rows that nobody has processed, under their positions, and gives no position twice', async () => {
  const { db, folder } = opened
  const directory = join(folder, 'moved')
  const positions = await leaveRows(db, 6)
  await db.query(`INSERT INTO journal_readers (name, position) VALUES ('ingest', $1)`, [positions[1]])

  const journal = await openJournal({ db, directory })
  expect(await db.query('SELECT 1 FROM journal')).toEqual([])
  expect(await journal.head()).toBe(positions.at(-1))
  const found = []
  for (let at = positions[1] ?? 0; ; ) {
    const some = await journal.read(at, 1_000_000)
    if (some.length === 0) break
    found.push(...some)
    at = some.at(-1)?.position ?? at
  }
  expect(found.map(({ position, items }) => [position, items])).toEqual(
    positions.slice(2).map((position, index) => [position, [index + 2]]),
  )
  const next = await journal.append({
    workspaceId: systemIds(),
    source: 'shop',
    receivedAt: new Date(),
    items: [],
  })
  expect(next).toBe((positions.at(-1) ?? 0) + 1)
  await journal.close()

  const again = await openJournal({ db, directory })
  expect(await again.head()).toBe(next)
  await again.close()
})

it('goes on where it was killed while it took them over', async () => {
  const { db, folder } = opened
  const directory = join(folder, 'half')
  await db.query(`DELETE FROM journal_readers`)
  const positions = await leaveRows(db, 5)
  const rows = await tableStore(db).read(0, 1_000_000)
  const whole = await openJournal({ db, directory })
  await whole.close()
  for (const { position, ...row } of rows)
    await db.query(
      `INSERT INTO journal (position, workspace_id, source, received_at, body) OVERRIDING SYSTEM VALUE
       VALUES ($1, $2, $3, $4, '')`,
      [position, row.workspaceId, row.source, row.receivedAt.toISOString()],
    )
  const again = await openJournal({ db, directory })
  expect(await db.query('SELECT 1 FROM journal')).toEqual([])
  expect((await again.read(0, 1_000_000)).map(({ position }) => position)).toEqual(positions.slice(0, 3))
  await again.close()
})
