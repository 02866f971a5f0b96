import { z } from 'zod'

/** ClickHouse keeps moments of these years, and PostgreSQL knows no year 0. */
const isInRange = (text: string) => text >= '1900' && text < '2300'
const refusal = { error: 'not in the years 1900 to 2299' }

/** A moment that a caller asks about. */
export const askedMomentSchema = z.iso.datetime().refine(isInRange, refusal)

/** A day that a caller asks about. */
export const askedDaySchema = z.iso.date().refine(isInRange, refusal)
