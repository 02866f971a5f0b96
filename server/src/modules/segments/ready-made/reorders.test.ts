import { lifecycleDaysSchema } from '@rapport/contract'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type OpenFacts, openEmbeddedFacts } from '../../../../../test/harness/open-engines'
import { deriveId } from '../../../kernel/id'
import type { EventFact } from '../rule/evaluate'
import { insertPeople } from '../testing/people'
import { reordersOf, stagesFrom } from './reorders'

const now = new Date('2026-02-11T04:00:00Z')
const hourMs = 3_600_000
const ordered = (hoursAgo: number): EventFact => ({
  type: 'track',
  name: 'Order Completed',
  time: new Date(now.getTime() - hoursAgo * hourMs),
  properties: {},
  valueMinor: 0,
})
const orderedDaysAgo = (...days: readonly number[]) => days.map((day) => ordered(24 * day))

describe('how long buyers take to order again', () => {
  let engines: OpenFacts
  const many = deriveId('shop', 'reorders')
  const few = deriveId('shop', 'few reorders')
  const ask = (workspaceId: string) =>
    reordersOf(engines.facts, { workspaceId, timezone: 'Asia/Shanghai', now })

  beforeAll(async () => {
    engines = await openEmbeddedFacts()
    // Gaps of 1 to 101 days, one each.
    const buyers = Array.from({ length: 101 }, (_, gap) => orderedDaysAgo(200, 199 - gap))
    const more = [
      orderedDaysAgo(800, 10), // the first is too long ago
      [ordered(48), ordered(49)], // twice on one day
      orderedDaysAgo(5),
      [],
    ]
    const people = [...buyers, ...more].map((events, index) => ({
      profileId: deriveId('buyer', String(index)),
      traits: {},
      events,
    }))
    // One who was two: ten days apart on different nodes.
    const merged = {
      profileId: deriveId('buyer', 'merged'),
      traits: {},
      events: orderedDaysAgo(60),
      mergedNodes: [orderedDaysAgo(50)],
    }
    await insertPeople(engines.facts, many, [...people, merged])
    await insertPeople(engines.facts, few, people.slice(0, 99))
  })
  afterAll(() => engines.close())

  it('is told by days of the calendar, over merged people, for the last two years', async () => {
    expect(await ask(many)).toEqual({
      gaps: 102,
      median: 51,
      fourInFive: 81,
      most: 96,
      suggested: { newDays: 51, activeDays: 81, atRiskDays: 96, dormantDays: 192 },
    })
  })

  it('is not told from too few, or none', async () => {
    expect(await ask(few)).toBeNull()
    expect(await ask(deriveId('shop', 'nobody'))).toBeNull()
  })
})

it('stages follow one another, however the gaps lie', () => {
  const days = fc.double({ min: 1, max: 730, noNaN: true })
  fc.assert(
    fc.property(fc.array(days, { minLength: 3, maxLength: 3 }), (some) => {
      const [median = 0, fourInFive = 0, most = 0] = some.toSorted((left, right) => left - right)
      const stages = stagesFrom({ median, fourInFive, most })
      expect(lifecycleDaysSchema.parse(stages)).toEqual(stages)
    }),
  )
})
