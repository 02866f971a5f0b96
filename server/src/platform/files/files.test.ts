import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { createFileStore, createSpill } from './index'

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'rapport-files-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

async function* pieces(...texts: string[]) {
  for (const piece of texts) yield Buffer.from(piece)
}

it('keeps what arrives in pieces and says its size and digest', async () => {
  const store = createFileStore(join(folder, 'kept'))
  expect(await store.receive('one.csv', pieces('a,b\n', '1,2\n'), 100)).toEqual({
    bytes: 8,
    sha256: '492d5ea496056f1a6a6592241032fab764c321596317930b4fa0e1e8bc3b7470',
  })
  expect(await text(store.read('one.csv'))).toBe('a,b\n1,2\n')
  expect(await text(store.read('one.csv', { start: 4 }))).toBe('1,2\n')
  expect(await store.size('one.csv')).toBe(8)
  await store.remove('one.csv')
  expect(await store.size('one.csv')).toBeNull()
})

it('refuses a file past its limit and leaves nothing behind', async () => {
  const store = createFileStore(join(folder, 'refused'))
  await expect(store.receive('big.csv', pieces('12345', '67890'), 9)).rejects.toMatchObject({
    code: 'too_large',
  })
  expect(await readdir(join(folder, 'refused'))).toEqual([])
  await store.receive('fits.csv', pieces('12345', '6789'), 9)
  expect(await store.size('fits.csv')).toBe(9)
})

it('leaves nothing behind when the sender goes away', async () => {
  const store = createFileStore(join(folder, 'gone'))
  async function* broken() {
    yield Buffer.from('abc')
    throw new Error('connection reset')
  }
  await expect(store.receive('half.csv', broken(), 100)).rejects.toThrow('connection reset')
  expect(await readdir(join(folder, 'gone'))).toEqual([])
})

it('refuses a name that leads out of its folder', () => {
  const store = createFileStore(folder)
  for (const name of ['../x', '/etc/passwd', 'a/../../x', '.hidden', 'a\0b'])
    expect(() => store.path(name)).toThrow()
})

it('gives lines back by part in their order, and starts empty over the rests of an earlier run', async () => {
  const directory = join(folder, 'spill')
  const interrupted = await createSpill(directory, 2)
  await interrupted.add(0, 'left over')
  await interrupted.finish()

  const spill = await createSpill(directory, 3)
  for (let n = 0; n < 10; n += 1) await spill.add(n % 2, `line ${n} 中文\u2028`)
  await spill.finish()
  const read = async (part: number) => {
    const lines: string[] = []
    for await (const some of spill.lines(part)) lines.push(...some)
    return lines
  }
  expect(await read(0)).toEqual([0, 2, 4, 6, 8].map((n) => `line ${n} 中文\u2028`))
  expect((await read(1)).length).toBe(5)
  expect(await read(2)).toEqual([])
  await spill.remove()
  await expect(readdir(directory)).rejects.toThrow()
})
