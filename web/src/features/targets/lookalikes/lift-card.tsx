import type { LookalikeResult } from '@rapport/contract'
import { useCallback } from 'react'
import { useTexts } from '../../../lib/texts'
import { useFormat } from '../../../lib/use-format'
import { Card, Chart, type Palette } from '../../../ui'
import { lookalikeTexts } from './texts'

/** How much of the seed is found among the best so many, beside chance. */
export function LiftCard({ result: { lift } }: { readonly result: LookalikeResult }) {
  const t = useTexts(lookalikeTexts)
  const format = useFormat()
  const option = useCallback(
    (palette: Palette) => ({
      grid: { left: 8, right: 16, top: 44, bottom: 8, containLabel: true },
      legend: { top: 0, left: 0 },
      tooltip: { trigger: 'axis', valueFormatter: (value: number) => format.percent(value, 1) },
      xAxis: { type: 'value', max: 1, axisLabel: { formatter: (at: number) => format.percent(at) } },
      yAxis: { type: 'value', max: 1, axisLabel: { formatter: (at: number) => format.percent(at) } },
      series: [
        {
          name: t('found'),
          type: 'line',
          smooth: false,
          showSymbol: true,
          color: palette.series[0],
          data: [[0, 0], ...lift.map(({ share, found }) => [share, found])],
        },
        {
          name: t('byChance'),
          type: 'line',
          smooth: false,
          color: palette.ink3,
          lineStyle: { type: 'dashed', width: 1.5 },
          data: [
            [0, 0],
            [1, 1],
          ],
        },
      ],
    }),
    [lift, t, format],
  )
  return (
    <Card title={t('liftTitle')} hint={t('liftHint')}>
      <Chart
        label={t('liftLabel')}
        option={option}
        table={{
          columns: [t('shareOfAll'), t('found'), t('lift')],
          rows: lift.map(({ share, found, lift: times }) => [
            format.percent(share),
            format.percent(found, 1),
            `${times.toFixed(1)}×`,
          ]),
        }}
        height={330}
      />
    </Card>
  )
}
