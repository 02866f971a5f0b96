import {
  appendFile,
  mkdir,
  mkdtemp,
  open,
  readdir,
  readFile,
  rename,
  rm,
  rmdir,
  stat,
  truncate,
  writeFile,
} from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { NewStoredEntry } from './entry'
import { openFileStore } from './files'

const all = 1_000_000_000
let directory: string
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'rapport-journal-'))
})
afterEach(() => rm(directory, { recursive: true, force: true }))

const entry = (body: string): NewStoredEntry => ({
  workspaceId: '00000000-0000-4000-8000-000000000001',
  source: '店铺\n"shop"',
  receivedAt: new Date('2026-01-01T00:00:00.123Z'),
  body,
})
const entries = (count: number, bytes = 10) =>
  Array.from({ length: count }, (_, index) => entry(`["${index}","好${'x'.repeat(bytes)}\\n"]`))
const newest = async () => join(directory, (await readdir(directory)).sort().at(-1) ?? '')

/** What a store that is opened anew holds. */
async function held(after = 0): Promise<{ positions: number[]; bodies: string[] }> {
  const store = await openFileStore(directory)
  const read = await store.read(after, all)
  await store.close()
  return { positions: read.map(({ position }) => position), bodies: read.map(({ body }) => body) }
}

describe('the journal in files', () => {
  it('gives back what was appended, also in the file after the next and after it was opened again', async () => {
    const store = await openFileStore(directory, { bytesMax: 2_000 })
    const wanted = entries(100, 100)
    const positions: number[] = []
    for (let from = 0; from < 100; from += 7)
      positions.push(...(await store.append(wanted.slice(from, from + 7))))
    expect(positions).toEqual(wanted.map((_, index) => index + 1))
    expect((await readdir(directory)).length).toBeGreaterThan(5)
    await store.close()
    const again = await openFileStore(directory, { bytesMax: 2_000 })
    for (const after of [0, 1, 13, 14, 50, 98, 99, 100]) {
      const found = []
      for (let at = after; ; ) {
        const some = await again.read(at, 400)
        if (some.length === 0) break
        found.push(...some)
        at = some.at(-1)?.position ?? at
      }
      expect(found).toEqual(wanted.map((one, index) => ({ ...one, position: index + 1 })).slice(after))
    }
    expect(await again.append(entries(1))).toEqual([101])
    await again.close()
  })

  it('ends where the last whole entry ends, wherever the machine died', async () => {
    const store = await openFileStore(directory)
    await store.append(entries(3, 20))
    await store.close()
    const path = await newest()
    const { size } = await stat(path)
    const bodies = entries(3, 20).map(({ body }) => body)
    for (let cut = size - 1; cut >= 0; cut -= 7) {
      await truncate(path, cut)
      const left = await held()
      expect(left.bodies).toEqual(bodies.slice(0, left.bodies.length))
      expect(left.bodies.length).toBeLessThan(3)
      const { size: cleaned } = await stat(path)
      expect(cleaned).toBeLessThanOrEqual(cut)
    }
    const after = await openFileStore(directory)
    expect(await after.append(entries(1))).toEqual([1])
    await after.close()
  })

  it.each([
    ['zeros', Buffer.alloc(300)],
    ['something that is no entry', Buffer.from('{"a":1}'.repeat(30))],
    ['an entry with a byte changed', null],
  ])('cuts off %s at the end', async (_, garbage) => {
    const store = await openFileStore(directory)
    await store.append(entries(2))
    const { size } = await stat(await newest())
    if (!garbage) await store.append([entry('["spoilt"]')])
    await store.close()
    if (garbage) await appendFile(await newest(), garbage)
    else {
      const file = await open(await newest(), 'r+')
      await file.write(Buffer.from('X'), 0, 1, (await stat(await newest())).size - 3)
      await file.close()
    }
    expect((await held()).positions).toEqual([1, 2])
    expect((await stat(await newest())).size).toBe(size)
    const again = await openFileStore(directory)
    expect(await again.append(entries(1))).toEqual([3])
    await again.close()
    expect((await held()).positions).toEqual([1, 2, 3])
  })

  it('says so when an entry in the middle cannot be read, and gives nothing wrong', async () => {
    const store = await openFileStore(directory, { bytesMax: 100 })
    for (const one of entries(3, 100)) await store.append([one])
    await store.close()
    const [first = ''] = (await readdir(directory)).sort()
    const bytes = await readFile(join(directory, first))
    const file = await open(join(directory, first), 'r+')
    await file.write(Buffer.from([(bytes[40] ?? 0) ^ 1]), 0, 1, 40)
    await file.close()
    const again = await openFileStore(directory)
    await expect(again.read(0, all)).rejects.toThrow('entry 1 of the journal')
    expect((await again.read(1, 1)).map(({ position }) => position)).toEqual([2])
    await again.close()
  })

  it('forgets whole files behind a position, and never what comes after it', async () => {
    const store = await openFileStore(directory, { bytesMax: 1_000 })
    for (const one of entries(50, 100)) await store.append([one])
    const before = (await readdir(directory)).length
    await store.trim(30)
    expect((await readdir(directory)).length).toBeLessThan(before)
    expect((await store.read(30, all))[0]?.position).toBe(31)
    await store.trim(all)
    expect((await readdir(directory)).filter((name) => name.endsWith('.log'))).toHaveLength(1)
    expect(await store.append(entries(1))).toEqual([51])
    await store.close()
    expect((await held(50)).positions).toEqual([51])
  })

  it('goes on in a file that was made ahead, found by its place when a power cut has lost its name', async () => {
    const bytesMax = 2_000
    const store = await openFileStore(directory, { bytesMax })
    const bodies: string[] = []
    let isAhead = false
    while (bodies.length < 2_000 && !isAhead) {
      const one = entry(`["${bodies.length}${'x'.repeat(300)}"]`)
      bodies.push(one.body)
      await store.append([one])
      const path = await newest()
      isAhead = (await stat(path)).size === bytesMax && (await readFile(path)).at(-1) === 0
    }
    expect(isAhead).toBe(true)
    expect((await store.read(bodies.length - 1, all)).map(({ body }) => body)).toEqual(bodies.slice(-1))
    await store.close()
    await rename(await newest(), join(directory, '.next'))
    const again = await openFileStore(directory, { bytesMax })
    expect(await again.append(entries(1))).toEqual([bodies.length + 1])
    const found: string[] = []
    for (let at = 0; at < bodies.length; ) {
      const some = await again.read(at, all)
      found.push(...some.map(({ body }) => body))
      at = some.at(-1)?.position ?? bodies.length
    }
    expect(found.slice(0, bodies.length)).toEqual(bodies)
    await again.close()
  })

  it('takes nothing from a file that was made ahead and not begun', async () => {
    const store = await openFileStore(directory)
    await store.append(entries(2))
    await store.close()
    await writeFile(join(directory, '.next'), Buffer.alloc(5_000))
    expect((await held()).positions).toEqual([1, 2])
    expect(await readdir(directory)).toHaveLength(1)
  })

  it('gives no position again that has been processed, also when its files are lost', async () => {
    const store = await openFileStore(directory, { floor: 70 })
    expect(await store.head()).toBe(70)
    expect(await store.append(entries(2))).toEqual([71, 72])
    await store.close()
    const further = await openFileStore(directory, { floor: 90 })
    expect(await further.append(entries(1))).toEqual([91])
    expect((await further.read(70, all)).map(({ position }) => position)).toEqual([71, 72])
    expect((await further.read(72, all)).map(({ position }) => position)).toEqual([91])
    await further.close()
  })

  it('is copied as of one moment while it grows', async () => {
    const store = await openFileStore(directory, { bytesMax: 500 })
    for (const one of entries(20, 100)) await store.append([one])
    const copy = `${directory}-copy`
    const [head] = await Promise.all([store.copyTo(copy), store.append(entries(1))])
    const copied = await openFileStore(copy)
    expect([head, await copied.head()]).toEqual([20, 20])
    expect((await copied.read(19, all)).map(({ body }) => body)).toEqual([entries(20, 100)[19]?.body])
    await copied.close()
    await store.close()
    await rm(copy, { recursive: true })
  })

  it('goes on after an append that failed, which counts for nothing', async () => {
    const store = await openFileStore(directory, { bytesMax: 1 })
    await store.append(entries(1))
    const inTheWay = join(directory, '0000000000000002.log')
    await mkdir(inTheWay)
    await expect(store.append(entries(1))).rejects.toThrow('EISDIR')
    expect(await store.head()).toBe(1)
    await rmdir(inTheWay)
    expect(await store.append([entry('["later"]')])).toEqual([2])
    expect((await store.read(1, all)).map(({ body }) => body)).toEqual(['["later"]'])
    await store.close()
    expect((await held(1)).bodies).toEqual(['["later"]'])
  })
})
