import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  type OpenEngines,
  openEmbeddedEngines,
  openServerEngines,
} from '../../../../test/harness/open-engines'
import { cutsAt, fillJournal, run } from './testing/cuts'

describe.each([
  ['embedded engines', openEmbeddedEngines],
  ['real servers', openServerEngines],
] as const)('the pipeline cut short on %s', (_, open) => {
  let engines: OpenEngines
  beforeAll(async () => {
    engines = await open()
  })
  afterAll(() => engines.close())

  it('ends as if it had never been cut, at every call of an engine and in every way', async () => {
    const target = await fillJournal(engines)
    const whole = await run(engines, target, null)
    for (const [index, call] of whole.calls.entries()) {
      for (const cut of cutsAt(index + 1, call)) {
        const { stores } = await run(engines, target, cut)
        expect(stores, `${JSON.stringify(cut)} at ${call}`).toEqual(whole.stores)
      }
    }
  })
})
