import { dataApi, trackingPlanApi, type ViolationRow, violationCodes } from '@rapport/contract'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { App, Button, Select } from 'antd'
import { useState } from 'react'
import { z } from 'zod'
import { call } from '../../../lib/api'
import { useSearchState } from '../../../lib/search-state'
import { useMay } from '../../../lib/session'
import { useTexts } from '../../../lib/texts'
import { useFormat } from '../../../lib/use-format'
import {
  type Column,
  DataTable,
  DateTime,
  FilterBar,
  Notice,
  PeriodChoice,
  StatusBadge,
  useCursorList,
  useProblemText,
} from '../../../ui'
import { daysSchema, periods } from '../period'
import { useExpected, usePlannedName } from './events-panel'
import styles from './plan.module.css'
import { planTexts } from './texts'
import { ViolationsChart } from './violations-chart'

const stateSchema = z.object({
  days: daysSchema,
  source: z.string().optional(),
  code: z.enum(violationCodes).optional(),
})

/** What came in and was not as planned: by day, by source, by kind; and sending in again what fits now. */
export function ViolationsPanel() {
  const t = useTexts(planTexts)
  const [{ days, source, code }, change] = useSearchState(stateSchema)
  const byDay = useQuery({
    queryKey: ['data', 'plan', 'violations', 'days', days, code],
    queryFn: ({ signal }) => call(trackingPlanApi.violationDays, { signal, query: { days, code } }),
  })
  const list = useCursorList({
    key: ['data', 'plan', 'violations', days, source, code],
    load: (cursor, signal) =>
      call(trackingPlanApi.violations, { signal, query: { cursor, days, source, code } }),
  })
  const sources = [...new Set((byDay.data?.items ?? []).map((row) => row.source))].sort()
  return (
    <>
      <Waiting />
      <FilterBar>
        <PeriodChoice choices={periods} days={days} onChange={(next) => change({ days: next })} />
        <Select
          aria-label={t('source')}
          style={{ minWidth: 150 }}
          value={source ?? ''}
          options={[
            { value: '', label: t('allSources') },
            ...sources.map((value) => ({ value, label: value })),
          ]}
          onChange={(value) => change({ source: value || undefined })}
        />
        <Select
          aria-label={t('code')}
          style={{ minWidth: 190 }}
          value={code ?? ''}
          options={[
            { value: '', label: t('allCodes') },
            ...violationCodes.map((value) => ({ value, label: t(`code.${value}`) })),
          ]}
          onChange={(value) => change({ code: violationCodes.find((one) => one === value) })}
        />
      </FilterBar>
      {byDay.data && byDay.data.items.length > 0 && (
        <ViolationsChart
          rows={byDay.data.items.filter((row) => !source || row.source === source)}
          days={days}
          lastDay={new Date(byDay.dataUpdatedAt).toISOString().slice(0, 10)}
        />
      )}
      <ViolationsTable list={list} />
    </>
  )
}

function ViolationsTable({ list }: { readonly list: ReturnType<typeof useCursorList<ViolationRow>> }) {
  const t = useTexts(planTexts)
  const format = useFormat()
  const nameOf = usePlannedName()
  const expectedOf = useExpected()
  const columns: Column<ViolationRow>[] = [
    {
      key: 'event',
      title: t('event'),
      phone: 'title',
      render: ({ type, event, path }) =>
        event === '' && path === '' && type === 'track' ? (
          t('others')
        ) : (
          <Link to="/data/plan/event" search={{ type, name: event } as never}>
            {nameOf({ type, name: event })}
          </Link>
        ),
    },
    {
      key: 'code',
      title: t('code'),
      width: 160,
      render: ({ code, quarantined }) => (
        <StatusBadge tone={quarantined > 0 ? 'bad' : 'warn'}>{t(`code.${code}`)}</StatusBadge>
      ),
    },
    { key: 'path', title: t('path'), render: ({ path }) => (path ? <code>{path}</code> : '–') },
    {
      key: 'example',
      title: t('example'),
      maxWidth: 160,
      render: ({ example }) => <span className={styles.example}>{example || '–'}</span>,
    },
    {
      key: 'expected',
      title: t('expected'),
      maxWidth: 150,
      render: (row) => <span className={styles.example}>{expectedOf(row) || '–'}</span>,
    },
    { key: 'source', title: t('source'), width: 110, render: ({ source }) => source },
    {
      key: 'count',
      title: t('times'),
      width: 76,
      align: 'end',
      render: ({ count }) => <span className="r-num">{format.count(count)}</span>,
    },
    {
      key: 'quarantined',
      title: t('quarantined'),
      width: 88,
      align: 'end',
      render: ({ quarantined }) => <span className="r-num">{format.count(quarantined)}</span>,
    },
    {
      key: 'lastAt',
      title: t('lastAt'),
      width: 100,
      render: ({ lastAt }) => <DateTime at={lastAt} show="relative" />,
    },
  ]
  return (
    <DataTable
      label={t('violationsList')}
      columns={columns}
      list={list}
      rowKey={(row) => JSON.stringify([row.source, row.type, row.event, row.path, row.code])}
      empty={{ title: t('violationsNone'), hint: t('violationsNoneHint'), scene: 'calm' }}
    />
  )
}

/** What the plan holds up, and a way to let through what fits it now. */
function Waiting() {
  const t = useTexts(planTexts)
  const may = useMay()
  const format = useFormat()
  const queries = useQueryClient()
  const problemText = useProblemText()
  const { message } = App.useApp()
  const [isSending, setSending] = useState(false)
  const { data } = useQuery({
    queryKey: ['data', 'quarantine', 'counts'],
    queryFn: ({ signal }) => call(dataApi.quarantineCounts, { signal }),
  })
  const waiting = (data?.items ?? [])
    .filter(({ reason }) => reason === 'plan_violation')
    .reduce((sum, { count }) => sum + count, 0)
  if (waiting === 0) return null
  const replay = async () => {
    setSending(true)
    try {
      const { replayed, still } = await replayAll()
      void message.success(t('replayed', { count: format.count(replayed), still: format.count(still) }))
      await queries.invalidateQueries({ queryKey: ['data'] })
    } catch (error) {
      void message.error(problemText(error))
    } finally {
      setSending(false)
    }
  }
  return (
    <Notice tone="warn" title={t('waiting', { count: waiting })}>
      <div className={styles.stack}>
        <span>{t('waitingHint')}</span>
        <div className={styles.row}>
          {may('data:write') && (
            <Button size="small" loading={isSending} onClick={() => void replay()}>
              {t('replay')}
            </Button>
          )}
          <Link to="/data/quarantine" search={{ reason: 'plan_violation' } as never}>
            {t('toQuarantine')}
          </Link>
        </div>
      </div>
    </Notice>
  )
}

/** Call after call until the quarantine has been gone through. */
async function replayAll(): Promise<{ replayed: number; still: number }> {
  let [replayed, still] = [0, 0]
  let cursor: string | undefined
  do {
    const step = await call(trackingPlanApi.replay, { body: { cursor } })
    replayed += step.replayed
    still += step.stillViolating
    cursor = step.nextCursor ?? undefined
  } while (cursor)
  return { replayed, still }
}
