import type { ShopFigures } from '@rapport/contract'
import type { useFormat } from '../../lib/use-format'

type Format = ReturnType<typeof useFormat>
export type FigureKey =
  | 'revenueMinor'
  | 'orders'
  | 'activeCustomers'
  | 'newCustomers'
  | 'aovMinor'
  | 'repeatRate'

export interface Figure {
  readonly key: FigureKey & keyof ShopFigures
  readonly label: 'revenue' | 'orders' | 'activeCustomers' | 'newCustomers' | 'aov' | 'repeatRate'
  readonly help: 'revenueHelp' | 'ordersHelp' | 'activeHelp' | 'newHelp' | 'aovHelp' | 'repeatHelp'
  /** As it stands in the strip: short. */
  readonly write: (value: number, format: Format) => string
}

const asMoney = (value: number, format: Format) => format.moneyCompact(value)
const asCount = (value: number, format: Format) => format.compact(value)
const asPercent = (value: number, format: Format) => format.percent(value)

/** The figures of the home page, in the order of the strip. */
export const figures: readonly Figure[] = [
  { key: 'revenueMinor', label: 'revenue', help: 'revenueHelp', write: asMoney },
  { key: 'orders', label: 'orders', help: 'ordersHelp', write: asCount },
  { key: 'aovMinor', label: 'aov', help: 'aovHelp', write: asMoney },
  { key: 'activeCustomers', label: 'activeCustomers', help: 'activeHelp', write: asCount },
  { key: 'newCustomers', label: 'newCustomers', help: 'newHelp', write: asCount },
  { key: 'repeatRate', label: 'repeatRate', help: 'repeatHelp', write: asPercent },
]
