import { type Import, importsApi } from '@rapport/contract'
import { Link, useNavigate } from '@tanstack/react-router'
import { call } from '../../../lib/api'
import { useMay } from '../../../lib/session'
import { useTexts } from '../../../lib/texts'
import { useFormat } from '../../../lib/use-format'
import { type Column, DataTable, DateTime, Icon, LinkButton, Page, useCursorList } from '../../../ui'
import styles from '../imports.module.css'
import { allImports } from '../queries'
import { ImportStateBadge } from '../state-badge'
import { importTexts } from '../texts'

const refreshMs = 3_000

/** Every import so far, the newest first; those that run move on while one looks. */
export function ImportsPage() {
  const t = useTexts(importTexts)
  const navigate = useNavigate()
  const list = useCursorList<Import>({
    key: [...allImports, 'list'],
    load: (cursor, signal) => call(importsApi.list, { query: { cursor, limit: 50 }, signal }),
    refreshMs,
  })
  return (
    <Page title={t('title')} lead={t('lead')} actions={<NewImport />}>
      <DataTable
        label={t('title')}
        columns={useColumns()}
        list={list}
        rowKey={({ id }) => id}
        onOpen={({ id }) => void navigate({ to: `/imports/${id}` })}
        empty={{ scene: 'records', title: t('emptyTitle'), hint: t('emptyHint'), actions: <NewImport /> }}
      />
    </Page>
  )
}

function NewImport() {
  const t = useTexts(importTexts)
  const may = useMay()
  if (!may('imports:write')) return null
  return (
    <LinkButton to="/imports/new" isPrimary icon={<Icon name="plus" size={16} />}>
      {t('newImport')}
    </LinkButton>
  )
}

function useColumns(): Column<Import>[] {
  const t = useTexts(importTexts)
  const format = useFormat()
  return [
    {
      key: 'file',
      title: t('file'),
      phone: 'title',
      render: ({ id, fileName, fileBytes }) => (
        <div className={styles.fileCell}>
          <Link to={`/imports/${id}`}>{fileName}</Link>
          <span className="r-muted">{format.bytes(fileBytes)}</span>
        </div>
      ),
    },
    { key: 'kind', title: t('kind'), width: 110, render: ({ kind }) => t(`kind.${kind}`) },
    {
      key: 'state',
      title: t('state'),
      width: 120,
      render: ({ state }) => <ImportStateBadge state={state} />,
    },
    {
      key: 'rows',
      title: t('rows'),
      width: 110,
      align: 'end',
      render: ({ rowsTotal }) => <span className="r-num">{format.count(rowsTotal)}</span>,
    },
    { key: 'outcome', title: t('outcome'), width: 260, render: (row) => <Outcome row={row} /> },
    { key: 'by', title: t('by'), width: 130, phone: 'none', render: ({ createdBy }) => createdBy },
    {
      key: 'at',
      title: t('at'),
      width: 150,
      render: ({ createdAt }) => <DateTime at={createdAt} show="relative" />,
    },
  ]
}

const outcomes = {
  customers: { text: 'outcomeCustomers', count: 'customers' },
  orders: { text: 'outcomeOrders', count: 'orders' },
  events: { text: 'outcomeEvents', count: 'events' },
} as const

function Outcome({ row: { kind, state, progress, report } }: { readonly row: Import }) {
  const t = useTexts(importTexts)
  const format = useFormat()
  if (state === 'running') return <span className="r-num">{format.percent(progress?.share ?? 0, 0)}</span>
  if (!report) return <>–</>
  const { text, count } = outcomes[kind]
  return (
    <span className={styles.outcome}>
      <span>{t(text, { count: format.count(report[count]) })}</span>
      {report.rowsRejected > 0 && (
        <span className="r-muted">{t('outcomeRejected', { count: format.count(report.rowsRejected) })}</span>
      )}
    </span>
  )
}
