import type { RowMapping } from './mapping'
import { type Rejection, rejected } from './verdict'

/** Nothing happened to a customer before. */
const earliest = '1970-01-01T00:00:00.000Z'
/** Files from another time zone may be a day ahead. */
const futureMsMax = 24 * 60 * 60 * 1000

/** Why a time cannot be that of something that happened, or null. */
export function timeProblem(mapping: RowMapping, text: string, moment: string | null): Rejection | null {
  if (text === '') return rejected('no_date').rejected
  if (moment === null) return rejected('invalid_date', text).rejected
  const latest = new Date(Date.parse(mapping.importedAt) + futureMsMax).toISOString()
  return moment < earliest || moment > latest ? rejected('date_out_of_range', text).rejected : null
}
