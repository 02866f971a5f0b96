import { cumulate } from './random'

/** A kind of customer, with its planted behaviour. Days are season-adjusted. */
export type CustomerClass = {
  readonly key: string
  readonly nameZh: string
  readonly nameEn: string
  /** Share of all customers. */
  readonly share: number
  /** Mean days between two orders while the customer is still ours; 0 for those who never buy. */
  readonly cycleDays: number
  /** Probability to leave for good after an order. */
  readonly churnPerOrder: number
  /** Middle of the class on the price scale: 0 takes the dearer of two products half of the time. */
  readonly priceLevel: number
  /** Mean number of items beyond the first. */
  readonly extraItems: number
  readonly discountSensitivity: number
  /** How much sharper the sales peaks are than for others. */
  readonly seasonSharpness: number
}

export const customerClasses: readonly CustomerClass[] = [
  {
    key: 'devoted',
    nameZh: '忠实客',
    nameEn: 'Devoted',
    share: 0.03,
    cycleDays: 32,
    churnPerOrder: 0.03,
    priceLevel: 0.7,
    extraItems: 0.9,
    discountSensitivity: 0.25,
    seasonSharpness: 1,
  },
  {
    key: 'regular',
    nameZh: '常客',
    nameEn: 'Regular',
    share: 0.09,
    cycleDays: 50,
    churnPerOrder: 0.08,
    priceLevel: 0.2,
    extraItems: 0.6,
    discountSensitivity: 0.4,
    seasonSharpness: 1,
  },
  {
    key: 'occasional',
    nameZh: '偶尔客',
    nameEn: 'Occasional',
    share: 0.21,
    cycleDays: 90,
    churnPerOrder: 0.22,
    priceLevel: 0,
    extraItems: 0.4,
    discountSensitivity: 0.45,
    seasonSharpness: 1,
  },
  {
    key: 'bargain',
    nameZh: '大促客',
    nameEn: 'Sale hunter',
    share: 0.11,
    cycleDays: 70,
    churnPerOrder: 0.14,
    priceLevel: -0.8,
    extraItems: 0.7,
    discountSensitivity: 0.85,
    seasonSharpness: 1.7,
  },
  {
    key: 'trial',
    nameZh: '尝鲜客',
    nameEn: 'One-time',
    share: 0.36,
    cycleDays: 70,
    churnPerOrder: 0.78,
    priceLevel: -0.3,
    extraItems: 0.2,
    discountSensitivity: 0.6,
    seasonSharpness: 1,
  },
  {
    key: 'browser',
    nameZh: '只逛不买',
    nameEn: 'Looks only',
    share: 0.2,
    cycleDays: 0,
    churnPerOrder: 0,
    priceLevel: 0,
    extraItems: 0,
    discountSensitivity: 0.5,
    seasonSharpness: 1,
  },
]

export const classShares = cumulate(customerClasses.map(({ share }) => share))
