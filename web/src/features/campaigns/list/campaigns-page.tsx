import {
  type Campaign,
  type CampaignState,
  type CampaignSummary,
  campaignStates,
  campaignsApi,
} from '@rapport/contract'
import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { Button, Select } from 'antd'
import { z } from 'zod'
import { call } from '../../../lib/api'
import { useSearchState } from '../../../lib/search-state'
import { useMay } from '../../../lib/session'
import { useTexts } from '../../../lib/texts'
import {
  DataTable,
  type EmptyStateProps,
  FilterBar,
  Icon,
  LinkButton,
  Page,
  useCursorList,
} from '../../../ui'
import { uiTexts } from '../../../ui/texts'
import { isBusy, isLaunched } from '../queries'
import { campaignTexts } from '../texts'
import { useCampaignColumns } from './columns'

const search = z.object({ state: z.enum(campaignStates).optional(), search: z.string().optional() })
const refreshMs = 4_000
const pageSize = 20

/** All campaigns, each with what it brought. */
export function CampaignsPage() {
  const t = useTexts(campaignTexts)
  const navigate = useNavigate()
  const may = useMay()
  const [filter, change] = useSearchState(search)
  const list = useCursorList<Campaign>({
    key: ['campaigns', 'list', filter],
    load: (cursor, signal) =>
      call(campaignsApi.list, { query: { ...filter, cursor, limit: pageSize }, signal }),
    refreshMs,
  })
  const columns = useCampaignColumns(useSummaries(list.rows))
  const isFiltered = Boolean(filter.state || filter.search)
  const clear = () => change({ state: undefined, search: undefined })
  return (
    <Page title={t('title')} lead={t('lead')} actions={may('campaigns:write') && <NewButton />}>
      <FilterBar
        search={filter.search ?? ''}
        searchHint={t('searchHint')}
        onSearch={(word) => change({ search: word || undefined })}
        onClear={isFiltered ? clear : undefined}
      >
        <Select<CampaignState | ''>
          aria-label={t('state')}
          value={filter.state ?? ''}
          onChange={(state) => change({ state: state || undefined })}
          options={[
            { value: '', label: t('allStates') },
            ...campaignStates.map((state) => ({ value: state, label: t(`state.${state}`) })),
          ]}
          style={{ minWidth: 130 }}
        />
      </FilterBar>
      <DataTable
        label={t('title')}
        columns={columns}
        list={list}
        rowKey={({ id }) => id}
        onOpen={({ id }) => void navigate({ to: `/campaigns/${id}` })}
        empty={useEmpty(isFiltered, clear)}
      />
    </Page>
  )
}

function NewButton() {
  const t = useTexts(campaignTexts)
  return (
    <LinkButton to="/campaigns/new" isPrimary icon={<Icon name="plus" size={16} />}>
      {t('newCampaign')}
    </LinkButton>
  )
}

/** Figures come after the list itself: they take longer, and the list must not wait for them. */
function useSummaries(rows: readonly Campaign[]): ReadonlyMap<string, CampaignSummary> | null {
  const launched = rows.filter(({ state }) => isLaunched(state))
  const ids = launched.map(({ id }) => id).join(',')
  const moves = launched.some(({ state }) => isBusy(state))
  const { data } = useQuery({
    queryKey: ['campaigns', 'summaries', ids],
    queryFn: ({ signal }) => call(campaignsApi.summaries, { query: { ids }, signal }),
    enabled: ids !== '',
    refetchInterval: moves ? refreshMs * 3 : false,
  })
  return data ? new Map(data.items.map((summary) => [summary.campaignId, summary])) : null
}

function useEmpty(isFiltered: boolean, clear: () => void): EmptyStateProps {
  const t = useTexts(campaignTexts)
  const ui = useTexts(uiTexts)
  const may = useMay()
  if (isFiltered) {
    const again = <Button onClick={clear}>{ui('clearFilters')}</Button>
    return { scene: 'lens', title: ui('nothingFound'), hint: ui('nothingFoundHint'), actions: again }
  }
  return {
    scene: 'send',
    title: t('noCampaigns'),
    hint: t('noCampaignsHint'),
    actions: may('campaigns:write') && <NewButton />,
  }
}
