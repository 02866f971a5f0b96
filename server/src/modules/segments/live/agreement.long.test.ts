import { afterAll, beforeAll, it } from 'vitest'
import { type OpenEngines, openEmbeddedEngines } from '../../../../../test/harness/open-engines'
import { expectFollowed } from '../testing/live-stories'

let engines: OpenEngines
beforeAll(async () => {
  engines = await openEmbeddedEngines()
})
afterAll(() => engines.close())

it.each([
  { who: 'for one person after another', crowdMin: undefined },
  { who: 'where three people are a crowd', crowdMin: 3 },
])('keeps the members of fifty stories as the interpreter finds them, $who', (story) =>
  expectFollowed(engines, { ...story, runs: 50 }),
)
