import { type ComputedDefinition, computedTraitsApi, profilesApi } from '@rapport/contract'
import { keepPreviousData, queryOptions } from '@tanstack/react-query'
import { call } from '../../../lib/api'

const fillingPollMs = 800

/** One computed trait; asked again often while everybody is being worked out. */
export const traitQuery = (key: string) =>
  queryOptions({
    queryKey: ['computed-traits', 'one', key],
    queryFn: ({ signal }) => call(computedTraitsApi.get, { params: { key }, signal }),
    refetchInterval: ({ state }) =>
      state.data?.state === 'filling' || state.data?.state === 'removing' ? fillingPollMs : false,
    retry: false,
  })

export const usesQuery = (key: string) =>
  queryOptions({
    queryKey: ['computed-traits', 'uses', key],
    queryFn: ({ signal }) => call(computedTraitsApi.uses, { params: { key }, signal }),
  })

/** What a definition gives; the answer to the one before stays in sight until the next is there. */
export const previewQuery = (definition: ComputedDefinition | null, key: string | undefined) =>
  queryOptions({
    queryKey: ['computed-traits', 'preview', definition, key ?? null],
    queryFn: ({ signal }) =>
      call(computedTraitsApi.preview, {
        body: { definition: definition ?? nothing, sample: 8, ...(key && { key }) },
        signal,
      }),
    enabled: definition !== null,
    placeholderData: keepPreviousData,
    staleTime: 10_000,
    retry: false,
  })

const nothing: ComputedDefinition = { kind: 'rule', rule: { kind: 'all', of: [] } }

export const allTraitsQuery = queryOptions({
  queryKey: ['traits'],
  queryFn: ({ signal }) => call(profilesApi.traits, { signal }),
  staleTime: 60_000,
})
