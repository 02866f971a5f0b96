export interface ShownProduct {
  readonly name: string
  readonly quantity: number
}

/** The products of an order's properties, as far as they can be shown. */
export function productsOf(details: Readonly<Record<string, unknown>>): ShownProduct[] {
  const { products } = details
  if (!Array.isArray(products)) return []
  return products.map((product: Readonly<Record<string, unknown>>) => ({
    name: String(product.name ?? product.sku ?? product.product_id ?? '–'),
    quantity: typeof product.quantity === 'number' ? product.quantity : 1,
  }))
}

/** The amount of an order's properties in its own currency. */
export function moneyText(details: Readonly<Record<string, unknown>>, locale: string): string {
  const { total, currency } = details
  if (typeof total !== 'number' || typeof currency !== 'string') return '–'
  return new Intl.NumberFormat(locale, { style: 'currency', currency }).format(total)
}
