import { afterAll, beforeAll, it } from 'vitest'
import { type OpenEngines, openEmbeddedEngines } from '../../../../../test/harness/open-engines'
import { expectAgreement } from '../testing/agreement'

let engines: OpenEngines
beforeAll(async () => {
  engines = await openEmbeddedEngines()
})
afterAll(() => engines.close())

it('a thousand random sets of rules and histories agree between SQL and interpreter', () =>
  expectAgreement(engines.facts, 1_000))
