import type { CampaignResults } from '@rapport/contract'
import { Segmented } from 'antd'
import { useCallback, useState } from 'react'
import { useTexts } from '../../../lib/texts'
import { useFormat } from '../../../lib/use-format'
import { Card, Chart, EmptyState, type Palette } from '../../../ui'
import { campaignTexts } from '../texts'
import { addedUp, type DailyFigure } from './daily'

const height = 260
/** So few points need their dots: a line of one is nothing to see. */
const fewDays = 4

/** Both groups since assignment, per person: the gap between the lines is the effect as it grows. */
export function DailyCard({ results }: { readonly results: CampaignResults }) {
  const t = useTexts(campaignTexts)
  const [figure, setFigure] = useState<DailyFigure>('revenueMinor')
  return (
    <Card
      title={t('dailyTitle')}
      extra={
        <Segmented<DailyFigure>
          size="small"
          value={figure}
          onChange={setFigure}
          options={[
            { value: 'revenueMinor', label: t('daily.revenue') },
            { value: 'converted', label: t('daily.converted') },
          ]}
        />
      }
    >
      {results.daily.some(hasActs) ? (
        <DailyChart results={results} figure={figure} />
      ) : (
        <EmptyState scene="calm" title={t('noOrders')} hint={t('noOrdersHint')} compact />
      )}
    </Card>
  )
}

function hasActs({ treated, holdout }: CampaignResults['daily'][number]): boolean {
  return [treated, holdout].some(({ revenueMinor, converted }) => revenueMinor > 0 || converted > 0)
}

function DailyChart({
  results,
  figure,
}: {
  readonly results: CampaignResults
  readonly figure: DailyFigure
}) {
  const t = useTexts(campaignTexts)
  const format = useFormat()
  const { daily, currency } = results
  const write = useCallback(
    (value: number) =>
      figure === 'revenueMinor' ? format.money(Math.round(value), currency) : format.percent(value, 2),
    [figure, format, currency],
  )
  const option = useCallback(
    (palette: Palette) => ({
      grid: { left: 4, right: 12, top: 40, bottom: 4, containLabel: true },
      legend: { top: 0, left: 0, data: [t('treated'), t('holdout')] },
      tooltip: { trigger: 'axis', valueFormatter: write },
      xAxis: {
        type: 'category',
        boundaryGap: false,
        data: daily.map(({ day }) => t('dayNumber', { day: day + 1 })),
      },
      yAxis: {
        type: 'value',
        splitNumber: 4,
        axisLabel: {
          formatter: (value: number) =>
            figure === 'revenueMinor' ? format.moneyCompact(value, currency) : format.percent(value),
        },
      },
      series: (['treated', 'holdout'] as const).map((group) => ({
        name: t(group),
        type: 'line',
        smooth: false,
        showSymbol: daily.length < fewDays,
        data: addedUp(daily, group, figure),
        itemStyle: { color: group === 'treated' ? palette.series[0] : palette.series[7] },
        lineStyle: { type: group === 'treated' ? 'solid' : 'dashed', width: 2.4 },
      })),
    }),
    [daily, figure, format, currency, t, write],
  )
  const [treated, holdout] = [addedUp(daily, 'treated', figure), addedUp(daily, 'holdout', figure)]
  const rows = daily.map(({ day }, index) => [
    day + 1,
    write(treated[index] ?? 0),
    write(holdout[index] ?? 0),
  ])
  return (
    <Chart
      label={t('dailyTitle')}
      option={option}
      table={{ columns: [t('day'), t('treated'), t('holdout')], rows }}
      height={height}
    />
  )
}
