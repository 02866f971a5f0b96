import { type CompanyKind, type CompanyRow, companiesApi } from '@rapport/contract'
import { Link, useNavigate } from '@tanstack/react-router'
import { Button, Select } from 'antd'
import { z } from 'zod'
import { call } from '../../lib/api'
import { useSearchState } from '../../lib/search-state'
import { useTexts } from '../../lib/texts'
import { useFormat } from '../../lib/use-format'
import { type Column, DataTable, DateTime, FilterBar, Money, useCursorList } from '../../ui'
import { uiTexts } from '../../ui/texts'
import styles from './companies.module.css'
import { companyTexts } from './texts'

const sorts = ['name', 'revenue', 'members', 'last_seen'] as const
const schema = z.object({ search: z.coerce.string().optional(), sort: z.enum(sorts).default('name') })

/** Companies or households with what their members add up to. */
export function CompanyList({ kind }: { readonly kind: CompanyKind }) {
  const t = useTexts(companyTexts)
  const ui = useTexts(uiTexts)
  const navigate = useNavigate()
  const [state, change] = useSearchState(schema)
  const list = useCursorList<CompanyRow>({
    key: ['company-list', kind, state],
    load: (cursor, signal) => call(companiesApi.list, { query: { kind, ...state, cursor }, signal }),
  })
  const clear = () => change({ search: undefined })
  return (
    <>
      <FilterBar
        search={state.search}
        searchHint={t('search')}
        onSearch={(search) => change({ search: search || undefined })}
        onClear={state.search ? clear : undefined}
      >
        <Select
          aria-label={t('sortBy')}
          value={state.sort}
          style={{ width: 150 }}
          onChange={(sort) => change({ sort })}
          options={sorts.map((value) => ({ value, label: t(`sort.${value}`) }))}
        />
      </FilterBar>
      <DataTable
        label={t(`title.${kind}`)}
        columns={useColumns()}
        list={list}
        rowKey={({ id }) => id}
        onOpen={({ id }) => void navigate({ to: `/companies/${id}` })}
        empty={
          state.search
            ? {
                scene: 'lens',
                title: ui('nothingFound'),
                hint: ui('nothingFoundHint'),
                actions: <Button onClick={clear}>{ui('clearFilters')}</Button>,
              }
            : { scene: 'people', title: t(`empty.${kind}`), hint: t(`emptyHint.${kind}`) }
        }
      />
    </>
  )
}

function useColumns(): Column<CompanyRow>[] {
  const t = useTexts(companyTexts)
  const format = useFormat()
  return [
    {
      key: 'name',
      title: t('name'),
      phone: 'title',
      render: ({ id, name }) => (
        <Link to={`/companies/${id}`} className={styles.name}>
          {name}
        </Link>
      ),
    },
    {
      key: 'members',
      title: t('members'),
      align: 'end',
      render: ({ figures }) => format.count(figures.members),
    },
    {
      key: 'active',
      title: t('activeMembers'),
      align: 'end',
      render: ({ figures }) => format.count(figures.active_members),
    },
    {
      key: 'orders',
      title: t('orders'),
      align: 'end',
      render: ({ figures }) => format.count(figures.orders),
    },
    {
      key: 'revenue',
      title: t('revenue'),
      align: 'end',
      render: ({ figures }) => <Money minor={figures.revenue} />,
    },
    {
      key: 'lastOrder',
      title: t('lastOrder'),
      render: ({ figures }) => <DateTime at={figures.last_order_at} show="day" />,
    },
    {
      key: 'lastSeen',
      title: t('lastSeen'),
      phone: 'none',
      render: ({ figures }) => <DateTime at={figures.last_seen_at} show="relative" />,
    },
  ]
}
