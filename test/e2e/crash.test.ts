import { expect, it } from 'vitest'
import { laneOps, runKilled, runWhole, visible } from './crash-run'

it('ends as if it had never been killed, after kill -9 at four moments', async () => {
  const base = new Date()
  const size = { batches: 24, batchSize: 20 }
  const lanes = [laneOps('a', 11, base, size), laneOps('b', 12, base, size)]
  const whole = await runWhole(lanes)
  const killed = await runKilled(lanes, { seed: 1, kills: 4 })
  try {
    expect(killed.kills).toBeGreaterThanOrEqual(4)
    expect(await visible(killed.product)).toEqual(await visible(whole.product))
  } finally {
    await Promise.all([whole.remove(), killed.remove()])
  }
}, 600_000)
