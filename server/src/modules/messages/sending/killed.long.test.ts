import { expect, test } from 'vitest'
import { runKilledCampaign } from '../testing/killed-campaign'

/** Fixed, so that a run that fails can be run again: from the start, in the middle of a group, far on. */
const kills = [0, 1, 7, 30, 3, 400, 0, 95, 260, 12, 333, 58, 2, 700, 149, 41, 500, 9, 77, 300]

test(`a campaign of 5,000 whose sender is killed ${kills.length} times: nobody twice, nobody missed, every event told`, async () => {
  const { states, received, sent, uncertain, told } = await runKilledCampaign({ messages: 5_000, kills })
  expect((states.sent ?? 0) + (states.uncertain ?? 0)).toBe(5_000)
  expect([...received.values()].every((times) => times === 1)).toBe(true)
  expect([...sent].filter((id) => !received.has(id))).toEqual([])
  expect([...received.keys()].filter((id) => !sent.has(id) && !uncertain.has(id))).toEqual([])
  expect(uncertain.size).toBeLessThanOrEqual(kills.length * 16)
  expect(told).toEqual({
    message_sent: states.sent,
    ...(uncertain.size > 0 && { message_uncertain: uncertain.size }),
  })
})
