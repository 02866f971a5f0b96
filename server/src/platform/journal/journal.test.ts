import { afterAll, beforeAll, expect, it } from 'vitest'
import { type OpenDatabase, openEmbeddedDatabase } from '../../../../test/harness/open-engines'
import { systemIds } from '../clock'
import { createJournal } from '.'

let engines: OpenDatabase
beforeAll(async () => {
  engines = await openEmbeddedDatabase()
})
afterAll(() => engines.close())

const entry = (body: string) => ({
  workspaceId: systemIds(),
  source: 'test',
  receivedAt: new Date('2026-01-01T00:00:00Z'),
  body,
})

it('gives entries back in the order of their positions, from memory and from disk alike', async () => {
  const journal = createJournal(engines.db)
  const start = await journal.head()
  const bodies = Array.from({ length: 120 }, (_, index) =>
    JSON.stringify([`消息 ${index}`, 'x'.repeat(index * 10)]),
  )
  const positions = await Promise.all(bodies.map((body) => journal.append(entry(body))))
  expect(positions).toEqual([...positions].sort((left, right) => left - right))
  const fromMemory = await journal.read(start, 10_000_000)
  const fromDisk = await createJournal(engines.db).read(start, 10_000_000)
  expect(fromMemory.map(({ body }) => body)).toEqual(bodies)
  expect(fromDisk).toEqual(fromMemory)
})

it('reads at least one entry however small the limit', async () => {
  const journal = createJournal(engines.db)
  const start = await journal.head()
  await journal.append(entry('a'.repeat(5_000)))
  await journal.append(entry('b'))
  expect((await journal.read(start, 10)).length).toBe(1)
  expect((await createJournal(engines.db).read(start, 10)).length).toBe(1)
})

it('moves a reader only from where it is', async () => {
  const journal = createJournal(engines.db)
  await engines.db.transaction((tx) => journal.advance(tx, 'reader', 0, 5))
  await expect(engines.db.transaction((tx) => journal.advance(tx, 'reader', 0, 6))).rejects.toThrow(
    'another process',
  )
  expect(await journal.positionOf('reader')).toBe(5)
})

it('forgets what is behind the readers', async () => {
  const journal = createJournal(engines.db)
  const position = await journal.append(entry('old'))
  const next = await journal.append(entry('new'))
  expect(await journal.trim(position)).toBeGreaterThan(0)
  expect((await createJournal(engines.db).read(0, 1_000_000)).map((one) => one.position)).toEqual([next])
})
