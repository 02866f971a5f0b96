import { expect, it } from 'vitest'
import { runKilledCampaign } from './testing/killed-campaign'

/** The same with 5,000 messages and many more kills is `killed.long.test.ts`. */
it('a campaign of the running product, killed three times, reaches everybody once and nobody in the hold-out', async () => {
  const people = 330
  const { progress, ledger, members } = await runKilledCampaign({
    people,
    killsAfter: [0, 60, 170],
    ratePerSecond: 120,
  })
  const { assigned, deliveries } = progress
  expect(assigned.treated + assigned.holdout).toBe(people)
  expect(members).toHaveLength(people)
  expect(members.filter(({ arm }) => arm === 'treated')).toHaveLength(assigned.treated)
  expect(deliveries.sent + deliveries.uncertain).toBe(assigned.treated)
  expect([...ledger].filter(([, times]) => times > 1)).toEqual([])
  expect(ledger.size).toBeGreaterThanOrEqual(deliveries.sent)
  expect(ledger.size).toBeLessThanOrEqual(deliveries.sent + deliveries.uncertain)
}, 300_000)
