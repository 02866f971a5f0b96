import { z } from 'zod'
import { askedDaySchema } from './asked-time'
import { endpoint } from './endpoint'

const tag = 'reports'
const moment = z.iso.datetime()
const day = z.iso.date()

export const reportDaysMax = 1_100

/** The shop's figures over a stretch of days. Amounts in minor units of the workspace's currency. */
export const shopFiguresSchema = z.object({
  /** Value of the orders completed, refunds not taken off. */
  revenueMinor: z.number().int(),
  refundsMinor: z.number().int(),
  orders: z.number().int(),
  /** People who ordered. */
  buyers: z.number().int(),
  /** People who did anything at all: an event of their own, not one that Rapport recorded about them. */
  activeCustomers: z.number().int(),
  /** People whose first order ever falls into these days. */
  newCustomers: z.number().int(),
  /** Revenue over orders; null without orders. */
  aovMinor: z.number().nullable(),
  /** Share of the buyers who had ordered before, or ordered twice; null without buyers. */
  repeatRate: z.number().nullable(),
})
export type ShopFigures = z.infer<typeof shopFiguresSchema>

export const shopPointSchema = z.object({
  /** First day of the step. */
  day,
  revenueMinor: z.number().int(),
  orders: z.number().int(),
  activeCustomers: z.number().int(),
  newCustomers: z.number().int(),
})
export type ShopPoint = z.infer<typeof shopPointSchema>

export const homeReportSchema = z.object({
  currency: z.string(),
  timezone: z.string(),
  /** First and last day of both stretches, in the workspace's time zone. */
  period: z.object({ from: day, to: day }),
  previous: z.object({ from: day, to: day }),
  /** When the newest and the oldest event happened; null while there is none. */
  newestEventAt: moment.nullable(),
  oldestEventAt: moment.nullable(),
  /** No last day was asked for and the latest days are empty, so the period ends where the data ends. */
  endsWithData: z.boolean(),
  customers: z.number().int(),
  current: shopFiguresSchema,
  before: shopFiguresSchema,
  step: z.enum(['day', 'week', 'month']),
  series: z.array(shopPointSchema),
  lifecycle: z.array(z.object({ stage: z.string(), customers: z.number().int() })),
})
export type HomeReport = z.infer<typeof homeReportSchema>

export const reportsApi = {
  home: endpoint({
    method: 'GET',
    path: '/reports/home',
    summary: "The shop's numbers of the last days, beside those of as many days before",
    tag,
    access: 'reports:read',
    query: z.object({
      days: z.coerce.number().int().min(1).max(reportDaysMax).default(30),
      /** Last day; left out, today, or the last day with data when the latest days have none. */
      to: askedDaySchema.optional(),
    }),
    response: homeReportSchema,
  }),
}
