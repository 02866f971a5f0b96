import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  type OpenEngines,
  openEmbeddedEngines,
  openServerEngines,
} from '../../../../test/harness/open-engines'
import { type Cut, cutsAt, hasEffect, run } from './testing/cuts'

/** Every call with an effect, before it and after it; of the rest every fourth. The long run takes all of them in all ways. */
function someCutsAt(at: number, call: string): Cut[] {
  if (!hasEffect(call)) return at % 4 === 0 ? cutsAt(at, call) : []
  return cutsAt(at, call).filter(
    ({ when, what }) => what === ((when === 'before') === (at % 2 === 0) ? 'death' : 'error'),
  )
}

describe.each([
  ['embedded engines', openEmbeddedEngines, someCutsAt],
  [
    'real servers',
    openServerEngines,
    (at: number, call: string) => (at % 3 === 0 ? someCutsAt(at, call) : []),
  ],
] as const)('the pipeline cut short on %s', (_, open, cutsOf) => {
  let engines: OpenEngines
  beforeAll(async () => {
    engines = await open()
  })
  afterAll(() => engines.close())

  it('ends as if it had never been cut, before or after any step', async () => {
    const whole = await run(engines, null)
    expect(whole.calls.filter(hasEffect).length).toBeGreaterThan(20)
    expect(whole.stores).toMatchObject({
      companies: expect.arrayContaining([expect.objectContaining({ group_id: 'shop-1', kind: 'household' })]),
      'facts.company_members': expect.arrayContaining([expect.objectContaining({ is_deleted: 0 })]),
      plan_violations: expect.arrayContaining([
        expect.objectContaining({ code: 'unknown_event', quarantined: 0 }),
        expect.objectContaining({ code: 'too_large', path: 'price' }),
      ]),
    })
    for (const [index, call] of whole.calls.entries()) {
      for (const cut of cutsOf(index + 1, call)) {
        const { stores } = await run(engines, cut)
        expect(stores, `${JSON.stringify(cut)} at ${call}`).toEqual(whole.stores)
      }
    }
  }, 600_000)
})
