import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { bothDatabases, type OpenDatabase } from '../../../../test/harness/open-engines'
import { systemIds } from '../clock'

const entry = (...items: unknown[]) => ({
  workspaceId: systemIds(),
  source: 'test',
  receivedAt: new Date('2026-01-01T00:00:00Z'),
  items,
})

describe.each(bothDatabases)('the journal on $engine', ({ open }) => {
  let engines: OpenDatabase
  beforeAll(async () => {
    engines = await open()
  })
  afterAll(() => engines.close())

  it('gives entries back in the order of their positions, from memory and from the disk alike', async () => {
    const { journal } = engines
    const start = await journal.head()
    await journal.read(start, 1)
    const lists = Array.from({ length: 120 }, (_, index) => [`消息 ${index}`, 'x'.repeat(index * 10)])
    const positions = await Promise.all(lists.map((items) => journal.append(entry(...items))))
    expect(positions).toEqual([...positions].sort((left, right) => left - right))
    expect(await journal.head()).toBe(positions.at(-1))
    const fromMemory = await journal.read(start, 10_000_000)
    const fromDisk = await (await engines.openJournal()).read(start, 10_000_000)
    expect(fromMemory.map(({ items }) => items)).toEqual(lists)
    expect(fromDisk).toEqual(fromMemory)
  })

  it('gives all to a reader that begins at the beginning and takes a little at a time', async () => {
    const { journal } = engines
    const start = await journal.head()
    const wanted = Array.from({ length: 40 }, (_, index) => [index, 'x'.repeat(500)])
    const got: (readonly unknown[])[] = []
    let position = start
    for (const [index, items] of wanted.entries()) {
      await journal.append(entry(...items))
      if (index % 3 > 0) continue
      const entries = await journal.read(position, 900)
      got.push(...entries.map((one) => one.items))
      position = entries.at(-1)?.position ?? position
    }
    for (;;) {
      const entries = await journal.read(position, 900)
      if (entries.length === 0) break
      got.push(...entries.map((one) => one.items))
      position = entries.at(-1)?.position ?? position
    }
    expect(got).toEqual(wanted)
  })

  it('keeps what was said when its caller goes on with the object', async () => {
    const { journal } = engines
    const start = await journal.head()
    await journal.read(start, 1)
    const message = { city: 'Shanghai', left: undefined }
    await journal.append(entry(message))
    message.city = 'Beijing'
    const [read] = await journal.read(start, 1_000)
    expect(read?.items).toStrictEqual([{ city: 'Shanghai' }])
  })

  it('reads at least one entry however small the limit', async () => {
    const { journal } = engines
    const start = await journal.head()
    await journal.append(entry('a'.repeat(5_000)))
    await journal.append(entry('b'))
    expect((await journal.read(start, 10)).length).toBe(1)
    expect((await (await engines.openJournal()).read(start, 10)).length).toBe(1)
  })

  it('moves a reader only from where it is', async () => {
    const { db, journal } = engines
    await db.transaction((tx) => journal.advance(tx, 'reader', 0, 5))
    await expect(db.transaction((tx) => journal.advance(tx, 'reader', 0, 6))).rejects.toThrow(
      'another process',
    )
    expect(await journal.positionOf('reader')).toBe(5)
  })
})
