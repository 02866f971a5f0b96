import { useCallback } from 'react'
import { minorDigits } from '../../lib/format-money'
import { useFormat } from '../../lib/use-format'

/** From so many whole units on, an estimate's minor unit says nothing. */
const wholeFrom = 100

/** Writes estimates of money: ¥33,388 rather than ¥33,388.31, for nobody can know the last digits. */
export function useRoughMoney(currency?: string): (minor: number) => string {
  const format = useFormat()
  const of = currency ?? format.currency
  return useCallback(
    (minor) => {
      const digits = minorDigits(of)
      const amount = minor / 10 ** digits
      if (Math.abs(amount) < wholeFrom) return format.money(Math.round(minor), of)
      return new Intl.NumberFormat(format.locale, {
        style: 'currency',
        currency: of,
        currencyDisplay: 'narrowSymbol',
        maximumFractionDigits: 0,
      }).format(amount)
    },
    [format, of],
  )
}
