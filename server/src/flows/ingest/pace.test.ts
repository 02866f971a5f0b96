import { expect, it } from 'vitest'
import { createPace } from './pace'

it('holds no answer back while the pipeline keeps up', () => {
  const pace = createPace()
  for (let position = 1; position <= 100; position += 1) {
    pace.appended(position, position * 10)
    if (position > 50) pace.moved(position - 50)
    expect(pace.delayMs(position * 10)).toBe(0)
  }
})

it('holds answers back by a quarter of what the lag is longer than a second, and by 200 ms at most', () => {
  const pace = createPace()
  pace.appended(1, 0)
  pace.appended(2, 5)
  pace.appended(3, 400)
  expect([1_000, 1_100, 1_400, 60_000].map(pace.delayMs)).toEqual([0, 25, 100, 200])
  pace.moved(2)
  expect(pace.delayMs(1_500)).toBe(25)
  pace.moved(3)
  expect(pace.delayMs(60_000)).toBe(0)
})

it('does not wait for what was processed before its sender could be told', () => {
  const pace = createPace()
  pace.moved(7)
  pace.appended(7, 0)
  expect(pace.delayMs(60_000)).toBe(0)
})
