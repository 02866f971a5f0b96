import { afterAll, beforeAll, describe, it } from 'vitest'
import { bothFacts, type OpenFacts } from '../../../../../test/harness/open-engines'
import { expectAgreement } from '../testing/agreement'

describe.each(bothFacts)('rules on $engine', ({ open }) => {
  let engines: OpenFacts
  beforeAll(async () => {
    engines = await open()
  })
  afterAll(() => engines.close())

  // every statement is new to the engine, so a busy machine spends seconds on reading them
  it(
    'mean the same in SQL and to the interpreter, whatever the rule and the history',
    {
      timeout: 180_000,
    },
    () => expectAgreement(engines.facts, 8),
  )
})
