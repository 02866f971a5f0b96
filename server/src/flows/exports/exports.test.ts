import { expect, it } from 'vitest'
import { createExports, type ExportsDeps } from './index'

const row = (name: string, traits: Record<string, unknown>) => ({
  id: name,
  name,
  firstSeenAt: '2026-01-01T00:00:00.000Z',
  lastSeenAt: '2026-01-02T00:00:00.000Z',
  traits,
})

const pages = [
  {
    items: [
      row('Ada', { note: '=1+1', phone: '+447911123456', orders: -2, revenue: 100, spent_in_may: 75_091 }),
    ],
    nextCursor: 'next',
  },
  { items: [row('李,梅', { note: 'a "b"', tags: ['x', 'y'] })], nextCursor: null },
]

async function listed(columns: readonly string[], isPersonal = true, currency = 'KWD'): Promise<string[]> {
  const exports = createExports({
    list: async (_workspaceId: string, { cursor }: { cursor?: string }) => pages[cursor ? 1 : 0],
    settingsOf: async () => ({ currency }),
    segments: { traits: { definitions: async () => [{ name: 'spent_in_may', type: 'money' }] } },
  } as unknown as ExportsDeps)
  const query = { sort: 'last_seen', columns: columns.join(',') } as const
  let text = ''
  for await (const piece of await exports.listed('w', query, columns, isPersonal)) text += piece
  return text.split('\r\n')
}

it('downloads every page of a list, and nothing that a spreadsheet would run', async () => {
  expect(await listed(['note', 'phone', 'orders', 'tags'])).toEqual([
    '\ufeffid,name,first_seen_at,last_seen_at,note,phone,orders,tags',
    `Ada,Ada,2026-01-01T00:00:00.000Z,2026-01-02T00:00:00.000Z,'=1+1,+447911123456,-2,`,
    '"李,梅","李,梅",2026-01-01T00:00:00.000Z,2026-01-02T00:00:00.000Z,"a ""b""",,,"[""x"",""y""]"',
    '',
  ])
})

it('writes money in whole units of the currency, also of traits of the workspace’s own', async () => {
  const [, kwd] = await listed(['revenue', 'spent_in_may'])
  expect(kwd).toMatch(/,0\.1,75\.091$/)
  const [, jpy] = await listed(['revenue', 'spent_in_may'], true, 'JPY')
  expect(jpy).toMatch(/,100,75091$/)
})

it('refuses a segment that is not there before the first byte', async () => {
  const exports = createExports({
    segments: { find: async () => null },
  } as unknown as ExportsDeps)
  const wanted = { format: 'csv', segmentId: 'of another workspace', columns: [], isPersonal: true } as const
  await expect(exports.customers('w', wanted)).rejects.toMatchObject({ code: 'not_found' })
})

it('leaves out what is personal for those who may not see it', async () => {
  const [, ada] = await listed(['phone', 'revenue'], false)
  expect(ada).toBe('Ada,,2026-01-01T00:00:00.000Z,2026-01-02T00:00:00.000Z,,0.1')
})
