import type { ShopFigures } from '@rapport/contract'
import type { useFormat } from '../../lib/use-format'

type Format = ReturnType<typeof useFormat>
type Write = (value: number, format: Format) => string
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
  readonly write: Write
  /** In full, for who points at it. */
  readonly writeWhole: Write
}

type Writing = Pick<Figure, 'write' | 'writeWhole'>

const asMoney: Writing = {
  write: (value, format) => format.moneyCompact(value),
  writeWhole: (value, format) => format.money(value),
}
const asCount: Writing = {
  write: (value, format) => format.compact(value),
  writeWhole: (value, format) => format.count(value),
}
const asPercent: Writing = {
  write: (value, format) => format.percent(value),
  writeWhole: (value, format) => format.percent(value, 2),
}

/** The figures of the home page, in the order of the strip. */
export const figures: readonly Figure[] = [
  { key: 'revenueMinor', label: 'revenue', help: 'revenueHelp', ...asMoney },
  { key: 'orders', label: 'orders', help: 'ordersHelp', ...asCount },
  { key: 'aovMinor', label: 'aov', help: 'aovHelp', ...asMoney },
  { key: 'activeCustomers', label: 'activeCustomers', help: 'activeHelp', ...asCount },
  { key: 'newCustomers', label: 'newCustomers', help: 'newHelp', ...asCount },
  { key: 'repeatRate', label: 'repeatRate', help: 'repeatHelp', ...asPercent },
]
