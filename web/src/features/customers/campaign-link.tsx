import { campaignsApi } from '@rapport/contract'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { call } from '../../lib/api'
import { useMay } from '../../lib/session'

const campaignsNamedMax = 200

/** A campaign by its id, under its name where that is known. */
export function CampaignLink({ id }: { readonly id: string }) {
  const may = useMay()
  const { data } = useQuery({
    queryKey: ['campaigns', 'names'],
    queryFn: ({ signal }) => call(campaignsApi.list, { query: { limit: campaignsNamedMax }, signal }),
    enabled: id !== '' && may('campaigns:read'),
    staleTime: 60_000,
  })
  if (id === '') return '–'
  const name = data?.items.find((campaign) => campaign.id === id)?.name
  return <Link to={`/campaigns/${id}`}>{name ?? id.slice(0, 8)}</Link>
}
