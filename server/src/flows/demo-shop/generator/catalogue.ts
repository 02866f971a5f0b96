import { categoryRows } from './data/products'
import { at, cumulate, type Random } from './random'

/** A product of the demo shop. Prices include tax and are in minor units of CNY. */
export type DemoProduct = {
  readonly productId: string
  readonly sku: string
  readonly nameZh: string
  readonly nameEn: string
  readonly category: string
  readonly priceCents: number
}

export type DemoCategory = { readonly key: string; readonly nameZh: string; readonly nameEn: string }

/** The shop's categories; events carry `key`, so that both languages count as one. */
export const demoCategories: readonly DemoCategory[] = categoryRows.map(({ key, zh, en }) => ({
  key,
  nameZh: zh,
  nameEn: en,
}))

const productsByCategory: readonly (readonly DemoProduct[])[] = categoryRows.map((category, categoryIndex) =>
  category.rows.map(([nameZh, nameEn, yuan], row) => ({
    productId: `p${(categoryIndex + 1) * 100 + row + 1}`,
    sku: `${category.skuPrefix}-${String(row + 1).padStart(3, '0')}`,
    nameZh,
    nameEn,
    category: category.key,
    priceCents: Math.round(yuan * 100),
  })),
)

export const demoProducts: readonly DemoProduct[] = productsByCategory.flat()

const categoryPopularity = cumulate([16, 12, 18, 15, 12, 11, 8, 8])
const rankPopularity = cumulate(Array.from({ length: 15 }, (_, rank) => 1 / (rank + 2.5)))

export function drawCategory(random: Random): number {
  return random.weighted(categoryPopularity)
}

/** A product of a category: popular ones more often, dear ones more often for those who spend more. */
export function drawProduct(random: Random, category: number, priceLevel: number): DemoProduct {
  const products = at(productsByCategory, category)
  const first = at(products, random.weighted(rankPopularity))
  const second = at(products, random.weighted(rankPopularity))
  const [cheaper, dearer] = first.priceCents < second.priceCents ? [first, second] : [second, first]
  return random.chance(1 / (1 + Math.exp(-priceLevel))) ? dearer : cheaper
}
