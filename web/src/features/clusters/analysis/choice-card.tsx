import { clusterLimits, clustersApi } from '@rapport/contract'
import { Button, Select } from 'antd'
import { useCallback, useState } from 'react'
import { call } from '../../../lib/api'
import { useMay } from '../../../lib/session'
import { useTexts } from '../../../lib/texts'
import { useFormat } from '../../../lib/use-format'
import { Card, Chart, type Palette, useStartRun } from '../../../ui'
import styles from '../clusters.module.css'
import { clusterPlace } from '../queries'
import { clusterTexts } from '../texts'
import type { ResultProps } from './analysis-page'

const ks = Array.from(
  { length: clusterLimits.kMax - clusterLimits.kMin + 1 },
  (_, index) => clusterLimits.kMin + index,
)

/** What each number of clusters would give, what the data suggests, and the way to another number. */
export function ChoiceCard({ analysis, result }: ResultProps) {
  const t = useTexts(clusterTexts)
  const format = useFormat()
  const { candidates, suggested, elbow } = result
  return (
    <Card title={t('choiceTitle')} hint={t('choiceHint')}>
      <Chart
        label={t('choiceLabel')}
        option={useChoiceOption(result)}
        table={{
          columns: [t('k'), t('silhouette'), t('inertia')],
          rows: candidates.map(({ k, silhouette, inertia }) => [
            k,
            format.count(Number(silhouette.toFixed(3))),
            format.count(Math.round(inertia)),
          ]),
        }}
        height={320}
      />
      <div className={styles.verdict}>
        <ul>
          {suggested !== null && <li>{t('suggestedIs', { k: suggested })}</li>}
          {elbow !== null && <li>{t('elbowIs', { k: elbow })}</li>}
        </ul>
        <Again analysis={analysis} result={result} />
      </div>
    </Card>
  )
}

function useChoiceOption({ candidates, k: chosen }: ResultProps['result']) {
  const t = useTexts(clusterTexts)
  const format = useFormat()
  return useCallback(
    (palette: Palette) => ({
      grid: { left: 8, right: 8, top: 44, bottom: 8, containLabel: true },
      legend: { top: 0, left: 0 },
      tooltip: {
        trigger: 'axis',
        valueFormatter: (value: number) =>
          format.count(value > 2 ? Math.round(value) : Number(value.toFixed(3))),
      },
      xAxis: { type: 'category', data: candidates.map(({ k }) => String(k)) },
      yAxis: [
        {
          type: 'value',
          splitNumber: 4,
          axisLabel: { formatter: (at: number) => at.toFixed(2) },
        },
        {
          type: 'value',
          splitNumber: 4,
          splitLine: { show: false },
          axisLabel: { formatter: (at: number) => (at < 10 ? format.count(at) : format.compact(at)) },
        },
      ],
      series: [
        {
          name: t('silhouette'),
          type: 'bar',
          barMaxWidth: 22,
          data: candidates.map(({ k, silhouette }) => ({
            value: silhouette,
            itemStyle: { color: palette.series[0], opacity: k === chosen ? 1 : 0.45 },
          })),
          itemStyle: { color: palette.series[0] },
        },
        {
          name: t('inertia'),
          type: 'line',
          yAxisIndex: 1,
          showSymbol: true,
          smooth: false,
          color: palette.series[1],
          data: candidates.map(({ inertia }) => inertia),
        },
      ],
    }),
    [candidates, chosen, t, format],
  )
}

/** The same people and traits with another number of clusters, as a new analysis. */
function Again({ analysis, result }: ResultProps) {
  const t = useTexts(clusterTexts)
  const may = useMay()
  const [k, setK] = useState(result.k)
  const { name, traits, missing, seed, rule } = analysis
  const again = useStartRun(
    clusterPlace,
    () => call(clustersApi.create, { body: { name, traits, missing, seed, rule, k } }),
    clusterTexts,
  )
  if (!may('segments:write')) return null
  return (
    <div className={styles.again}>
      <Select
        value={k}
        aria-label={t('kAgain')}
        options={ks.map((value) => ({ value, label: value }))}
        onChange={setK}
      />
      <Button disabled={k === result.k} loading={again.isPending} onClick={() => again.mutate()}>
        {t('runAgain', { k })}
      </Button>
    </div>
  )
}
