import { computedTraitsApi } from '@rapport/contract'
import { queryOptions, useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { call } from './api'
import { useMay } from './session'

/** The computed traits that the workspace defined itself: invalidated as a whole after a change. */
export const allOwnTraits = { queryKey: ['computed-traits'] } as const

const fillingPollMs = 1_000
const isMoving = (state: string) => state === 'filling' || state === 'removing'

/** All of them; asked again often while one is being worked out. */
export const ownTraitsQuery = queryOptions({
  queryKey: ['computed-traits', 'list'],
  queryFn: async ({ signal }) => (await call(computedTraitsApi.list, { signal })).items,
  staleTime: 10_000,
  refetchInterval: ({ state }) =>
    state.data?.some((trait) => isMoving(trait.state)) ? fillingPollMs : false,
})

/** What the workspace calls the traits that it computes, by their keys. */
export function useOwnTraitLabels(): ReadonlyMap<string, string> {
  const may = useMay()
  const { data } = useQuery({ ...ownTraitsQuery, enabled: may('segments:read'), refetchInterval: false })
  return useMemo(() => new Map((data ?? []).map(({ key, label }) => [key, label])), [data])
}
