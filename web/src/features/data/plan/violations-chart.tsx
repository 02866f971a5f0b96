import { useCallback, useMemo } from 'react'
import { useTexts } from '../../../lib/texts'
import { Card, Chart, type Palette } from '../../../ui'
import { planTexts } from './texts'

interface DayRow {
  readonly day: string
  readonly source: string
  readonly count: number
}

const dayMs = 86_400_000
const sourcesShown = 6

/** Violations of each day as bars, stacked by source. */
export function ViolationsChart(props: {
  readonly rows: readonly DayRow[]
  readonly days: number
  readonly lastDay: string
}) {
  const { rows, days, lastDay } = props
  const t = useTexts(planTexts)
  const others = t('others')
  const { axis, series } = useMemo(() => seriesOf(rows, days, lastDay, others), [rows, days, lastDay, others])
  const option = useCallback(
    (palette: Palette) => ({
      grid: { left: 4, right: 12, top: 34, bottom: 4, containLabel: true },
      legend: { top: 0, left: 0, right: 40, type: 'scroll' },
      tooltip: { trigger: 'axis' },
      xAxis: { type: 'category', data: axis },
      yAxis: { type: 'value', minInterval: 1 },
      series: series.map(({ source, counts }, index) => ({
        name: source,
        type: 'bar',
        stack: 'all',
        data: counts,
        itemStyle: { color: palette.series[index % palette.series.length] },
      })),
    }),
    [axis, series],
  )
  return (
    <Card title={t('violationsChart')}>
      <Chart
        label={t('violationsChart')}
        option={option}
        table={{
          columns: [t('day'), ...series.map(({ source }) => source)],
          rows: axis.map((day, index) => [day, ...series.map(({ counts }) => counts[index] ?? 0)]),
        }}
        height={220}
      />
    </Card>
  )
}

/** One row of counts a source, the most frequent sources first and the rest together. */
function seriesOf(rows: readonly DayRow[], days: number, lastDay: string, others: string) {
  const last = Date.parse(lastDay)
  const axis = Array.from({ length: days }, (_, index) =>
    new Date(last - (days - 1 - index) * dayMs).toISOString().slice(0, 10),
  )
  const totals = new Map<string, number>()
  for (const { source, count } of rows) totals.set(source, (totals.get(source) ?? 0) + count)
  const shown = new Set(
    [...totals]
      .sort(([, left], [, right]) => right - left)
      .slice(0, sourcesShown)
      .map(([source]) => source),
  )
  const counts = new Map<string, number[]>()
  for (const { day, source, count } of rows) {
    const name = shown.has(source) ? source : others
    const own = counts.get(name) ?? axis.map(() => 0)
    const at = axis.indexOf(day)
    if (at >= 0) own[at] = (own[at] ?? 0) + count
    counts.set(name, own)
  }
  return { axis, series: [...counts].map(([source, own]) => ({ source, counts: own })) }
}
