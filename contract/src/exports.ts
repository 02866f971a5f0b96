import { z } from 'zod'
import { askedMomentSchema } from './asked-time'
import { endpoint } from './endpoint'

const tag = 'exports'
const format = z.enum(['csv', 'jsonl']).default('csv')

export const exportsApi = {
  customers: endpoint({
    method: 'GET',
    path: '/exports/customers',
    summary:
      'Customers, all or those in a segment, as CSV or JSON Lines. JSON Lines hold every trait, CSV the columns asked for.',
    tag,
    access: 'customers:export',
    query: z.object({
      format,
      segmentId: z.uuid().optional(),
      /** Traits of the CSV, with commas between them. */
      columns: z
        .string()
        .max(2_000)
        .default(
          'email,phone,gender,birthday,country,region,city,lifecycle_stage,orders,revenue,last_order_at',
        ),
    }),
    bytes: 'response',
  }),
  events: endpoint({
    method: 'GET',
    path: '/exports/events',
    summary: 'Events as CSV or JSON Lines, by name, customer and time',
    tag,
    access: 'customers:export',
    query: z.object({
      format,
      /** Names of events, with commas between them; all when left out. */
      names: z.string().max(2_000).optional(),
      since: askedMomentSchema.optional(),
      until: askedMomentSchema.optional(),
    }),
    bytes: 'response',
  }),
}
