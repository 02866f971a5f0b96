import type { Locale } from './i18n'

/** 12,345 */
export function formatCount(value: number, locale: Locale): string {
  return new Intl.NumberFormat(locale, { maximumFractionDigits: 2 }).format(value)
}

/** 1.2万 in Chinese, 12K in English; numbers under ten thousand stay whole. */
export function formatCompact(value: number, locale: Locale): string {
  const small = Math.abs(value) < 10_000
  return new Intl.NumberFormat(locale, {
    notation: small ? 'standard' : 'compact',
    maximumFractionDigits: small ? 0 : 1,
  }).format(value)
}

/** A share (0.123) as 12.3%. */
export function formatPercent(share: number, locale: Locale, digits = 1): string {
  return new Intl.NumberFormat(locale, {
    style: 'percent',
    maximumFractionDigits: digits,
    minimumFractionDigits: 0,
  }).format(share)
}

/** A change with its sign: +12.3%, −4%. */
export function formatChange(share: number, locale: Locale): string {
  return new Intl.NumberFormat(locale, {
    style: 'percent',
    maximumFractionDigits: 1,
    signDisplay: 'exceptZero',
  }).format(share)
}

/** A difference with its sign: +1.9, −4. */
export function formatSigned(value: number, locale: Locale): string {
  return new Intl.NumberFormat(locale, { maximumFractionDigits: 1, signDisplay: 'exceptZero' }).format(value)
}

/** 3.4 MB */
export function formatBytes(bytes: number, locale: Locale): string {
  const units = ['byte', 'kilobyte', 'megabyte', 'gigabyte'] as const
  const step = bytes > 0 ? Math.min(units.length - 1, Math.floor(Math.log10(bytes) / 3)) : 0
  const words = new Intl.NumberFormat(locale, {
    style: 'unit',
    unit: units[step],
    unitDisplay: step === 0 ? 'long' : 'short',
    maximumFractionDigits: 1,
  }).format(bytes / 1_000 ** step)
  return spaceUnit(words)
}

/** A space between figure and word, as all our other texts have: Intl leaves it out in Chinese. */
export function spaceUnit(words: string): string {
  return words.replace(/(\d)(?=[^\d\s.,])/u, '$1 ')
}
