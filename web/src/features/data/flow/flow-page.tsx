import { dataApi } from '@rapport/contract'
import { useQuery } from '@tanstack/react-query'
import { useCallback } from 'react'
import { z } from 'zod'
import { call } from '../../../lib/api'
import { useSearchState } from '../../../lib/search-state'
import { useNamed, useTexts } from '../../../lib/texts'
import { useFormat } from '../../../lib/use-format'
import {
  Card,
  Chart,
  type Column,
  DataTable,
  EmptyState,
  FilterBar,
  listOf,
  Notice,
  type Palette,
  PeriodChoice,
  QueryView,
  StatStrip,
} from '../../../ui'
import { DataFrame } from '../data-frame'
import { daysSchema, periods } from '../period'
import { dataTexts } from '../texts'
import { byDay, bySourceAndReason, type OutcomeLine, type OutcomeRow, outcomes, totals } from './outcomes'
import { flowTexts } from './texts'

const stateSchema = z.object({ days: daysSchema })
const pollMs = 5_000

/** How much came in, and what became of it. */
export function FlowPage() {
  const t = useTexts(flowTexts)
  const [{ days }, change] = useSearchState(stateSchema)
  const query = useQuery({
    queryKey: ['data', 'outcomes', days],
    queryFn: ({ signal }) => call(dataApi.outcomes, { signal, query: { days } }),
    refetchInterval: pollMs,
  })
  return (
    <DataFrame lead={t('lead')}>
      <Position />
      <FilterBar>
        <PeriodChoice choices={periods} days={days} onChange={(next) => change({ days: next })} />
      </FilterBar>
      <QueryView query={query} rows={6}>
        {({ items }) =>
          items.length === 0 ? (
            <EmptyState scene="calm" title={t('none')} hint={t('noneHint')} />
          ) : (
            <Flow
              rows={items}
              count={days}
              lastDay={new Date(query.dataUpdatedAt).toISOString().slice(0, 10)}
            />
          )
        }
      </QueryView>
    </DataFrame>
  )
}

function Position() {
  const t = useTexts(flowTexts)
  const { data } = useQuery({
    queryKey: ['data', 'status'],
    queryFn: ({ signal }) => call(dataApi.status, { signal }),
    refetchInterval: pollMs,
  })
  if (!data) return null
  if (data.lastError) return <Notice tone="bad">{t('stopped', { error: data.lastError })}</Notice>
  const behind = Math.max(0, data.head - data.position)
  return (
    <Notice tone={behind > 0 ? 'info' : 'good'}>
      {behind > 0 ? t('behind', { count: behind }) : t('upToDate')}
    </Notice>
  )
}

function Flow({
  rows,
  count,
  lastDay,
}: {
  readonly rows: readonly OutcomeRow[]
  readonly count: number
  readonly lastDay: string
}) {
  const t = useTexts(flowTexts)
  const named = useNamed(dataTexts)
  const format = useFormat()
  const sums = totals(rows)
  const days = byDay(rows, lastDay, count)
  const option = useCallback(
    (palette: Palette) => ({
      grid: { left: 4, right: 12, top: 34, bottom: 4, containLabel: true },
      legend: { top: 0, left: 0, right: 40, type: 'scroll' },
      tooltip: { trigger: 'axis' },
      xAxis: { type: 'category', data: days.map(({ day }) => day) },
      yAxis: { type: 'value', minInterval: 1 },
      series: outcomes.map((outcome, index) => ({
        name: named('outcome', outcome),
        type: 'bar',
        stack: 'all',
        data: days.map((one) => one[outcome]),
        itemStyle: { color: palette.series[index] },
      })),
    }),
    [days, named],
  )
  const columns: Column<OutcomeLine>[] = [
    {
      key: 'outcome',
      title: t('outcome'),
      width: 180,
      phone: 'title',
      render: ({ outcome }) => named('outcome', outcome),
    },
    { key: 'reason', title: t('reason'), render: ({ reason }) => (reason ? named('reason', reason) : '–') },
    { key: 'source', title: t('source'), width: 200, render: ({ source }) => source },
    {
      key: 'count',
      title: t('count'),
      width: 130,
      align: 'end',
      render: ({ count }) => <span className="r-num">{format.count(count)}</span>,
    },
  ]
  return (
    <>
      <StatStrip
        label={t('lead')}
        items={[
          { label: t('counted'), value: format.count(sums.ok) },
          { label: t('dropped'), value: format.count(sums.dropped) },
          { label: t('quarantined'), value: format.count(sums.quarantined) },
          { label: t('problem'), value: format.count(sums.problem) },
        ]}
      />
      <Card title={t('chart')}>
        <Chart
          label={t('chart')}
          option={option}
          table={{
            columns: [t('day'), ...outcomes.map((outcome) => named('outcome', outcome))],
            rows: days.map((one) => [one.day, ...outcomes.map((outcome) => one[outcome])]),
          }}
          height={240}
        />
      </Card>
      <Card title={t('table')} flush>
        <DataTable
          bare
          label={t('table')}
          columns={columns}
          list={listOf(bySourceAndReason(rows))}
          rowKey={({ outcome, reason, source }) => `${outcome} ${reason} ${source}`}
        />
      </Card>
    </>
  )
}
