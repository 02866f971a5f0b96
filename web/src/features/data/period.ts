import { z } from 'zod'

/** The periods that tables of what came in are kept for, in days. */
export const periods = [7, 30, 90] as const

/** The period in an address. */
export const daysSchema = z.coerce
  .number()
  .pipe(z.union(periods.map((days) => z.literal(days))))
  .default(30)
