import { useCallback, useMemo } from 'react'
import { formatMoney } from './format-money'
import {
  formatBytes,
  formatChange,
  formatCompact,
  formatCount,
  formatPercent,
  formatSigned,
} from './format-number'
import {
  formatClock,
  formatDay,
  formatDayShort,
  formatDuration,
  formatMoment,
  formatMomentExact,
  type Moment,
} from './format-time'
import { useLocale } from './texts'
import { useWorkspace } from './workspace'

/** Formatting in the reader's language and the workspace's currency and time zone. */
export function useFormat() {
  const locale = useLocale()
  const { currency, timezone } = useWorkspace()
  return useMemo(
    () => ({
      locale,
      currency,
      timezone,
      count: (value: number) => formatCount(value, locale),
      compact: (value: number) => formatCompact(value, locale),
      percent: (share: number, digits?: number) => formatPercent(share, locale, digits),
      change: (share: number) => formatChange(share, locale),
      signed: (value: number) => formatSigned(value, locale),
      bytes: (bytes: number) => formatBytes(bytes, locale),
      money: (minor: number, of = currency) => formatMoney(minor, of, { locale }),
      moneyCompact: (minor: number, of = currency) => formatMoney(minor, of, { locale, compact: true }),
      moment: (moment: Moment) => formatMoment(moment, timezone, locale),
      momentExact: (moment: Moment) => formatMomentExact(moment, timezone, locale),
      day: (moment: Moment) => formatDay(moment, timezone, locale),
      dayShort: (moment: Moment) => formatDayShort(moment, timezone, locale),
      clock: (moment: Moment) => formatClock(moment, timezone, locale),
      duration: (durationMs: number) => formatDuration(durationMs, locale),
    }),
    [locale, currency, timezone],
  )
}

/** Writes a calendar day of the API (2026-03-05), which belongs to no zone. */
export function useDayWords(): (day: string, isShort?: boolean) => string {
  const locale = useLocale()
  return useCallback(
    (day, isShort = false) => (isShort ? formatDayShort(day, 'UTC', locale) : formatDay(day, 'UTC', locale)),
    [locale],
  )
}
