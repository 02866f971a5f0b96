import { expect, test } from 'vitest'
import { runKilledCampaign } from '../testing/killed-campaign'

test('a campaign of 600 whose sender is killed twice: nobody gets it twice, nobody is missed, every event is told', async () => {
  const { states, received, sent, uncertain, told } = await runKilledCampaign({
    messages: 600,
    kills: [37, 211],
  })
  expect((states.sent ?? 0) + (states.uncertain ?? 0)).toBe(600)
  expect([...received.values()].every((times) => times === 1)).toBe(true)
  expect([...sent].filter((id) => !received.has(id))).toEqual([])
  expect([...received.keys()].filter((id) => !sent.has(id) && !uncertain.has(id))).toEqual([])
  // Two groups may be marked when the process dies: sixteen messages with four connections.
  expect(uncertain.size).toBeLessThanOrEqual(2 * 16)
  expect(told).toEqual({
    message_sent: states.sent,
    ...(uncertain.size > 0 && { message_uncertain: uncertain.size }),
  })
}, 180_000)
