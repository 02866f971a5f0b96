/** Product names of an order, with how many of each when more than one. */
export function productNames(products: unknown): string[] {
  if (!Array.isArray(products)) return []
  return products.filter(isRecord).map(({ name, sku, product_id, quantity }) => {
    const title = textOf(name) || textOf(sku) || textOf(product_id)
    return typeof quantity === 'number' && quantity > 1 ? `${title} ×${quantity}` : title
  })
}

/** A property as text, when it is one. */
export function textOf(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : ''
}

/** Whether a property is an object with properties of its own. */
export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null
}
