import { DateTime } from 'luxon'
import { describe, expect, it } from 'vitest'
import { conditionHolds } from './conditions'
import { daysComingRound, lunarAnniversary, lunarDayOf } from './lunar'
import type { RuleContext } from './moments'

const timezone = 'Asia/Shanghai'
const consentRule = 'granted'
const at = (day: string): RuleContext => ({ now: new Date(`${day}T00:30:00+08:00`), timezone, consentRule })
const day = (text: string) => DateTime.fromISO(text, { zone: 'utc' })
const today = { type: 'anniversary', op: 'today', calendar: 'lunar' } as const
const comesRound = (birthday: string, on: string) => conditionHolds(today, [birthday], at(on))

describe('the lunar calendar', () => {
  it('agrees with the one of ICU on nearly every tenth day of two hundred years: new moons at midnight part them', () => {
    const icu = new Intl.DateTimeFormat('en-u-ca-chinese', {
      timeZone: 'UTC',
      day: 'numeric',
      month: 'numeric',
    })
    let [asked, differing] = [0, 0]
    for (let date = day('1912-02-18'); date.year < 2100; date = date.plus({ days: 10 })) {
      const parts = Object.fromEntries(
        icu.formatToParts(date.toJSDate()).map(({ type, value }) => [type, value]),
      )
      const ours = lunarDayOf(date)
      const written = ours && `${ours.month}${ours.isLeap ? 'bis' : ''} ${ours.day}`
      asked += 1
      if (written !== `${parts.month} ${parts.day}`) differing += 1
    }
    expect(differing / asked).toBeLessThan(0.01)
  })

  it('knows published days: new years, a mid-autumn, a leap month', () => {
    expect(lunarDayOf(day('2024-02-10'))).toEqual({ year: 2024, month: 1, isLeap: false, day: 1 })
    expect(lunarDayOf(day('2025-10-06'))).toEqual({ year: 2025, month: 8, isLeap: false, day: 15 })
    expect(lunarDayOf(day('2025-07-25'))).toEqual({ year: 2025, month: 6, isLeap: true, day: 1 })
    expect(lunarDayOf(day('2018-11-08'))).toEqual({ year: 2018, month: 10, isLeap: false, day: 1 }) // the new moon was at 00:02
    expect(lunarDayOf(day('1900-01-30'))).toBeNull()
    expect(lunarDayOf(day('1900-01-31'))).toEqual({ year: 1900, month: 1, isLeap: false, day: 1 })
  })
})

describe('a lunar anniversary', () => {
  it('comes round on the same lunar day, whatever day of the solar year that is', () => {
    expect(comesRound('1990-10-03', '2025-10-06')).toBe(true) // the 15th of the eighth month
    expect(comesRound('1990-10-03', '2025-10-03')).toBe(false)
    expect(comesRound('1990-10-03', '2026-09-25')).toBe(true)
  })

  it('of a leap month comes round in the ordinary month, and never in a leap month', () => {
    const bornInLeapMonth = '2025-08-01' // the 8th of the second sixth month
    expect(comesRound(bornInLeapMonth, '2026-07-21')).toBe(true)
    expect(comesRound(bornInLeapMonth, '2025-08-01')).toBe(false)
    expect(comesRound(bornInLeapMonth, '2025-07-02')).toBe(true)
  })

  it('of a 30th comes round on the 29th when the month has no 30th', () => {
    const newYearsEve = '2024-02-09' // the 30th of the twelfth month
    expect(lunarDayOf(day(newYearsEve))?.day).toBe(30)
    expect(comesRound(newYearsEve, '2025-01-28')).toBe(true) // the 29th, the last
    expect(comesRound(newYearsEve, '2024-02-09')).toBe(true)
  })

  it('is looked for over the new year, and over midnight of the workspace', () => {
    const soon = { type: 'anniversary', op: 'in_next', days: 7, calendar: 'lunar' } as const
    expect(conditionHolds(soon, ['1990-01-27'], at('2026-02-11'))).toBe(true) // the first of the first month
    expect(conditionHolds(soon, ['1990-01-27'], at('2026-02-09'))).toBe(false)
    expect(
      conditionHolds(today, ['1990-10-03'], { now: new Date('2025-10-05T16:30:00Z'), timezone, consentRule }),
    ).toBe(true)
  })

  it('is unknown for dates outside the lunar years 1900 to 2100', () => {
    expect(
      conditionHolds({ ...today, op: 'this_month' }, ['1900-01-30', '2150-01-01'], at('2026-02-11')),
    ).toBe(false)
  })

  it('asks of a whole half year for about one span a year', () => {
    const spans = daysComingRound(
      { type: 'anniversary', op: 'in_next', days: 183, calendar: 'lunar' },
      at('2026-02-11'),
    )
    expect(spans.from.length).toBeLessThan(450)
    expect(spans.before).toHaveLength(spans.from.length)
    expect(lunarAnniversary({ month: 1, day: 1 }, 2026)).toBe(Date.UTC(2026, 1, 17) / 86_400_000)
  })
})
