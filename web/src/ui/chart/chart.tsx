import { Tooltip } from 'antd'
import type { ECharts, EChartsCoreOption } from 'echarts/core'
import { useEffect, useRef, useState } from 'react'
import { useTexts } from '../../lib/texts'
import { Icon } from '../icons/icon'
import { ScrollBox } from '../page/scroll-box'
import { uiTexts } from '../texts'
import type { Palette } from '../theme/palette'
import { prefersStill, useThemeChoice } from '../theme/theme-provider'
import styles from './chart.module.css'
import { chartPalette, chartTheme } from './chart-theme'

/** The figures behind a chart, as a table for those who cannot or do not want to read the picture. */
export interface ChartTable {
  readonly columns: readonly string[]
  readonly rows: readonly (readonly (string | number)[])[]
}

export interface ChartProps {
  /** What the chart shows, in words: its accessible name. */
  readonly label: string
  /** Options of echarts; keep it stable (useMemo or useCallback), a new one redraws. The palette is the theme's. */
  readonly option: (palette: Palette) => EChartsCoreOption
  readonly table: ChartTable
  readonly height?: number
  /** A click on a point or bar, by its index in the data. */
  readonly onPick?: (dataIndex: number) => void
}

/** A chart in our look. The library is fetched when the first one is shown. A button shows the figures instead. */
export function Chart({ label, option, table, height = 280, onPick }: ChartProps) {
  const t = useTexts(uiTexts)
  const [asTable, setAsTable] = useState(false)
  const words = asTable ? t('showChart') : t('showTable')
  return (
    <figure className={styles.figure} aria-label={label}>
      <div className={styles.bar}>
        <Tooltip title={words}>
          <button
            type="button"
            className={styles.toggle}
            aria-pressed={asTable}
            aria-label={`${label}: ${words}`}
            onClick={() => setAsTable(!asTable)}
          >
            <Icon name={asTable ? 'chart' : 'table'} size={16} />
          </button>
        </Tooltip>
      </div>
      {asTable ? (
        <Figures table={table} height={height} label={label} />
      ) : (
        <Drawing option={option} height={height} onPick={onPick} />
      )}
    </figure>
  )
}

function Drawing({
  option,
  height,
  onPick,
}: Pick<ChartProps, 'option' | 'onPick'> & { readonly height: number }) {
  const { isDark } = useThemeChoice()
  const place = useRef<HTMLDivElement>(null)
  const [chart, setChart] = useState<ECharts | null>(null)

  useEffect(() => {
    const element = place.current
    if (!element) return
    let made: ECharts | null = null
    let isGone = false
    void import('./chart-engine').then(({ init }) => {
      if (isGone) return
      made = init(element, chartTheme(isDark))
      setChart(made)
    })
    const watcher = new ResizeObserver(() => made?.resize())
    watcher.observe(element)
    return () => {
      isGone = true
      watcher.disconnect()
      made?.dispose()
      setChart(null)
    }
  }, [isDark])

  useEffect(() => {
    const motion = { animation: !prefersStill.matches, animationDuration: 300 }
    chart?.setOption({ ...option(chartPalette(isDark)), ...motion }, { notMerge: true })
  }, [chart, option, isDark])

  useEffect(() => {
    if (!chart || !onPick) return
    const pick = ({ dataIndex }: { dataIndex: number }) => onPick(dataIndex)
    chart.on('click', pick as never)
    return () => void chart.off('click', pick as never)
  }, [chart, onPick])

  return <div ref={place} className={styles.canvas} style={{ height }} aria-hidden="true" />
}

function Figures({
  table,
  height,
  label,
}: {
  readonly table: ChartTable
  readonly height: number
  readonly label: string
}) {
  return (
    <ScrollBox label={label} height={height}>
      <table className={styles.table}>
        <thead>
          <tr>
            {table.columns.map((column) => (
              <th key={column} scope="col">
                {column}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {table.rows.map((row) => (
            <tr key={String(row[0])}>
              {row.map((cell, index) => (
                <td key={table.columns[index]}>{cell}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </ScrollBox>
  )
}
