import { expect, it } from 'vitest'
import { laneOps, runKilled, runWhole, visible } from './crash-run'

/** `RAPPORT_CRASH_SEED` repeats a run that failed. */
const seed = Number(process.env.RAPPORT_CRASH_SEED ?? 2026)

it(`ends as if it had never been killed, after kill -9 at forty moments and more (seed ${seed})`, async () => {
  const base = new Date()
  const size = { batches: 160, batchSize: 40 }
  const lanes = ['a', 'b', 'c'].map((lane, index) => laneOps(lane, seed + index, base, size))
  const whole = await runWhole(lanes)
  const killed = await runKilled(lanes, { seed, kills: 40 })
  try {
    expect(killed.kills).toBeGreaterThanOrEqual(40)
    expect(await visible(killed.product)).toEqual(await visible(whole.product))
  } finally {
    await Promise.all([whole.remove(), killed.remove()])
  }
})
