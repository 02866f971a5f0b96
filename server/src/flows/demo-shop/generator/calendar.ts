import { at } from './random'

/** The shop keeps Shanghai time, which has no summer time: a plain eight hours. */
export const shopOffsetMs = 8 * 3_600_000
export const dayMs = 86_400_000
export const daySec = 86_400

/** First day of the lunar year in Shanghai, as month and day. The generator covers these years only. */
const springFestivals: Readonly<Record<number, readonly [month: number, day: number]>> = {
  2015: [2, 19],
  2016: [2, 8],
  2017: [1, 28],
  2018: [2, 16],
  2019: [2, 5],
  2020: [1, 25],
  2021: [2, 12],
  2022: [2, 1],
  2023: [1, 22],
  2024: [2, 10],
  2025: [1, 29],
  2026: [2, 17],
  2027: [2, 6],
  2028: [1, 26],
  2029: [2, 13],
  2030: [2, 3],
  2031: [1, 23],
  2032: [2, 11],
  2033: [1, 31],
  2034: [2, 19],
  2035: [2, 8],
}

type Promotion = {
  readonly key: string
  readonly from: number
  readonly to: number
  readonly zh: number
  readonly en: number
}

/** Sales days as month·100+day, and how many times an ordinary day they sell in each language. */
const promotions: readonly Promotion[] = [
  { key: 'QUEENS38', from: 306, to: 308, zh: 1.6, en: 1.2 },
  { key: 'SUMMER618', from: 601, to: 613, zh: 1.25, en: 1.1 },
  { key: 'SUMMER618', from: 614, to: 617, zh: 2, en: 1.3 },
  { key: 'SUMMER618', from: 618, to: 619, zh: 3.4, en: 1.6 },
  { key: 'DOUBLE11', from: 1101, to: 1109, zh: 1.35, en: 1.15 },
  { key: 'DOUBLE11', from: 1110, to: 1112, zh: 4.5, en: 2 },
  { key: 'FRIDAY', from: 1124, to: 1129, zh: 1.1, en: 2 },
  { key: 'DOUBLE12', from: 1211, to: 1213, zh: 1.9, en: 1.3 },
  { key: 'XMAS', from: 1214, to: 1223, zh: 1.1, en: 1.9 },
]

/** What a day is like for the shop. */
export type ShopDay = { readonly promotion: string; readonly zh: number; readonly en: number }

/** The day that starts at `midnightMs`, midnight in Shanghai. */
export function describeDay(midnightMs: number): ShopDay {
  const local = new Date(midnightMs + shopOffsetMs)
  const monthDay = (local.getUTCMonth() + 1) * 100 + local.getUTCDate()
  const promotion = promotions.find(({ from, to }) => from <= monthDay && monthDay <= to)
  const weekend = [0, 6].includes(local.getUTCDay()) ? 1.15 : 1
  const festival = springFestivalFactor(midnightMs, local.getUTCFullYear())
  return {
    promotion: promotion?.key ?? '',
    zh: weekend * festival * (promotion?.zh ?? 1),
    en: weekend * Math.sqrt(festival) * (promotion?.en ?? 1),
  }
}

/** Stocking up before the Spring Festival, quiet while parcels do not move, a slow first week after. */
function springFestivalFactor(midnightMs: number, year: number): number {
  const [month, day] = springFestivals[year] ?? [2, 5]
  const daysAfter = Math.round((midnightMs + shopOffsetMs - Date.UTC(year, month - 1, day)) / dayMs)
  if (daysAfter >= -18 && daysAfter <= -5) return 1.6
  if (daysAfter >= -4 && daysAfter <= 6) return 0.45
  if (daysAfter >= 7 && daysAfter <= 13) return 0.85
  return 1
}

/**
 * Season-adjusted time: day d of the window takes `intensity[d]` adjusted days, 1 on average.
 * Purchases are regular on this clock, so peaks and lulls never bend the planted cycles.
 */
export type Season = { readonly startOfDay: Float64Array; readonly length: number }

/** A season from each day's factor; `sharpness` above 1 is for those who wait for the sales. */
export function createSeason(factors: readonly number[], sharpness: number): Season {
  const intensities = factors.map((factor) => factor ** sharpness)
  const mean = intensities.reduce((sum, value) => sum + value, 0) / intensities.length
  const startOfDay = new Float64Array(factors.length + 1)
  for (const [day, intensity] of intensities.entries()) {
    startOfDay[day + 1] = at(startOfDay, day) + intensity / mean
  }
  return { startOfDay, length: at(startOfDay, factors.length) }
}

/** Adjusted days from the window's start to second `sec` of it. */
export function adjustedDays({ startOfDay }: Season, sec: number): number {
  const day = Math.min(Math.floor(sec / daySec), startOfDay.length - 2)
  const from = at(startOfDay, day)
  return from + (at(startOfDay, day + 1) - from) * (sec / daySec - day)
}

/** The second of the window at which the adjusted clock shows `adjusted`; past the end it stays past the end. */
export function secondAt({ startOfDay, length }: Season, adjusted: number): number {
  const days = startOfDay.length - 1
  if (adjusted >= length) return Math.round((days + (adjusted - length)) * daySec)
  let low = 0
  let high = days
  while (high - low > 1) {
    const middle = (low + high) >> 1
    if (at(startOfDay, middle) <= adjusted) low = middle
    else high = middle
  }
  const from = at(startOfDay, low)
  return Math.round((low + (adjusted - from) / (at(startOfDay, high) - from)) * daySec)
}
