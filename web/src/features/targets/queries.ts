import { segmentsApi } from '@rapport/contract'
import { queryOptions } from '@tanstack/react-query'
import { call } from '../../lib/api'

const segmentsMax = 500

/** The segments that can be chosen. */
export const segmentChoicesQuery = queryOptions({
  queryKey: ['segments', 'choices'],
  queryFn: async ({ signal }) =>
    (await call(segmentsApi.list, { query: { limit: segmentsMax }, signal })).items.map(({ id, name }) => ({
      value: id,
      label: name,
    })),
  staleTime: 30_000,
})
