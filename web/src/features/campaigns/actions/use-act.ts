import { type Campaign, campaignsApi } from '@rapport/contract'
import { useQueryClient } from '@tanstack/react-query'
import { call } from '../../../lib/api'
import { allCampaigns, campaignQuery } from '../queries'

type Verb = 'pause' | 'resume' | 'cancel' | 'unschedule'

/** Moves a campaign and shows at once what it has become; lists and figures are asked for anew. */
export function useAct(id: string): (verb: Verb) => Promise<void> {
  const client = useQueryClient()
  return async (verb) => {
    try {
      const moved: Campaign = await call(campaignsApi[verb], { params: { id } })
      client.setQueryData(campaignQuery(id).queryKey, moved)
    } finally {
      void client.invalidateQueries(allCampaigns)
    }
  }
}
