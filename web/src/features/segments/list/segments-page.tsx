import { type Segment, segmentsApi } from '@rapport/contract'
import { useQuery } from '@tanstack/react-query'
import { Link, useNavigate } from '@tanstack/react-router'
import { Segmented } from 'antd'
import { z } from 'zod'
import { call } from '../../../lib/api'
import { useSearchState } from '../../../lib/search-state'
import { useMay } from '../../../lib/session'
import { useLocale, useTexts } from '../../../lib/texts'
import { useFormat } from '../../../lib/use-format'
import {
  type Column,
  DataTable,
  DateTime,
  type EmptyStateProps,
  FilterBar,
  Icon,
  LinkButton,
  Page,
  useCursorList,
} from '../../../ui'
import { segmentTexts } from '../texts'
import styles from './list.module.css'
import { SegmentTabs } from './segment-tabs'

const search = z.object({
  search: z.string().max(200).optional(),
  state: z.enum(['live', 'archived']).default('live'),
})

const pageSize = 50
const recountMs = 30_000

/** All segments of the workspace, each with its size now. */
export function SegmentsPage() {
  const t = useTexts(segmentTexts)
  const navigate = useNavigate()
  const [state, change] = useSearchState(search)
  const list = useCursorList<Segment>({
    key: ['segments', 'list', state],
    load: (cursor, signal) =>
      call(segmentsApi.list, { query: { ...state, cursor, limit: pageSize }, signal }),
  })
  return (
    <Page title={t('title')} lead={t('lead')} actions={<NewSegment />} tabs={<SegmentTabs />}>
      <FilterBar
        search={state.search}
        searchHint={t('searchHint')}
        onSearch={(word) => change({ search: word || undefined })}
        end={
          <Segmented<'live' | 'archived'>
            value={state.state}
            aria-label={t('state')}
            options={[
              { value: 'live', label: t('state.live') },
              { value: 'archived', label: t('state.archived') },
            ]}
            onChange={(next) => change({ state: next })}
          />
        }
      />
      <DataTable
        label={t('title')}
        columns={useColumns(list.rows)}
        list={list}
        rowKey={({ id }) => id}
        onOpen={({ id }) => void navigate({ to: `/segments/${id}` })}
        empty={useEmpty(state)}
      />
    </Page>
  )
}

function NewSegment() {
  const t = useTexts(segmentTexts)
  const may = useMay()
  if (!may('segments:write')) return null
  return (
    <LinkButton to="/segments/new" isPrimary icon={<Icon name="plus" size={16} />}>
      {t('newSegment')}
    </LinkButton>
  )
}

function useColumns(rows: readonly Segment[]): Column<Segment>[] {
  const t = useTexts(segmentTexts)
  const locale = useLocale()
  const format = useFormat()
  const sizes = useSizes(rows)
  return [
    {
      key: 'name',
      title: t('name'),
      phone: 'title',
      render: ({ id, name, description, sentence }) => (
        <div className={styles.name}>
          <Link to={`/segments/${id}`}>{name}</Link>
          <span className={styles.words}>{description || sentence[locale]}</span>
        </div>
      ),
    },
    {
      key: 'size',
      title: t('size'),
      align: 'end',
      width: 120,
      render: ({ id, people }) => {
        const size = sizes.get(id) ?? people
        return <span className={styles.size}>{size === null ? t('notCounted') : format.count(size)}</span>
      },
    },
    {
      key: 'updatedBy',
      title: t('updatedBy'),
      width: 140,
      phone: 'none',
      render: ({ updatedBy }) => updatedBy,
    },
    {
      key: 'updated',
      title: t('updated'),
      width: 150,
      render: ({ updatedAt }) => <DateTime at={updatedAt} show="relative" />,
    },
  ]
}

/** Sizes counted now, for the rows in sight, in one question; the remembered ones show meanwhile. */
function useSizes(rows: readonly Segment[]): ReadonlyMap<string, number> {
  const ids = rows.map(({ id }) => id).join(',')
  const { data } = useQuery({
    queryKey: ['segments', 'counts', ids, rows.map(({ version }) => version)],
    queryFn: ({ signal }) => call(segmentsApi.counts, { query: { ids }, signal }),
    enabled: ids !== '',
    staleTime: recountMs,
  })
  return new Map((data?.items ?? []).flatMap(({ id, people }) => (people === null ? [] : [[id, people]])))
}

function useEmpty(state: z.output<typeof search>): EmptyStateProps {
  const t = useTexts(segmentTexts)
  if (state.search) return { scene: 'lens', title: t('emptySearch') }
  if (state.state === 'archived') return { scene: 'records', title: t('emptyArchived') }
  return {
    scene: 'lens',
    title: t('emptyTitle'),
    hint: t('emptyHint'),
    actions: (
      <LinkButton to="/segments/library" isPrimary>
        {t('browseLibrary')}
      </LinkButton>
    ),
  }
}
