import type { BasketLine } from '../basket'
import type { DemoProduct } from '../catalogue'
import type { Properties } from '../message'
import type { Language } from '../person'

/** Yuan from fen: the double nearest to an exact two-digit decimal, which prints as that decimal. */
export function yuan(cents: number): number {
  return cents / 100
}

export const currency = 'CNY'

export function productProperties(product: DemoProduct, language: Language): Properties {
  return {
    product_id: product.productId,
    sku: product.sku,
    name: language === 'zh-CN' ? product.nameZh : product.nameEn,
    category: product.category,
    price: yuan(product.priceCents),
    currency,
  }
}

export function lineProperties({ product, quantity }: BasketLine, language: Language): Properties {
  return {
    product_id: product.productId,
    sku: product.sku,
    name: language === 'zh-CN' ? product.nameZh : product.nameEn,
    category: product.category,
    price: yuan(product.priceCents),
    quantity,
  }
}
