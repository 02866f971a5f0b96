import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { BuyerFigures, Scores } from '../rfm/score'

/** The analysis date of the published table. */
export const rfmOrdersDay = '2006-12-31'

/** Cents, as the product keeps amounts; the file has whole dollars. */
export const centsPerDollar = 100

export interface OrderRow {
  readonly customer: string
  readonly day: string
  readonly revenueMinor: number
}

export interface ReferenceRow {
  readonly customer: string
  readonly figures: BuyerFigures
  readonly scores: Scores
  readonly segment: string
}

export interface ReferenceSummaryRow {
  readonly segment: string
  readonly customers: number
  readonly orders: number
  readonly revenueMinor: number
  readonly medianRecencyDays: number
  readonly medianFrequency: number
  readonly medianMonetaryMinor: number
  /** In dollars, rounded to cents by its authors. */
  readonly aov: number
}

/** The 4,906 orders of the R package's example. */
export function readOrders(dataDir: string): OrderRow[] {
  return read(dataDir, 'rfm_data_orders.csv').map((row) => ({
    customer: row.customer_id ?? '',
    day: row.order_date ?? '',
    revenueMinor: Number(row.revenue) * centsPerDollar,
  }))
}

/** What the package makes of its 995 customers. */
export function readScores(dataDir: string): ReferenceRow[] {
  return read(dataDir, 'ref_orders_scores.csv').map((row) => ({
    customer: row.customer_id ?? '',
    figures: {
      recencyDays: Number(row.recency_days),
      frequency: Number(row.transaction_count),
      monetaryMinor: Number(row.amount) * centsPerDollar,
    },
    scores: {
      recency: Number(row.recency_score),
      frequency: Number(row.frequency_score),
      monetary: Number(row.monetary_score),
    },
    segment: row.segment ?? '',
  }))
}

export function readSegmentSummary(dataDir: string): ReferenceSummaryRow[] {
  return read(dataDir, 'ref_orders_segment_summary.csv').map((row) => ({
    segment: row.segment ?? '',
    customers: Number(row.customers),
    orders: Number(row.orders),
    revenueMinor: Number(row.revenue) * centsPerDollar,
    medianRecencyDays: Number(row.med_rec),
    medianFrequency: Number(row.med_freq),
    medianMonetaryMinor: Number(row.med_mon) * centsPerDollar,
    aov: Number(row.aov),
  }))
}

/** The figures of each customer on the analysis date, from the orders alone. */
export function figuresOfOrders(orders: readonly OrderRow[]): Map<string, BuyerFigures> {
  const analysisMs = Date.parse(rfmOrdersDay)
  const figures = new Map<string, BuyerFigures>()
  for (const { customer, day, revenueMinor } of orders) {
    const known = figures.get(customer)
    const recencyDays = (analysisMs - Date.parse(day)) / 86_400_000
    figures.set(customer, {
      recencyDays: Math.min(recencyDays, known?.recencyDays ?? recencyDays),
      frequency: (known?.frequency ?? 0) + 1,
      monetaryMinor: (known?.monetaryMinor ?? 0) + revenueMinor,
    })
  }
  return figures
}

/** The files have no comma and no line break inside a field. */
function read(dataDir: string, file: string): Record<string, string>[] {
  const [header = [], ...rows] = readFileSync(join(dataDir, 'rfm-orders', file), 'utf8')
    .split(/\r?\n/)
    .filter((line) => line !== '')
    .map((line) => line.split(',').map((field) => field.replace(/^"(.*)"$/, '$1')))
  return rows.map((row) => Object.fromEntries(header.map((name, index) => [name, row[index] ?? ''])))
}
