import { type CampaignState, campaignsApi } from '@rapport/contract'
import { queryOptions } from '@tanstack/react-query'
import { call } from '../../lib/api'

const followMs = 2_000
const measureMs = 60_000

const busyStates: readonly CampaignState[] = ['launching', 'sending']

/** True while something goes on by itself. */
export function isBusy(state: CampaignState): boolean {
  return busyStates.includes(state)
}

/** True once people have been assigned. */
export function isLaunched(state: CampaignState): boolean {
  return state !== 'draft' && state !== 'scheduled'
}

/** One campaign, asked for again while it moves by itself. */
export const campaignQuery = (id: string) =>
  queryOptions({
    queryKey: ['campaigns', 'one', id],
    queryFn: ({ signal }) => call(campaignsApi.get, { params: { id }, signal }),
    refetchInterval: ({ state }) =>
      state.data && (isBusy(state.data.state) || state.data.state === 'scheduled') ? followMs : false,
  })

export const progressQuery = (id: string, isFollowed: boolean) =>
  queryOptions({
    queryKey: ['campaigns', 'progress', id],
    queryFn: ({ signal }) => call(campaignsApi.progress, { params: { id }, signal }),
    refetchInterval: isFollowed ? followMs : false,
  })

export const resultsQuery = (id: string, isSending: boolean) =>
  queryOptions({
    queryKey: ['campaigns', 'results', id],
    queryFn: ({ signal }) => call(campaignsApi.results, { params: { id }, signal }),
    refetchInterval: ({ state }) =>
      isSending ? followMs * 5 : state.data?.window.isOpen ? measureMs : false,
  })

/** Everything that is known of campaigns in this browser, to be asked for anew. */
export const allCampaigns = { queryKey: ['campaigns'] } as const
