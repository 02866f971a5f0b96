import { messagesApi, type TemplateSummary } from '@rapport/contract'
import { useNavigate } from '@tanstack/react-router'
import { Button } from 'antd'
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
import { templateTexts } from '../texts'
import { useTemplateColumns } from './columns'

const search = z.object({ search: z.string().optional() })
const pageSize = 50

/** All templates, the last changed first. */
export function TemplatesPage() {
  const t = useTexts(templateTexts)
  const may = useMay()
  const navigate = useNavigate()
  const [filter, change] = useSearchState(search)
  const list = useCursorList<TemplateSummary>({
    key: ['templates', 'list', filter],
    load: (cursor, signal) =>
      call(messagesApi.listTemplates, { query: { ...filter, cursor, limit: pageSize }, signal }),
  })
  const clear = () => change({ search: undefined })
  return (
    <Page title={t('title')} lead={t('lead')} actions={may('templates:write') && <NewButton />}>
      <FilterBar
        search={filter.search ?? ''}
        searchHint={t('searchHint')}
        onSearch={(word) => change({ search: word || undefined })}
        onClear={filter.search ? clear : undefined}
      />
      <DataTable
        label={t('title')}
        columns={useTemplateColumns()}
        list={list}
        rowKey={({ id }) => id}
        onOpen={({ id }) => void navigate({ to: `/templates/${id}` })}
        empty={useEmpty(Boolean(filter.search), clear)}
      />
    </Page>
  )
}

function NewButton() {
  const t = useTexts(templateTexts)
  return (
    <LinkButton to="/templates/new" isPrimary icon={<Icon name="plus" size={16} />}>
      {t('newTemplate')}
    </LinkButton>
  )
}

function useEmpty(isFiltered: boolean, clear: () => void): EmptyStateProps {
  const t = useTexts(templateTexts)
  const ui = useTexts(uiTexts)
  const may = useMay()
  if (isFiltered) {
    const again = <Button onClick={clear}>{ui('clearFilters')}</Button>
    return { scene: 'lens', title: ui('nothingFound'), hint: ui('nothingFoundHint'), actions: again }
  }
  return {
    scene: 'letter',
    title: t('none'),
    hint: t('noneHint'),
    actions: may('templates:write') && <NewButton />,
  }
}
