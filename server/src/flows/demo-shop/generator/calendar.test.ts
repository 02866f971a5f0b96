import { describe, expect, it } from 'vitest'
import { adjustedDays, createSeason, dayMs, describeDay, secondAt, shopOffsetMs } from './calendar'

const midnight = (year: number, month: number, day: number) => Date.UTC(year, month - 1, day) - shopOffsetMs

describe('the shop’s calendar', () => {
  /**
   * ICU reckons the new moons of 2027 and 2030, which fall within minutes of midnight, a day off; the
   * Purple Mountain Observatory's almanac has 6 February 2027 and 3 February 2030.
   */
  const almanac: Readonly<Record<number, number>> = { 2027: midnight(2027, 2, 6), 2030: midnight(2030, 2, 3) }

  it('is quiet from the first days of each lunar year from 2016 to 2035, as the Chinese calendar has them', () => {
    const lunar = new Intl.DateTimeFormat('en-u-ca-chinese', {
      month: 'numeric',
      day: 'numeric',
      timeZone: 'Asia/Shanghai',
    })
    const newYears: number[] = []
    for (let at = midnight(2016, 1, 1); at < midnight(2036, 1, 1); at += dayMs) {
      if (lunar.format(at + dayMs / 2) === '1/1') newYears.push(almanac[new Date(at).getUTCFullYear()] ?? at)
    }
    expect(newYears).toHaveLength(20)
    for (const at of newYears) {
      expect(describeDay(at).zh).toBeLessThan(0.6)
      expect(describeDay(at - 4 * dayMs).zh).toBeLessThan(0.6)
      expect(describeDay(at - 5 * dayMs).zh).toBeGreaterThan(1.5)
      expect(describeDay(at + 7 * dayMs).zh).toBeGreaterThan(0.8)
    }
  })

  it('sells most on Double 11 and much on 618', () => {
    expect(describeDay(midnight(2025, 11, 11))).toMatchObject({ promotion: 'DOUBLE11' })
    expect(describeDay(midnight(2025, 11, 11)).zh).toBeGreaterThan(4)
    expect(describeDay(midnight(2026, 6, 18)).zh).toBeGreaterThan(3)
    expect(describeDay(midnight(2026, 6, 20)).promotion).toBe('')
  })

  it('runs the adjusted clock forward by one day a day on average, and back again', () => {
    const season = createSeason([1, 1, 5, 1, 0.5, 1], 1.5)
    expect(season.length).toBeCloseTo(6, 9)
    for (const sec of [0, 1, 100_000, 86_400 * 2, 86_400 * 2 + 5, 86_400 * 5 + 80_000]) {
      expect(secondAt(season, adjustedDays(season, sec))).toBe(sec)
    }
    expect(secondAt(season, 8)).toBe(8 * 86_400)
  })
})
