import {
  companiesApi,
  dataApi,
  profilesApi,
  type Rule,
  rfmApi,
  segmentLiveApi,
  segmentQuestionsApi,
  segmentsApi,
} from '@rapport/contract'
import { queryOptions } from '@tanstack/react-query'
import { call } from '../../lib/api'

/** Everything about segments: invalidated as a whole after a change. */
export const allSegments = { queryKey: ['segments'] } as const

export const segmentQuery = (id: string) =>
  queryOptions({
    queryKey: ['segments', 'one', id],
    queryFn: ({ signal }) => call(segmentsApi.get, { params: { id }, signal }),
  })

const startingPollMs = 1_000

/** How a segment is followed; asked again often until it is. */
export const followingQuery = (id: string) =>
  queryOptions({
    queryKey: ['segments', 'following', id],
    queryFn: ({ signal }) => call(segmentLiveApi.following, { params: { id }, signal }),
    refetchInterval: ({ state }) => (state.data?.state === 'starting' ? startingPollMs : false),
  })

/**
 * The answer to a rule now. The same rule asked again soon is the same question. `segmentId` is the segment that is being
 * changed, if one is.
 */
export const previewQuery = (rule: Rule, sample = 8, segmentId?: string) =>
  queryOptions({
    queryKey: ['segments', 'preview', rule, sample, segmentId],
    queryFn: ({ signal }) => call(segmentsApi.preview, { body: { rule, sample, segmentId }, signal }),
    staleTime: 10_000,
  })

/** About how many people a rule holds for: there before the exact answer when there are many. */
export const estimateQuery = (rule: Rule) =>
  queryOptions({
    queryKey: ['segments', 'estimate', rule],
    queryFn: ({ signal }) => call(segmentQuestionsApi.estimate, { body: { rule }, signal }),
    staleTime: 10_000,
  })

/** How segments overlap, and a rule that is not saved. */
export const overlapQuery = (segmentIds: readonly string[], rule?: Rule) =>
  queryOptions({
    queryKey: ['segments', 'overlap', segmentIds, rule],
    queryFn: ({ signal }) =>
      call(segmentQuestionsApi.overlap, { body: { segmentIds: [...segmentIds], rule }, signal }),
    staleTime: 10_000,
  })

/** A rule as SQL. */
export const statementQuery = (rule: Rule) =>
  queryOptions({
    queryKey: ['segments', 'statement', rule],
    queryFn: ({ signal }) => call(segmentQuestionsApi.statement, { body: { rule }, signal }),
  })

export const readyMadeQuery = queryOptions({
  queryKey: ['segments', 'ready-made'],
  queryFn: async ({ signal }) => (await call(segmentsApi.readyMade, { signal })).items,
  staleTime: 60_000,
})

/** How many people each would have now. */
export const readyMadeCountsQuery = queryOptions({
  queryKey: ['segments', 'ready-made', 'counts'],
  queryFn: async ({ signal }) => {
    const { items } = await call(segmentsApi.readyMadeCounts, { signal })
    return new Map(items.map(({ key, people }) => [key, people]))
  },
  staleTime: 10_000,
})

/** Which attributes customers have. */
export const traitsQuery = queryOptions({
  queryKey: ['traits'],
  queryFn: ({ signal }) => call(profilesApi.traits, { signal }),
  staleTime: 60_000,
})

/** Which attributes companies and households have, by the names that rules ask for. */
export const companyTraitsQuery = queryOptions({
  queryKey: ['company-traits'],
  queryFn: ({ signal }) => call(companiesApi.traits, { signal }),
  staleTime: 60_000,
})

/** How many of the customers have each attribute. */
export const traitPresenceQuery = queryOptions({
  queryKey: ['traits', 'presence'],
  queryFn: ({ signal }) => call(profilesApi.traitPresence, { signal }),
  staleTime: 60_000,
})

export const traitValuesQuery = (name: string) =>
  queryOptions({
    queryKey: ['traits', name, 'values'],
    queryFn: ({ signal }) => call(profilesApi.traitValues, { params: { name }, signal }),
    staleTime: 60_000,
    enabled: name !== '',
  })

/** Which events come in, with their properties and volumes. */
export const eventsQuery = queryOptions({
  queryKey: ['events', 'catalogue'],
  queryFn: ({ signal }) => call(dataApi.events, { signal }),
  staleTime: 60_000,
})

/** How often each property of an event is there. */
export const propertyPresenceQuery = (name: string, type: 'track' | 'page' | 'screen') =>
  queryOptions({
    queryKey: ['events', 'presence', type, name],
    queryFn: ({ signal }) => call(dataApi.propertyPresence, { params: { name }, query: { type }, signal }),
    staleTime: 60_000,
  })

/** Every segment in use, for choosing one. */
export const segmentNamesQuery = queryOptions({
  queryKey: ['segments', 'names'],
  queryFn: async ({ signal }) =>
    (await call(segmentsApi.list, { query: { limit: 500 }, signal })).items.map(({ id, name, people }) => ({
      id,
      name,
      people,
    })),
  staleTime: 30_000,
})

export const propertyValuesQuery = (name: string, path: string) =>
  queryOptions({
    queryKey: ['events', 'values', name, path],
    queryFn: ({ signal }) => call(dataApi.propertyValues, { params: { name }, query: { path }, signal }),
    staleTime: 60_000,
    enabled: name !== '' && path !== '',
  })

export const allRfm = { queryKey: ['rfm'] } as const

const runPollMs = 800

/** The latest run; asked again often while one is going on. */
export const rfmLatestQuery = queryOptions({
  queryKey: ['rfm', 'latest'],
  queryFn: ({ signal }) => call(rfmApi.latest, { signal }),
  refetchInterval: ({ state }) => (state.data?.current ? runPollMs : false),
})

export const rfmTransitionsQuery = (query: { from: string; to: string; by: 'segment' | 'class' }) =>
  queryOptions({
    queryKey: ['rfm', 'transitions', query],
    queryFn: ({ signal }) => call(rfmApi.transitions, { query, signal }),
    staleTime: 60_000,
  })

export const rfmConfigQuery = queryOptions({
  queryKey: ['rfm', 'config'],
  queryFn: ({ signal }) => call(rfmApi.config, { signal }),
})

export const rfmDefaultsQuery = queryOptions({
  queryKey: ['rfm', 'defaults'],
  queryFn: ({ signal }) => call(rfmApi.defaults, { signal }),
  staleTime: Number.POSITIVE_INFINITY,
})
