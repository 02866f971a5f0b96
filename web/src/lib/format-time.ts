import { spaceUnit } from './format-number'
import type { Locale } from './i18n'

export type Moment = string | number | Date

const unknownTime = '–'

/** 2026年3月5日 14:02 / 5 Mar 2026, 14:02, in the given zone. */
export function formatMoment(moment: Moment, timeZone: string, locale: Locale): string {
  return format(moment, { dateStyle: 'medium', timeStyle: 'short', hourCycle: 'h23', timeZone }, locale)
}

/** The same with seconds and the name of the zone, for tooltips and records. */
export function formatMomentExact(moment: Moment, timeZone: string, locale: Locale): string {
  const parts = {
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    hourCycle: 'h23',
  } as const
  return `${format(moment, { ...parts, timeZone }, locale)} ${zoneLabel(timeZone, locale, moment)}`
}

/** 2026年3月5日 / 5 Mar 2026 */
export function formatDay(moment: Moment, timeZone: string, locale: Locale): string {
  return format(moment, { dateStyle: 'medium', timeZone }, locale)
}

/** 3月5日 / 5 Mar: for axes and dense lists. */
export function formatDayShort(moment: Moment, timeZone: string, locale: Locale): string {
  return format(moment, { month: 'short', day: 'numeric', timeZone }, locale)
}

/** 14:02 */
export function formatClock(moment: Moment, timeZone: string, locale: Locale): string {
  return format(moment, { timeStyle: 'short', hourCycle: 'h23', timeZone }, locale)
}

/** The zone as people say it: GMT+8, BST. */
export function zoneLabel(timeZone: string, locale: Locale, moment: Moment): string {
  const parts = new Intl.DateTimeFormat(locale, { timeZone, timeZoneName: 'short' }).formatToParts(
    asDate(moment),
  )
  return parts.find(({ type }) => type === 'timeZoneName')?.value ?? timeZone
}

const steps = [
  { unit: 'year', seconds: 31_536_000 },
  { unit: 'month', seconds: 2_592_000 },
  { unit: 'day', seconds: 86_400 },
  { unit: 'hour', seconds: 3_600 },
  { unit: 'minute', seconds: 60 },
] as const

const justNow: Readonly<Record<Locale, string>> = { 'zh-CN': '刚刚', en: 'just now' }

/** 3 分钟前 / 3 min ago, seen from `now`; also for the future. */
export function formatRelative(moment: Moment, now: Date, locale: Locale): string {
  const seconds = (asDate(moment).getTime() - now.getTime()) / 1_000
  if (Number.isNaN(seconds)) return unknownTime
  const words = new Intl.RelativeTimeFormat(locale, { numeric: 'auto', style: 'short' })
  const step = steps.find((candidate) => Math.abs(seconds) >= candidate.seconds)
  if (!step) return justNow[locale]
  return spaceUnit(words.format(Math.trunc(seconds / step.seconds), step.unit))
}

/** How long something took or takes: 2 分 5 秒 / 2 min 5 sec. */
export function formatDuration(durationMs: number, locale: Locale): string {
  const seconds = Math.max(0, Math.round(durationMs / 1_000))
  const parts: [number, 'hour' | 'minute' | 'second'][] = [
    [Math.floor(seconds / 3_600), 'hour'],
    [Math.floor((seconds % 3_600) / 60), 'minute'],
    [seconds % 60, 'second'],
  ]
  const shown = parts.filter(([value, unit]) => value > 0 || (unit === 'second' && seconds < 60)).slice(0, 2)
  return shown
    .map(([value, unit]) =>
      spaceUnit(new Intl.NumberFormat(locale, { style: 'unit', unit, unitDisplay: 'short' }).format(value)),
    )
    .join(' ')
}

function format(moment: Moment, options: Intl.DateTimeFormatOptions, locale: Locale): string {
  const date = asDate(moment)
  return Number.isNaN(date.getTime())
    ? unknownTime
    : new Intl.DateTimeFormat(dateLocale(locale), options).format(date)
}

/** Day before month in English: most readers of it here are not in the United States. */
function dateLocale(locale: Locale): string {
  return locale === 'en' ? 'en-GB' : locale
}

function asDate(moment: Moment): Date {
  return moment instanceof Date ? moment : new Date(moment)
}
