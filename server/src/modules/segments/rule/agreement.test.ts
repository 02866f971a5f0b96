import { afterAll, beforeAll, describe, it } from 'vitest'
import {
  type OpenEngines,
  openEmbeddedEngines,
  openServerEngines,
} from '../../../../../test/harness/open-engines'
import { expectAgreement } from '../testing/agreement'

describe.each([
  { engine: 'the embedded engine', open: openEmbeddedEngines },
  { engine: 'a real server', open: openServerEngines },
])('rules on $engine', ({ open }) => {
  let engines: OpenEngines
  beforeAll(async () => {
    engines = await open()
  })
  afterAll(() => engines.close())

  it('mean the same in SQL and to the interpreter, whatever the rule and the history', () =>
    expectAgreement(engines.facts, 15))
})
