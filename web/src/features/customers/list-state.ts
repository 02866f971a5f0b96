import { customerListQuery } from '@rapport/contract'
import { z } from 'zod'
import { useSearchState } from '../../lib/search-state'

export const sorts = customerListQuery.shape.sort.unwrap().options

const schema = z.object({
  search: z.coerce.string().optional(),
  where: z.string().optional(),
  sort: z.enum(sorts).default('last_seen'),
})
export type ListState = z.output<typeof schema>

/** What the list shows, kept in the address. */
export function useListState() {
  return useSearchState(schema)
}
