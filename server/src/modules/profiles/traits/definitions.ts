/** The shop's events that computed traits and reports are made from (Segment e-commerce spec, V2). */
export const orderCompleted = 'Order Completed'
export const orderRefunded = 'Order Refunded'

/** `value` is the event's money in minor units; else a path into the properties, `products[].x` for every product, `products[].x|y` its y where it has no x. */
export type Source = 'value' | { readonly path: string }

/**
 * A computed trait as data. Each kind is a commutative monoid over events: a late event corrects the result, two
 * profiles merge by combining, and a back-fill gives what live updates would have given.
 */
export type ComputedDefinition =
  | { readonly kind: 'count'; readonly event: string; readonly whereAny?: readonly string[] }
  | { readonly kind: 'sum'; readonly event: string; readonly of: Source }
  | { readonly kind: 'first' | 'last'; readonly event: string; readonly of: Source | 'time' }
  | { readonly kind: 'most_frequent' | 'distinct'; readonly event: string; readonly of: Source | 'hour' }
  | {
      readonly kind: 'rolling'
      readonly event: string
      readonly of: 'value' | 'events'
      readonly days: number
    }

/** What is kept per profile. Ratios and stages are derived from these in `present.ts`. */
export const definitions: Readonly<Record<string, ComputedDefinition>> = {
  orders: { kind: 'count', event: orderCompleted },
  discounted_orders: { kind: 'count', event: orderCompleted, whereAny: ['discount', 'coupon'] },
  revenue: { kind: 'sum', event: orderCompleted, of: 'value' },
  refunds: { kind: 'sum', event: orderRefunded, of: 'value' },
  first_order_at: { kind: 'first', event: orderCompleted, of: 'time' },
  last_order_at: { kind: 'last', event: orderCompleted, of: 'time' },
  favourite_category: { kind: 'most_frequent', event: orderCompleted, of: { path: 'products[].category' } },
  favourite_channel: { kind: 'most_frequent', event: orderCompleted, of: { path: 'channel' } },
  favourite_hour: { kind: 'most_frequent', event: orderCompleted, of: 'hour' },
  distinct_products: {
    kind: 'distinct',
    event: orderCompleted,
    of: { path: 'products[].product_id|sku|name' },
  },
  orders_90d: { kind: 'rolling', event: orderCompleted, of: 'events', days: 90 },
  revenue_90d: { kind: 'rolling', event: orderCompleted, of: 'value', days: 90 },
  last_open_at: { kind: 'last', event: 'message_opened', of: 'time' },
  last_click_at: { kind: 'last', event: 'message_clicked', of: 'time' },
}

/** Definitions by the event that feeds them, so that an event that feeds none costs one look-up. */
export const definitionsByEvent: ReadonlyMap<string, readonly (readonly [string, ComputedDefinition])[]> =
  group()

function group(): Map<string, [string, ComputedDefinition][]> {
  const result = new Map<string, [string, ComputedDefinition][]>()
  for (const [name, definition] of Object.entries(definitions)) {
    result.set(definition.event, [...(result.get(definition.event) ?? []), [name, definition]])
  }
  return result
}
