import { lookalikesApi } from '@rapport/contract'
import { queryOptions } from '@tanstack/react-query'
import { call } from '../../../lib/api'
import { type RunPlace, whileRunning } from '../../../ui'

/** Where searches are; their queries are invalidated as a whole after a change. */
export const lookalikePlace: RunPlace = {
  path: '/segments/lookalikes',
  queries: { queryKey: ['lookalikes'] },
}

/** One search; asked again often while it goes on. */
export const lookalikeQuery = (id: string) =>
  queryOptions({
    queryKey: ['lookalikes', 'one', id],
    queryFn: ({ signal }) => call(lookalikesApi.get, { params: { id }, signal }),
    refetchInterval: whileRunning,
  })

/** What a search for a seed would go by. */
export const traitsQuery = (seedId: string) =>
  queryOptions({
    queryKey: ['lookalikes', 'traits', seedId],
    queryFn: ({ signal }) => call(lookalikesApi.traits, { query: { seedId }, signal }),
  })
