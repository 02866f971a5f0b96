import { type Import, type ImportReport, importsApi } from '@rapport/contract'
import { App, Button } from 'antd'
import { useState } from 'react'
import { download } from '../../../lib/api'
import { useMay } from '../../../lib/session'
import { useNamed, useTexts } from '../../../lib/texts'
import { useFormat } from '../../../lib/use-format'
import { Card, Icon, Money, Notice, ShareBar, StatStrip, useProblemText } from '../../../ui'
import styles from '../imports.module.css'
import { importTexts } from '../texts'

type Figure = Parameters<typeof StatStrip>[0]['items'][number]

export interface ReportViewProps {
  readonly one: Import
  readonly report: ImportReport
}

/** What became of the rows: figures first, then why some were left out, then what was changed. */
export function ReportView({ one, report }: ReportViewProps) {
  const t = useTexts(importTexts)
  return (
    <>
      <Done one={one} />
      <StatStrip items={useFigures(one, report)} label={t('doneTitle')} />
      {report.rowsRejected === 0 ? (
        <p className="r-muted">{t('nothingRejected')}</p>
      ) : (
        <Card title={t('whyRejected')} hint={t('whyRejectedHint')} extra={<RejectedRows one={one} />}>
          <Reasons counts={report.rejected} total={report.rowsRejected} tone="bad" />
        </Card>
      )}
      {Object.keys(report.warnings).length > 0 && (
        <Card title={t('whatChanged')}>
          <Reasons counts={report.warnings} total={report.rowsAccepted} tone="warn" />
        </Card>
      )}
    </>
  )
}

function Done({ one: { startedAt, finishedAt } }: { readonly one: Import }) {
  const t = useTexts(importTexts)
  const format = useFormat()
  if (!startedAt || !finishedAt) return null
  const time = format.duration(Math.max(1_000, Date.parse(finishedAt) - Date.parse(startedAt)))
  return (
    <Notice tone="good" title={t('doneTitle')}>
      {t('doneIn', { time })}
    </Notice>
  )
}

function useFigures({ kind }: Import, report: ImportReport): Figure[] {
  const t = useTexts(importTexts)
  const format = useFormat()
  const rows: Figure[] = [
    {
      label: t('accepted'),
      value: format.count(report.rowsAccepted),
      note: report.giftLines > 0 ? t('gifts', { count: format.count(report.giftLines) }) : undefined,
    },
    { label: t('rejected'), value: format.count(report.rowsRejected) },
  ]
  if (kind === 'customers') return [...rows, { label: t('customers'), value: format.count(report.customers) }]
  if (kind === 'events') return [...rows, { label: t('events'), value: format.count(report.events) }]
  return [
    ...rows,
    {
      label: t('customers'),
      value: format.count(report.customers),
      note: t('customersWithOrders', { count: format.count(report.customersWithOrders) }),
    },
    { label: t('orders'), value: format.count(report.orders), note: <Amounts amounts={report.revenue} /> },
    { label: t('refunds'), value: format.count(report.refunds), note: <Amounts amounts={report.refunded} /> },
  ]
}

function Amounts({ amounts }: { readonly amounts: ImportReport['revenue'] }) {
  return (
    <>
      {amounts.map(({ currency, amountMinor }) => (
        <span key={currency} className={styles.amountNote}>
          <Money minor={amountMinor} currency={currency} />
        </span>
      ))}
    </>
  )
}

function Reasons(props: {
  readonly counts: Readonly<Partial<Record<string, number>>>
  readonly total: number
  readonly tone: 'bad' | 'warn'
}) {
  const t = useTexts(importTexts)
  const named = useNamed(importTexts)
  const format = useFormat()
  const sorted = Object.entries(props.counts).sort(([, left = 0], [, right = 0]) => right - left)
  return (
    <ul className={styles.reasons}>
      {sorted.map(([reason, count = 0]) => (
        <li key={reason}>
          <span className={styles.grow}>{named('reason', reason)}</span>
          <ShareBar
            className={styles.reasonBar}
            tone={props.tone}
            share={Math.max(0.02, count / Math.max(1, props.total))}
          />
          <b className="r-num">{t('rowsCount', { count, rows: format.count(count) })}</b>
        </li>
      ))}
    </ul>
  )
}

function RejectedRows({ one }: { readonly one: Import }) {
  const t = useTexts(importTexts)
  const may = useMay()
  const problemText = useProblemText(importTexts)
  const { message } = App.useApp()
  const [isBusy, setBusy] = useState(false)
  if (!may('customers:personal')) return null
  const save = async () => {
    setBusy(true)
    try {
      const name = `rejected-${one.fileName.replace(/\.[^.]*(\.gz)?$/, '')}.csv`
      await download(importsApi.rejects, { params: { id: one.id } }, name)
    } catch (error) {
      void message.error(problemText(error))
    } finally {
      setBusy(false)
    }
  }
  return (
    <Button icon={<Icon name="download" size={16} />} loading={isBusy} onClick={() => void save()}>
      {t('downloadRejected')}
    </Button>
  )
}
