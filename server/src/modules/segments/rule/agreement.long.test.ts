import { afterAll, beforeAll, it } from 'vitest'
import { type OpenFacts, openEmbeddedFacts } from '../../../../../test/harness/open-engines'
import { expectAgreement } from '../testing/agreement'

let engines: OpenFacts
beforeAll(async () => {
  engines = await openEmbeddedFacts()
})
afterAll(() => engines.close())

it('a thousand random sets of rules and histories agree between SQL and interpreter', () =>
  expectAgreement(engines.facts, 1_000))
