import { expect, it } from 'vitest'
import { customersCsv } from './export'

const row = (name: string, traits: Record<string, unknown>) => ({
  id: name,
  name,
  firstSeenAt: '2026-01-01T00:00:00.000Z',
  lastSeenAt: '2026-01-02T00:00:00.000Z',
  traits,
})

it('downloads every page, and nothing that a spreadsheet would run', async () => {
  const pages = [
    { items: [row('Ada', { note: '=1+1', phone: '+447911123456', orders: -2 })], nextCursor: 'next' },
    { items: [row('李,梅', { note: 'a "b"', tags: ['x', 'y'] })], nextCursor: null },
  ]
  const answer = customersCsv(
    ['note', ' phone', 'orders', '', 'tags'],
    async (cursor) => pages[cursor ? 1 : 0]!,
  )
  const text = new TextDecoder('utf-8', { ignoreBOM: true }).decode(await answer.arrayBuffer())
  expect(text.split('\r\n')).toEqual([
    '\ufeffid,name,first_seen_at,last_seen_at,note,phone,orders,tags',
    `Ada,Ada,2026-01-01T00:00:00.000Z,2026-01-02T00:00:00.000Z,'=1+1,+447911123456,-2,`,
    '"李,梅","李,梅",2026-01-01T00:00:00.000Z,2026-01-02T00:00:00.000Z,"a ""b""",,,"[""x"",""y""]"',
    '',
  ])
})
