import { expect, it } from 'vitest'
import { runKilledCampaign } from './testing/killed-campaign'

const people = 5_600
const kills = 12

/** Points spread over the campaign by a fixed sequence, so that a failure can be had again. */
function killPoints(seed: number): number[] {
  let state = seed
  const next = () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state / 2 ** 32
  }
  return [0, ...Array.from({ length: kills - 1 }, () => Math.floor(next() * people * 0.88))].sort(
    (a, b) => a - b,
  )
}

it.each([1, 2])(
  'a campaign of 5,000 messages, killed a dozen times (sequence %i), reaches everybody once',
  async (seed) => {
    const { progress, ledger, members } = await runKilledCampaign({
      people,
      killsAfter: killPoints(seed),
      ratePerSecond: 0,
    })
    const { assigned, deliveries } = progress
    const repeated = [...ledger].filter(([, times]) => times > 1)
    process.stdout.write(
      `${assigned.treated} treated, ${assigned.holdout} held out; ${deliveries.sent} sent, ${deliveries.uncertain} uncertain; ${ledger.size} arrived, ${repeated.length} twice\n`,
    )
    expect(assigned.treated).toBeGreaterThan(5_000 * 0.98)
    expect(members).toHaveLength(people)
    expect(deliveries.sent + deliveries.uncertain).toBe(assigned.treated)
    expect(repeated).toEqual([])
    expect(ledger.size).toBeGreaterThanOrEqual(deliveries.sent)
    expect(ledger.size).toBeLessThanOrEqual(deliveries.sent + deliveries.uncertain)
  },
)
