import { clustersApi, profilesApi, segmentsApi } from '@rapport/contract'
import { queryOptions } from '@tanstack/react-query'
import { call } from '../../lib/api'
import { type RunPlace, whileRunning } from '../../ui'

/** Where analyses are; their queries are invalidated as a whole after a change. */
export const clusterPlace: RunPlace = {
  path: '/segments/clusters',
  queries: { queryKey: ['clusters'] },
}

const segmentsMax = 500

/** One analysis; asked again often while it goes on. */
export const analysisQuery = (id: string) =>
  queryOptions({
    queryKey: ['clusters', 'one', id],
    queryFn: ({ signal }) => call(clustersApi.get, { params: { id }, signal }),
    refetchInterval: whileRunning,
  })

export const traitsQuery = queryOptions({
  queryKey: ['traits'],
  queryFn: ({ signal }) => call(profilesApi.traits, { signal }),
  staleTime: 60_000,
})

/** The segments that an analysis can be kept to. */
export const segmentsQuery = queryOptions({
  queryKey: ['segments', 'names'],
  queryFn: async ({ signal }) =>
    (await call(segmentsApi.list, { query: { limit: segmentsMax }, signal })).items,
})
