import { duplicatesApi } from '@rapport/contract'
import { type QueryClient, queryOptions } from '@tanstack/react-query'
import { call } from '../../lib/api'

/** The key under which everything about duplicates is remembered. */
export const allDuplicates = ['duplicates'] as const

const searchingMs = 1_000

/** How many pairs wait; asked for again and again while a search runs. */
export const summaryQuery = queryOptions({
  queryKey: [...allDuplicates, 'summary'],
  queryFn: ({ signal }) => call(duplicatesApi.summary, { signal }),
  refetchInterval: ({ state }) => (state.data?.isSearching ? searchingMs : false),
})

/** Pairs that one sitting goes through before the next are fetched. */
const sitting = 25

/** The likeliest open pairs. `finishedAt` is that of the last search: a new one brings new pairs. */
export const openPairsQuery = (finishedAt: string) =>
  queryOptions({
    queryKey: [...allDuplicates, 'open', finishedAt],
    queryFn: ({ signal }) => call(duplicatesApi.list, { query: { state: 'open', limit: sitting }, signal }),
  })

/** After a decision the figures and the settled lists are no longer right. */
export function refreshFigures(queries: QueryClient): Promise<unknown> {
  return Promise.all([
    queries.invalidateQueries({ queryKey: summaryQuery.queryKey }),
    queries.invalidateQueries({ queryKey: [...allDuplicates, 'settled'] }),
  ])
}
