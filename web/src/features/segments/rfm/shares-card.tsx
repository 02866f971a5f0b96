import type { RfmRun, RfmSummary } from '@rapport/contract'
import { useCallback } from 'react'
import { useTexts } from '../../../lib/texts'
import { useFormat } from '../../../lib/use-format'
import { Card, Chart, type Palette } from '../../../ui'
import { useSegmentName } from './segments-card'
import { rfmTexts } from './texts'

/** Room for the names beside the bars; longer ones end in dots. */
const namesWidthPx = 104

/** Which segments are many people, and which bring the money. */
export function SharesCard({ run, summary }: { readonly run: RfmRun; readonly summary: RfmSummary }) {
  const t = useTexts(rfmTexts)
  const nameOf = useSegmentName(run.config)
  const format = useFormat()
  const { segments, people, revenueMinor } = summary
  const option = useCallback(
    (palette: Palette) => {
      const share = (part: number, whole: number) => (whole > 0 ? part / whole : 0)
      const bars = [...segments].reverse()
      const percent = (value: number) => format.percent(value)
      return {
        grid: { left: namesWidthPx + 12, right: 24, top: 34, bottom: 24 },
        legend: { top: 2, left: 0 },
        tooltip: { trigger: 'axis', axisPointer: { type: 'shadow' }, valueFormatter: percent },
        xAxis: { type: 'value', axisLabel: { formatter: percent }, splitNumber: 4 },
        yAxis: {
          type: 'category',
          data: bars.map(({ key }) => nameOf(key)),
          axisLabel: { width: namesWidthPx, overflow: 'truncate' },
        },
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
    <Card title={t('chartTitle')}>
      <Chart
        label={t('chartLabel')}
        option={option}
        table={{ columns: [t('segment'), t('sharePeople'), t('shareRevenue')], rows }}
        height={Math.max(300, segments.length * 38)}
      />
    </Card>
  )
}
