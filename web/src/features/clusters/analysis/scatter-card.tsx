import type { ClusterTrait } from '@rapport/contract'
import { Select } from 'antd'
import { useCallback, useState } from 'react'
import { useTexts } from '../../../lib/texts'
import { useFormat } from '../../../lib/use-format'
import { Card, Chart, type Palette, useTraitLabel } from '../../../ui'
import styles from '../clusters.module.css'
import { useClusterName, useTraitFigure } from '../figure'
import { clusterTexts } from '../texts'
import type { ResultProps } from './analysis-page'
import { colourOf } from './colour'
import { fromScale, toScale } from './scale'

const legendCharsMax = 12

/** Some people as dots over two traits, coloured by their cluster. */
export function ScatterCard({ analysis, result }: ResultProps) {
  const t = useTexts(clusterTexts)
  const { traits } = analysis
  const [x, setX] = useState(0)
  const [y, setY] = useState(Math.min(1, traits.length - 1))
  const option = useScatterOption({ analysis, result }, x, y)
  return (
    <Card title={t('scatterTitle')} hint={t('scatterHint', { count: result.scatter.length })}>
      <div className={styles.axes}>
        <AxisSelect label={t('axisX')} traits={traits} value={x} onChange={setX} />
        <AxisSelect label={t('axisY')} traits={traits} value={y} onChange={setY} />
      </div>
      <Chart
        label={t('scatterLabel')}
        option={option}
        table={useMeans({ analysis, result }, x, y)}
        height={380}
      />
    </Card>
  )
}

interface AxisSelectProps {
  readonly label: string
  readonly traits: readonly ClusterTrait[]
  readonly value: number
  readonly onChange: (value: number) => void
}

function AxisSelect({ label, traits, value, onChange }: AxisSelectProps) {
  const labelOf = useTraitLabel()
  return (
    // biome-ignore lint/a11y/noLabelWithoutControl: the select is the control inside it
    <label>
      {label}
      <Select
        value={value}
        aria-label={label}
        options={traits.map(({ trait }, index) => ({ value: index, label: labelOf(trait) }))}
        onChange={onChange}
      />
    </label>
  )
}

function useScatterOption({ analysis, result }: ResultProps, x: number, y: number) {
  const t = useTexts(clusterTexts)
  const figureOf = useTraitFigure()
  const { traits } = analysis
  return useCallback(
    (palette: Palette) => {
      const axis = (column: number) => {
        const trait = traits[column]
        const write = (value: number) => (trait ? figureOf(trait, fromScale(trait, value)) : '')
        return { type: 'value', scale: true, splitNumber: 4, axisLabel: { formatter: write } }
      }
      const at = (values: readonly (number | null)[], column: number) => {
        const [trait, value] = [traits[column], values[column] ?? null]
        return trait && value !== null ? toScale(trait, value) : null
      }
      return {
        grid: { left: 8, right: 28, top: 64, bottom: 8, containLabel: true },
        legend: { top: 0, left: 0, right: 40, formatter: shortened },
        xAxis: axis(x),
        yAxis: axis(y),
        series: result.clusters.map((cluster) => ({
          name: cluster.name ?? t('clusterNumber', { number: cluster.cluster + 1 }),
          type: 'scatter',
          symbolSize: 7,
          itemStyle: { color: colourOf(palette, cluster.cluster), opacity: 0.72 },
          data: result.scatter
            .filter((person) => person.cluster === cluster.cluster)
            .map(({ values }) => [at(values, x), at(values, y)]),
        })),
      }
    },
    [traits, result, x, y, t, figureOf],
  )
}

/** Long names would run over one another. */
function shortened(name: string): string {
  return name.length > legendCharsMax ? `${name.slice(0, legendCharsMax)}…` : name
}

/** The figures behind the chart: each cluster's means of both traits. */
function useMeans({ analysis, result }: ResultProps, x: number, y: number) {
  const t = useTexts(clusterTexts)
  const format = useFormat()
  const labelOf = useTraitLabel()
  const nameOf = useClusterName()
  const figureOf = useTraitFigure()
  const columns = x === y ? [x] : [x, y]
  const traits = columns.flatMap((column) => analysis.traits[column] ?? [])
  return {
    columns: [t('clusters'), ...traits.map(({ trait }) => labelOf(trait)), t('people')],
    rows: result.clusters.map((cluster) => [
      `${cluster.cluster + 1} ${nameOf(cluster)}`,
      ...columns.flatMap((column) => {
        const trait = analysis.traits[column]
        return trait ? [figureOf(trait, cluster.figures[column]?.mean ?? 0)] : []
      }),
      format.count(cluster.people),
    ]),
  }
}
