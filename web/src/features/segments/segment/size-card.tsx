import { type SegmentSize, segmentLiveApi } from '@rapport/contract'
import { useQuery } from '@tanstack/react-query'
import { useCallback, useState } from 'react'
import { call } from '../../../lib/api'
import { useTexts } from '../../../lib/texts'
import { useDayWords, useFormat } from '../../../lib/use-format'
import { Card, Chart, EmptyState, type Palette, PeriodChoice, QueryView } from '../../../ui'
import { liveTexts } from '../live-texts'

const ranges = [30, 90, 365] as const
const height = 240
/** A line of one or two points is hardly one: their dots are shown. */
const fewDays = 4

/** How many were in the segment each day, and how many came and went. */
export function SizeCard({
  segmentId,
  isStarting,
}: {
  readonly segmentId: string
  readonly isStarting: boolean
}) {
  const t = useTexts(liveTexts)
  const [days, setDays] = useState<(typeof ranges)[number]>(ranges[0])
  const sizes = useQuery({
    queryKey: ['segments', 'sizes', segmentId, days, isStarting],
    queryFn: ({ signal }) =>
      call(segmentLiveApi.sizes, { params: { id: segmentId }, query: { days }, signal }),
  })
  return (
    <Card
      title={t('sizeTitle')}
      hint={sizes.data && t('sizeHint', { timezone: sizes.data.timezone })}
      extra={<PeriodChoice choices={ranges} days={days} onChange={setDays} />}
    >
      <QueryView query={sizes} rows={4}>
        {({ items }) =>
          items.length === 0 ? (
            <EmptyState scene="calm" title={t('noSizes')} compact />
          ) : (
            <SizeChart sizes={items} />
          )
        }
      </QueryView>
    </Card>
  )
}

function SizeChart({ sizes }: { readonly sizes: readonly SegmentSize[] }) {
  const t = useTexts(liveTexts)
  const format = useFormat()
  const dayWords = useDayWords()
  const option = useCallback(
    (palette: Palette) => ({
      grid: { left: 4, right: 4, top: 40, bottom: 4, containLabel: true },
      legend: { top: 0, left: 0, data: [t('peopleLine'), t('entered'), t('exited')] },
      tooltip: { trigger: 'axis', valueFormatter: (value: number) => format.count(Math.abs(value)) },
      xAxis: { type: 'category', data: sizes.map(({ day }) => dayWords(day, true)) },
      yAxis: [
        { type: 'value', minInterval: 1, splitNumber: 4, axisLabel: { formatter: format.compact } },
        {
          type: 'value',
          minInterval: 1,
          splitNumber: 4,
          splitLine: { show: false },
          axisLabel: { formatter: (value: number) => format.compact(Math.abs(value)) },
        },
      ],
      series: [
        {
          name: t('peopleLine'),
          type: 'line',
          showSymbol: sizes.length < fewDays,
          data: sizes.map(({ people }) => people),
          itemStyle: { color: palette.series[0] },
          lineStyle: { width: 2.4 },
        },
        {
          name: t('entered'),
          type: 'bar',
          yAxisIndex: 1,
          stack: 'moves',
          barMaxWidth: 18,
          data: sizes.map(({ entered }) => entered),
          itemStyle: { color: palette.series[2] },
        },
        {
          name: t('exited'),
          type: 'bar',
          yAxisIndex: 1,
          stack: 'moves',
          barMaxWidth: 18,
          data: sizes.map(({ exited }) => -exited),
          itemStyle: { color: palette.series[1] },
        },
      ],
    }),
    [sizes, format, dayWords, t],
  )
  return (
    <Chart
      label={t('sizeTitle')}
      option={option}
      table={{
        columns: [t('day'), t('peopleLine'), t('entered'), t('exited')],
        rows: sizes.map(({ day, people, entered, exited }) => [
          dayWords(day),
          format.count(people),
          format.count(entered),
          format.count(exited),
        ]),
      }}
      height={height}
    />
  )
}
