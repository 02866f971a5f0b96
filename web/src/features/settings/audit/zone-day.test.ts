import { expect, test } from 'vitest'
import { dayAfter, dayStart } from './zone-day'

test.each([
  ['2026-03-05', 'Asia/Shanghai', '2026-03-04T16:00:00.000Z'],
  ['2026-03-05', 'UTC', '2026-03-05T00:00:00.000Z'],
  ['2026-03-05', 'America/New_York', '2026-03-05T05:00:00.000Z'],
  // the night on which clocks go forward, and the one on which they go back
  ['2026-03-29', 'Europe/Berlin', '2026-03-28T23:00:00.000Z'],
  ['2026-03-30', 'Europe/Berlin', '2026-03-29T22:00:00.000Z'],
  ['2026-10-25', 'Europe/Berlin', '2026-10-24T22:00:00.000Z'],
  ['2026-10-26', 'Europe/Berlin', '2026-10-25T23:00:00.000Z'],
  ['2026-03-05', 'Asia/Kathmandu', '2026-03-04T18:15:00.000Z'],
])('the day %s in %s begins at %s', (day, zone, start) => {
  expect(dayStart(day, zone).toISOString()).toBe(start)
})

test('the day after the last of February is the first of March', () => {
  expect([dayAfter('2026-02-28'), dayAfter('2028-02-28')]).toEqual(['2026-03-01', '2028-02-29'])
})
