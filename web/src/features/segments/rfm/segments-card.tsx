import type { RfmConfig, RfmGroup, RfmRun, RfmSummary } from '@rapport/contract'
import { Button } from 'antd'
import { useCallback } from 'react'
import { useLocale, useTexts } from '../../../lib/texts'
import { useFormat } from '../../../lib/use-format'
import { Card, Chart, type Column, DataTable, listOf, Meter, Money, type Palette } from '../../../ui'
import styles from './rfm.module.css'
import type { Selection } from './selection'
import { rfmTexts } from './texts'

export interface GroupsCardProps {
  readonly run: RfmRun
  readonly summary: RfmSummary
  readonly selection: Selection | null
  readonly onSelect?: (selection: Selection | null) => void
}

/** The named segments: a table, and beside it which of them bring the money. */
export function SegmentsCard({ run, summary, onSelect }: GroupsCardProps) {
  const t = useTexts(rfmTexts)
  const nameOf = useSegmentName(run.config)
  const columns = useGroupColumns(
    summary,
    t('segment'),
    nameOf,
    onSelect && ((key) => onSelect({ kind: 'segment', key })),
  )
  return (
    <div className={styles.stacked}>
      <Card title={t('segmentsTitle')} hint={t('segmentsHint')} flush>
        <DataTable
          bare
          label={t('segmentsTitle')}
          columns={columns}
          list={listOf(summary.segments)}
          rowKey={({ key }) => key}
          onOpen={onSelect && (({ key }) => onSelect({ kind: 'segment', key }))}
        />
      </Card>
      <Card title={t('chartTitle')}>
        <SharesChart summary={summary} nameOf={nameOf} />
      </Card>
    </div>
  )
}

/** What the run called its segments; those whom none took are others. */
export function useSegmentName(config: RfmConfig): (key: string) => string {
  const t = useTexts(rfmTexts)
  const locale = useLocale()
  return useCallback(
    (key) => config.segments.find((segment) => segment.key === key)?.name[locale] ?? t('other'),
    [config, locale, t],
  )
}

/** Columns that segments and classes share. */
export function useGroupColumns(
  summary: RfmSummary,
  title: string,
  nameOf: (key: string) => string,
  onView: ((key: string) => void) | undefined,
): Column<RfmGroup>[] {
  const t = useTexts(rfmTexts)
  const format = useFormat()
  const share = (people: number) => (summary.people > 0 ? people / summary.people : 0)
  const view: Column<RfmGroup> = {
    key: 'view',
    title: '',
    width: 80,
    render: ({ key, people }) => (
      <Button type="link" size="small" disabled={people === 0} onClick={() => onView?.(key)}>
        {t('view')}
        <span className="r-hidden">{nameOf(key)}</span>
      </Button>
    ),
  }
  return [
    {
      key: 'name',
      title,
      phone: 'title',
      render: ({ key }) => <b className={styles.groupName}>{nameOf(key)}</b>,
    },
    { key: 'people', title: t('people'), align: 'end', render: ({ people }) => format.count(people) },
    {
      key: 'share',
      title: t('share'),
      render: ({ key, people }) => <Meter share={share(people)} label={nameOf(key)} />,
    },
    {
      key: 'revenue',
      title: t('revenue'),
      align: 'end',
      render: ({ revenueMinor }) => <Money minor={Math.round(revenueMinor)} compact />,
    },
    {
      key: 'aov',
      title: t('aov'),
      align: 'end',
      render: ({ aovMinor }) => <Money minor={Math.round(aovMinor)} />,
    },
    {
      key: 'recency',
      title: t('recencyMedian'),
      align: 'end',
      render: ({ people, medianRecencyDays }) =>
        people === 0 ? '–' : t('daysAgo', { count: format.count(Math.round(medianRecencyDays)) }),
    },
    {
      key: 'frequency',
      title: t('frequencyMedian'),
      align: 'end',
      phone: 'none',
      render: ({ people, medianFrequency }) => (people === 0 ? '–' : format.count(medianFrequency)),
    },
    ...(onView ? [view] : []),
  ]
}

function SharesChart({
  summary,
  nameOf,
}: {
  readonly summary: RfmSummary
  readonly nameOf: (key: string) => string
}) {
  const t = useTexts(rfmTexts)
  const format = useFormat()
  const { segments, people, revenueMinor } = summary
  const option = useCallback(
    (palette: Palette) => {
      const share = (part: number, whole: number) => (whole > 0 ? part / whole : 0)
      const bars = [...segments].reverse()
      const percent = (value: number) => format.percent(value)
      return {
        grid: { left: 4, right: 24, top: 30, bottom: 4, containLabel: true },
        legend: { top: 0, right: 0 },
        tooltip: { trigger: 'axis', axisPointer: { type: 'shadow' }, valueFormatter: percent },
        xAxis: { type: 'value', axisLabel: { formatter: percent }, splitNumber: 4 },
        yAxis: { type: 'category', data: bars.map(({ key }) => nameOf(key)) },
        series: [
          {
            name: t('shareRevenue'),
            type: 'bar',
            barMaxWidth: 9,
            itemStyle: { color: palette.series[1], borderRadius: [0, 4, 4, 0] },
            data: bars.map((group) => share(group.revenueMinor, revenueMinor)),
          },
          {
            name: t('sharePeople'),
            type: 'bar',
            barMaxWidth: 9,
            itemStyle: { color: palette.series[0], borderRadius: [0, 4, 4, 0] },
            data: bars.map((group) => share(group.people, people)),
          },
        ],
      }
    },
    [segments, people, revenueMinor, nameOf, format, t],
  )
  const rows = segments.map((group) => [
    nameOf(group.key),
    format.percent(people > 0 ? group.people / people : 0),
    format.percent(revenueMinor > 0 ? group.revenueMinor / revenueMinor : 0),
  ])
  return (
    <Chart
      label={t('chartLabel')}
      option={option}
      table={{ columns: [t('segment'), t('sharePeople'), t('shareRevenue')], rows }}
      height={Math.max(260, segments.length * 38)}
    />
  )
}
