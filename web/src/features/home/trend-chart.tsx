import type { HomeReport, ShopPoint } from '@rapport/contract'
import { useCallback } from 'react'
import { useTexts } from '../../lib/texts'
import { useDayWords, useFormat } from '../../lib/use-format'
import { Chart, type Palette } from '../../ui'
import { type FigureKey, figures } from './figures'
import { homeTexts } from './texts'

export interface TrendChartProps {
  readonly report: HomeReport
  readonly metric: keyof ShopPoint & FigureKey
}

/** One figure over the period: money and orders as columns, people as a line. */
export function TrendChart({ report, metric }: TrendChartProps) {
  const t = useTexts(homeTexts)
  const format = useFormat()
  const dayWords = useDayWords()
  const { series, step } = report
  const figure = figures.find(({ key }) => key === metric)
  const name = figure ? t(figure.label) : ''
  const isMoney = metric === 'revenueMinor'

  const option = useCallback(
    (palette: Palette) => {
      const write = (value: number) => (isMoney ? format.money(value) : format.count(value))
      const writeShort = (value: number) => (isMoney ? format.moneyCompact(value) : format.compact(value))
      return {
        grid: { left: 4, right: 12, top: 22, bottom: 4, containLabel: true },
        tooltip: { trigger: 'axis', valueFormatter: write },
        xAxis: {
          type: 'category',
          data: series.map(({ day }) => dayWords(day, true)),
          boundaryGap: isMoney || metric === 'orders',
        },
        yAxis: { type: 'value', minInterval: 1, splitNumber: 4, axisLabel: { formatter: writeShort } },
        series: [
          {
            name,
            type: isMoney || metric === 'orders' ? 'bar' : 'line',
            data: series.map((point) => point[metric]),
            barMaxWidth: 26,
            itemStyle: { color: palette.series[0] },
            areaStyle: { color: palette.series[0], opacity: 0.12 },
          },
        ],
      }
    },
    [series, metric, isMoney, name, format, dayWords],
  )
  const rows = series.map((point) => [
    dayWords(point.day),
    isMoney ? format.money(point[metric]) : point[metric],
  ])
  return (
    <Chart
      label={`${t('chartLabel', { metric: name })} (${t(`step.${step}`)})`}
      option={option}
      table={{ columns: [t('date'), name], rows }}
      height={260}
    />
  )
}
