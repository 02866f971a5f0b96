import { lookalikesApi } from '@rapport/contract'
import { queryOptions } from '@tanstack/react-query'
import { call } from '../../../lib/api'

/** Everything about lookalikes: invalidated as a whole after a change. */
export const allLookalikes = { queryKey: ['lookalikes'] } as const

export const runPollMs = 800

/** One search; asked again often while it goes on. */
export const lookalikeQuery = (id: string) =>
  queryOptions({
    queryKey: ['lookalikes', 'one', id],
    queryFn: ({ signal }) => call(lookalikesApi.get, { params: { id }, signal }),
    refetchInterval: ({ state }) => (state.data?.state === 'running' ? runPollMs : false),
  })

/** What a search for a seed would go by. */
export const traitsQuery = (seedId: string) =>
  queryOptions({
    queryKey: ['lookalikes', 'traits', seedId],
    queryFn: ({ signal }) => call(lookalikesApi.traits, { query: { seedId }, signal }),
  })
