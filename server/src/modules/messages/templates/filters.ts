import { minorDigits } from '../../../kernel/money'

/** What values look like to one reader. */
export interface Formatting {
  readonly locale: string
  readonly timezone: string
  readonly currency: string
}

/** Filters beside Liquid's own. Anything that is not a number stays as it is. */
export function filtersFor({ locale, currency }: Formatting): Record<string, (value: unknown) => unknown> {
  const money = new Intl.NumberFormat(locale, { style: 'currency', currency })
  const number = new Intl.NumberFormat(locale)
  const percent = new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 1 })
  const unit = 10 ** minorDigits(currency)
  const withNumber = (format: (value: number) => string) => (value: unknown) =>
    typeof value === 'number' && Number.isFinite(value) ? format(value) : value
  return {
    /** Minor units of the workspace's currency: 12345 → ¥123.45. */
    money: withNumber((value) => money.format(value / unit)),
    number: withNumber((value) => number.format(value)),
    percent: withNumber((value) => percent.format(value)),
  }
}
