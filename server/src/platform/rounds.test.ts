import { expect, test } from 'vitest'
import { createRounds } from './rounds'

const never = 60_000

/** Rounds that wait to be let go, with what failed. */
function buildRounds(answer: () => Promise<boolean>, restMs = never) {
  const failures: unknown[] = []
  let count = 0
  let told: () => void = () => undefined
  const rounds = createRounds({
    round: () => {
      count += 1
      told()
      return answer()
    },
    restMs: () => restMs,
    failed: (error) => failures.push(error),
  })
  const reached = (wanted: number) =>
    new Promise<void>((resolve) => {
      told = () => count >= wanted && resolve()
      told()
    })
  return { rounds, failures, reached, count: () => count }
}

test('while there is work one round follows another without a rest', async () => {
  let left = 3
  const { rounds, reached, count } = buildRounds(async () => --left > 0)
  rounds.start()
  await reached(3)
  await rounds.stop()
  expect(count()).toBe(3)
})

test('whoever asks ends the rest', async () => {
  const { rounds, reached } = buildRounds(async () => false)
  rounds.start()
  await reached(1)
  rounds.ask()
  await reached(2)
  await rounds.stop()
})

test('whoever asks during a round gets another one', async () => {
  const built = buildRounds(async () => {
    if (built.count() === 1) built.rounds.ask()
    return false
  })
  built.rounds.start()
  await built.reached(2)
  await built.rounds.stop()
})

test('a round that fails is told and tried again after a rest', async () => {
  const { rounds, failures, reached } = buildRounds(() => Promise.reject(new Error('broken')), 1)
  rounds.start()
  await reached(3)
  await rounds.stop()
  expect(failures.length).toBeGreaterThanOrEqual(2)
})

test('stopping finishes the round at hand, and what fails in it is no failure', async () => {
  let cut: () => void = () => undefined
  const held = new Promise<boolean>((_, reject) => {
    cut = () => reject(new Error('closed'))
  })
  const { rounds, failures, reached, count } = buildRounds(() => held)
  rounds.start()
  await reached(1)
  const stopped = rounds.stop()
  cut()
  await stopped
  expect(failures).toEqual([])
  expect(count()).toBe(1)
})
