import type { Locale } from './i18n'

export interface MoneyFormat {
  readonly locale: Locale
  /** Leaves the minor unit out and shortens large sums to four digits or so: ¥123.4万, $1.23M. */
  readonly compact?: boolean
}

/** An amount in minor units as people write it: ¥1,234.50. */
export function formatMoney(
  minor: number,
  currency: string,
  { locale, compact = false }: MoneyFormat,
): string {
  if (!/^[A-Z]{3}$/.test(currency)) return new Intl.NumberFormat(locale).format(minor)
  const amount = minor / 10 ** minorDigits(currency)
  const isLarge = compact && Math.abs(amount) >= 10_000
  // ten thousands take a digit fewer than thousands and millions for the same precision
  const largeDigits = locale === 'zh-CN' ? 1 : 2
  const digits = compact ? { maximumFractionDigits: isLarge ? largeDigits : 0, minimumFractionDigits: 0 } : {}
  return new Intl.NumberFormat(locale, {
    style: 'currency',
    currency,
    currencyDisplay: 'narrowSymbol',
    notation: isLarge ? 'compact' : 'standard',
    ...digits,
  }).format(amount)
}

/** How many decimal digits the currency's minor unit has. */
export function minorDigits(currency: string): number {
  return (
    new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions().maximumFractionDigits ?? 2
  )
}
