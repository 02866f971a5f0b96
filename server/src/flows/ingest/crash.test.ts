import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { randomFrom } from '../../../../test/e2e/crash-stream'
import {
  type OpenEngines,
  openEmbeddedEngines,
  openServerEngines,
} from '../../../../test/harness/open-engines'
import { type Cut, cutsAt, fillJournal, hasEffect, run } from './testing/cuts'

/** Another one each time, so that in the end every cut has its turn; `RAPPORT_CRASH_SEED` repeats a run that failed. */
const seed = Number(process.env.RAPPORT_CRASH_SEED ?? Date.now() % 1_000_000)

/** Of so many calls one is cut, in one way; the long run cuts all of them in every way. */
interface Spread {
  readonly effects: number
  readonly reads: number
}

function someCuts(calls: readonly string[], { effects, reads }: Spread): Cut[] {
  const random = randomFrom(seed)
  const places = calls.map((call, index) => ({ call, at: index + 1 }))
  const withEffect = places.filter(({ call }) => hasEffect(call))
  const without = places.filter(({ call }) => !hasEffect(call))
  return [...oneOfEach(withEffect, effects, random), ...oneOfEach(without, reads, random)].flatMap(
    ({ at, call }) => oneOfEach(cutsAt(at, call), 4, random),
  )
}

/** A random one of each stretch of so many. */
function oneOfEach<T>(items: readonly T[], stretch: number, random: () => number): T[] {
  return Array.from({ length: Math.ceil(items.length / stretch) }, (_, index) => {
    const some = items.slice(index * stretch, (index + 1) * stretch)
    return some[Math.floor(random() * some.length)] as T
  })
}

describe.each([
  ['embedded engines', openEmbeddedEngines, { effects: 3, reads: 15 }],
  ['real servers', openServerEngines, { effects: 3, reads: 30 }],
] as const)('the pipeline cut short on %s', (_, open, spread) => {
  let engines: OpenEngines
  beforeAll(async () => {
    engines = await open()
  })
  afterAll(() => engines.close())

  it(`ends as if it had never been cut, before or after any step (seed ${seed})`, async () => {
    const target = await fillJournal(engines)
    const whole = await run(engines, target, null)
    expect(whole.calls.filter(hasEffect).length).toBeGreaterThan(20)
    expect(whole.stores).toMatchObject({
      companies: expect.arrayContaining([expect.objectContaining({ group_id: 'shop-1', kind: 'household' })]),
      'facts.company_members': expect.arrayContaining([expect.objectContaining({ is_deleted: 0 })]),
      plan_violations: expect.arrayContaining([
        expect.objectContaining({ code: 'unknown_event', quarantined: 0 }),
        expect.objectContaining({ code: 'too_large', path: 'price' }),
      ]),
    })
    for (const cut of someCuts(whole.calls, spread)) {
      const { stores, calls } = await run(engines, target, cut)
      expect(stores, `${JSON.stringify(cut)} at ${calls[cut.at - 1]}`).toEqual(whole.stores)
    }
  }, 600_000)
})
