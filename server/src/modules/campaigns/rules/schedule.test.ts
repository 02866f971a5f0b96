import { scheduleSchema } from '@rapport/contract'
import { describe, expect, it } from 'vitest'
import { startOf } from './schedule'

const now = new Date('2026-01-01T00:00:00Z')
const at = (localTime: string, timezone: string) => startOf({ kind: 'at', localTime, timezone }, now)

describe('when a campaign begins', () => {
  it('begins at once when nothing else is said', () => {
    expect(startOf({ kind: 'now' }, now)).toEqual({ at: now, isAmbiguous: false })
  })

  it('begins at no time that no calendar or clock shows', () => {
    const isTaken = (localTime: string) =>
      scheduleSchema.safeParse({ kind: 'at', localTime, timezone: 'UTC' }).success
    expect(isTaken('2028-02-29T23:59')).toBe(true)
    for (const time of ['2026-02-29T10:00', '2026-13-01T10:00', '2026-01-01T24:00', '9999-12-31T10:00'])
      expect(isTaken(time)).toBe(false)
  })

  it('begins when the clock in the zone shows the time', () => {
    expect(at('2026-03-01T10:00', 'Asia/Shanghai')).toEqual({
      at: new Date('2026-03-01T02:00:00Z'),
      isAmbiguous: false,
    })
    expect(at('2026-07-01T10:00', 'America/New_York').at).toEqual(new Date('2026-07-01T14:00:00Z'))
  })

  it('moves on by an hour what the clocks skip, and says so', () => {
    expect(at('2026-03-29T02:30', 'Europe/Berlin')).toEqual({
      at: new Date('2026-03-29T01:30:00Z'),
      isAmbiguous: true,
    })
  })

  it('takes the first of a time that comes twice, and says so', () => {
    expect(at('2026-10-25T02:30', 'Europe/Berlin')).toEqual({
      at: new Date('2026-10-25T00:30:00Z'),
      isAmbiguous: true,
    })
  })
})
