import { duplicatesApi } from '@rapport/contract'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { App, Button, Segmented } from 'antd'
import { z } from 'zod'
import { call } from '../../lib/api'
import { useSearchState } from '../../lib/search-state'
import { useMay } from '../../lib/session'
import { useTexts } from '../../lib/texts'
import { useFormat } from '../../lib/use-format'
import { DateTime, FilterBar, Icon, Page, StatStrip, useProblemText } from '../../ui'
import { summaryQuery } from './queries'
import { Review } from './review'
import { SettledList } from './settled-list'
import { duplicateTexts } from './texts'

const states = ['open', 'merged', 'distinct'] as const
const search = z.object({ state: z.enum(states).default('open') })

/** Profiles that may be one person, pair after pair, and what was said of earlier ones. */
export function DuplicatesPage() {
  const t = useTexts(duplicateTexts)
  const [{ state }, change] = useSearchState(search)
  return (
    <Page
      title={t('title')}
      crumbs={[{ label: t('data'), to: '/data/events' }]}
      lead={t('lead')}
      actions={<SearchButton />}
    >
      <Figures />
      <FilterBar>
        <Segmented
          aria-label={t('state')}
          value={state}
          options={states.map((value) => ({ value, label: t(`state.${value}`) }))}
          onChange={(next) => change({ state: next })}
        />
      </FilterBar>
      {state === 'open' ? <Review /> : <SettledList state={state} />}
    </Page>
  )
}

function SearchButton() {
  const t = useTexts(duplicateTexts)
  const may = useMay()
  const queries = useQueryClient()
  const problemText = useProblemText()
  const { message } = App.useApp()
  const { data } = useQuery(summaryQuery)
  const isSearching = data?.isSearching ?? false
  if (!may('customers:write')) return null
  const begin = async () => {
    try {
      queries.setQueryData(summaryQuery.queryKey, await call(duplicatesApi.search))
    } catch (error) {
      void message.error(problemText(error))
    }
  }
  return (
    <Button icon={<Icon name="refresh" size={16} />} loading={isSearching} onClick={() => void begin()}>
      {t(isSearching ? 'searching' : 'search')}
    </Button>
  )
}

function Figures() {
  const t = useTexts(duplicateTexts)
  const format = useFormat()
  const { data } = useQuery(summaryQuery)
  const last = data?.lastSearch
  const count = (value: number | undefined) => (value === undefined ? '–' : format.count(value))
  return (
    <StatStrip
      label={t('figures')}
      items={[
        { label: t('openPairs'), value: count(data?.open) },
        { label: t('mergedPairs'), value: count(data?.merged) },
        { label: t('distinctPairs'), value: count(data?.distinct) },
        {
          label: t('lastSearch'),
          value: last ? <DateTime at={last.finishedAt} show="relative" /> : '–',
          note: last ? t('searchedProfiles', { profiles: format.count(last.profiles) }) : t('neverSearched'),
        },
      ]}
    />
  )
}
