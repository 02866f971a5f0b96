import { toMinor } from '../../kernel/money'
import type { Json, JsonObject } from './message'

export interface MoneySettings {
  /** The workspace's currency: what all money is counted in. */
  readonly currency: string
  /** One unit of a foreign currency in the workspace's. */
  readonly exchangeRates: Readonly<Record<string, number>>
}

export type EventMoney =
  | { readonly kind: 'none' }
  | { readonly kind: 'money'; readonly valueMinor: number; readonly currency: string }
  | { readonly kind: 'bad'; readonly detail: string }
  /** `isNeeded`: an order or refund, which would count with nothing. */
  | { readonly kind: 'no_rate'; readonly currency: string; readonly isNeeded: boolean }

const moneyEvents = new Set(['Order Completed', 'Order Refunded'])

/**
 * The money of an event in the workspace's currency: `revenue`, else `total`, else `value`. Only orders and refunds
 * must have a sound one; elsewhere what is not an amount is simply not money.
 */
export function eventMoney(
  name: string,
  properties: JsonObject,
  settings: MoneySettings,
  normaliseCurrency: (text: string) => string | null,
): EventMoney {
  const isOrder = moneyEvents.has(name)
  const amount = properties.revenue ?? properties.total ?? properties.value
  if (amount === undefined || amount === null)
    return isOrder ? { kind: 'bad', detail: `${name} has neither revenue nor total` } : { kind: 'none' }
  const currency = currencyOf(properties.currency, settings, normaliseCurrency)
  const minor =
    typeof amount === 'number' || typeof amount === 'string'
      ? toMinor(amount, currency ?? settings.currency)
      : null
  if (minor === null || minor < 0 || currency === null) {
    const detail =
      currency === null
        ? `currency ${text(properties.currency)} is not one`
        : `amount ${text(amount)} is not a sum of money of zero or more`
    return isOrder ? { kind: 'bad', detail } : { kind: 'none' }
  }
  if (currency === settings.currency) return { kind: 'money', valueMinor: minor, currency }
  const rate = settings.exchangeRates[currency]
  if (!rate) return { kind: 'no_rate', currency, isNeeded: isOrder }
  const converted =
    typeof amount === 'number' || typeof amount === 'string'
      ? toMinor(Number(amount) * rate, settings.currency)
      : null
  if (converted !== null) return { kind: 'money', valueMinor: converted, currency: settings.currency }
  return isOrder
    ? { kind: 'bad', detail: `amount ${text(amount)} is too large in ${settings.currency}` }
    : { kind: 'none' }
}

function currencyOf(
  value: Json | undefined,
  settings: MoneySettings,
  normalise: (text: string) => string | null,
): string | null {
  if (value === undefined || value === null || value === '') return settings.currency
  if (value === settings.currency) return settings.currency
  return typeof value === 'string' ? normalise(value) : null
}

const text = (value: Json | undefined) => String(JSON.stringify(value)).slice(0, 40)
