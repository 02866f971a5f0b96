import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { bothDatabases, type OpenDatabase } from '../../../../../test/harness/open-engines'
import { deriveId } from '../../../kernel/id'
import { addViolations, type CountedViolation, listViolations, violationKindsMax } from './store-violations'

const workspaceId = deriveId('shop')
const one = (event: string, more: Partial<CountedViolation> = {}): CountedViolation => ({
  workspaceId,
  day: '2026-03-01',
  source: 'app',
  type: 'track',
  event,
  path: 'a',
  code: 'unknown_property',
  count: 1,
  quarantined: 0,
  expected: '',
  example: 'x',
  lastAt: new Date('2026-03-01T00:00:00Z'),
  ...more,
})

describe.each(bothDatabases)('violations on $engine', ({ open }) => {
  let engines: OpenDatabase
  beforeAll(async () => {
    engines = await open()
  })
  afterAll(() => engines.close())

  const add = (rows: readonly CountedViolation[]) => engines.db.transaction((tx) => addViolations(tx, rows))
  const list = (id = workspaceId) =>
    listViolations(engines.db, id, { since: '2026-02-01' }, null, violationKindsMax * 2)

  it('add up by kind, over days and batches, with the last value found', async () => {
    await add([one('E'), one('F', { quarantined: 1 })])
    await add([one('E', { day: '2026-03-02', count: 3, example: 'y' })])
    expect(await list()).toMatchObject([
      { event: 'E', count: 4, example: 'y' },
      { event: 'F', count: 1, quarantined: 1 },
    ])
  })

  it('past the number that is kept apart in a day count without event and path, and known ones go on', async () => {
    const id = deriveId('flooded')
    const of = (event: string) => one(event, { workspaceId: id })
    await add(Array.from({ length: violationKindsMax - 1 }, (_each, index) => of(`E${index}`)))
    await add([of('one more'), of('too many'), of('far too many'), of('E0')])
    const rows = await list(id)
    expect(rows).toHaveLength(violationKindsMax + 1)
    expect(rows.slice(0, 2).map(({ event, path, count }) => [event, path, count])).toEqual([
      ['', '', 2],
      ['E0', 'a', 2],
    ])
    expect(rows.reduce((sum, { count }) => sum + count, 0)).toBe(violationKindsMax + 3)
    expect(rows.some(({ event }) => event === 'one more')).toBe(true)
  })
})
