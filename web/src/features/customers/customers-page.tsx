import { type CustomerRow, profilesApi } from '@rapport/contract'
import { useMutation, useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { App, Button } from 'antd'
import { call, download } from '../../lib/api'
import { useMay } from '../../lib/session'
import { useTexts } from '../../lib/texts'
import { useFormat } from '../../lib/use-format'
import {
  DataTable,
  type EmptyStateProps,
  Icon,
  LinkButton,
  Page,
  StatusBadge,
  useColumnChoice,
  useCursorList,
  useProblemText,
} from '../../ui'
import { uiTexts } from '../../ui/texts'
import { useCustomerColumns } from './customer-columns'
import { CustomerFilters } from './customer-filters'
import { type ListState, useListState } from './list-state'
import { customerTexts } from './texts'

/** The list of customers: search by any name or id, filters, columns, export. */
export function CustomersPage() {
  const t = useTexts(customerTexts)
  const navigate = useNavigate()
  const [state, change] = useListState()
  const columns = useCustomerColumns()
  const choice = useColumnChoice('customers', columns)
  const traits = columns.filter(({ key, isTrait }) => isTrait && choice.isShown(key)).map(({ key }) => key)
  const query = { ...state, columns: traits.join(',') || 'email' }
  const list = useCursorList<CustomerRow>({
    key: ['customers', query],
    load: (cursor, signal) => call(profilesApi.list, { query: { ...query, cursor, limit: 50 }, signal }),
  })
  const isFiltered = Boolean(state.search || state.where)
  return (
    <Page
      title={t('title')}
      lead={t('lead')}
      badge={<Count where={state.where} />}
      actions={<ExportButton query={query} />}
    >
      <CustomerFilters state={state} onChange={change} columns={columns} choice={choice} />
      <DataTable
        label={t('title')}
        columns={columns}
        choice={choice}
        list={list}
        rowKey={({ id }) => id}
        onOpen={({ id }) => void navigate({ to: `/customers/${id}` })}
        empty={useEmpty(isFiltered, () => change({ search: undefined, where: undefined }))}
      />
    </Page>
  )
}

function Count({ where }: { readonly where: string | undefined }) {
  const t = useTexts(customerTexts)
  const format = useFormat()
  const { data } = useQuery({
    queryKey: ['customers', 'count', where],
    queryFn: ({ signal }) => call(profilesApi.count, { query: { where }, signal }),
  })
  if (!data || data.total === 0) return null
  const total = format.count(data.total)
  return (
    <StatusBadge>
      {where ? t('count', { matching: format.count(data.matching), total }) : t('countAll', { total })}
    </StatusBadge>
  )
}

function ExportButton({ query }: { readonly query: ListState & { readonly columns: string } }) {
  const t = useTexts(customerTexts)
  const may = useMay()
  const { message } = App.useApp()
  const problemText = useProblemText()
  const save = useMutation({
    mutationFn: () => download(profilesApi.exportCsv, { query }, 'customers.csv'),
    onError: (error) => void message.error(problemText(error)),
  })
  if (!may('customers:export')) return null
  return (
    <Button icon={<Icon name="download" size={16} />} loading={save.isPending} onClick={() => save.mutate()}>
      {t(save.isPending ? 'exporting' : 'export')}
    </Button>
  )
}

function useEmpty(isFiltered: boolean, clear: () => void): EmptyStateProps {
  const t = useTexts(customerTexts)
  const may = useMay()
  const ui = useTexts(uiTexts)
  if (isFiltered) {
    return {
      scene: 'lens',
      title: ui('nothingFound'),
      hint: ui('nothingFoundHint'),
      actions: <Button onClick={clear}>{ui('clearFilters')}</Button>,
    }
  }
  const begin = (
    <LinkButton to="/imports/new" isPrimary>
      {t('importNow')}
    </LinkButton>
  )
  return {
    scene: 'people',
    title: t('noCustomers'),
    hint: t('noCustomersHint'),
    actions: may('imports:write') && begin,
  }
}
