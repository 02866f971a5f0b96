import { describe, expect, it } from 'vitest'
import { dayOf, periodBefore, periodEnding, stepFor, stepsOf } from './period'

describe('a period', () => {
  it('covers whole days of the zone and ends where the last one ends', () => {
    const period = periodEnding('2026-03-05', 7, 'Asia/Shanghai')
    expect(period).toEqual({
      from: '2026-02-27',
      to: '2026-03-05',
      startsAt: new Date('2026-02-26T16:00:00Z'),
      endsAt: new Date('2026-03-05T16:00:00Z'),
    })
  })

  it('is followed without a gap by the one it is compared with', () => {
    const period = periodEnding('2026-03-05', 30, 'Europe/London')
    const before = periodBefore(period, 30, 'Europe/London')
    expect(before.endsAt).toEqual(period.startsAt)
    expect(before.from).toBe('2026-01-05')
  })

  it('has a day of 23 hours when the clocks go forward', () => {
    const { startsAt, endsAt } = periodEnding('2026-03-29', 1, 'Europe/London')
    expect(endsAt.getTime() - startsAt.getTime()).toBe(23 * 3_600_000)
  })

  it('lists every step, also those in which nothing happened', () => {
    expect(stepsOf(periodEnding('2026-03-03', 3, 'UTC'), 'day', 'UTC')).toEqual([
      '2026-03-01',
      '2026-03-02',
      '2026-03-03',
    ])
    expect(stepsOf(periodEnding('2026-03-10', 10, 'UTC'), 'week', 'UTC')).toEqual([
      '2026-02-23',
      '2026-03-02',
      '2026-03-09',
    ])
    expect(stepsOf(periodEnding('2026-03-10', 60, 'UTC'), 'month', 'UTC')).toEqual([
      '2026-01-01',
      '2026-02-01',
      '2026-03-01',
    ])
  })

  it('is drawn by day up to a quarter, by week up to a year, else by month', () => {
    expect([90, 92, 93, 365, 401].map(stepFor)).toEqual(['day', 'day', 'week', 'week', 'month'])
  })

  it('knows the day of a moment in the zone', () => {
    expect(dayOf(new Date('2026-03-05T17:00:00Z'), 'Asia/Shanghai')).toBe('2026-03-06')
  })
})
