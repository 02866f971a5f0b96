import type { HomeReport, ShopPoint } from '@rapport/contract'
import { Tooltip } from 'antd'
import { useState } from 'react'
import { useTexts } from '../../lib/texts'
import { useFormat } from '../../lib/use-format'
import { Delta, Sparkline } from '../../ui'
import { type FigureKey, figures } from './figures'
import styles from './home.module.css'
import { homeTexts } from './texts'
import { TrendChart } from './trend-chart'

/** The six figures in a strip; the one pressed is drawn over time below. */
export function FigureBoard({ report }: { readonly report: HomeReport }) {
  const t = useTexts(homeTexts)
  const format = useFormat()
  const [shown, setShown] = useState<keyof ShopPoint & FigureKey>('revenueMinor')
  return (
    <section className={styles.board} aria-label={t('figures')}>
      <div className={styles.strip}>
        {figures.map((figure) => {
          const value = report.current[figure.key]
          const body = (
            <>
              <Tooltip title={t(figure.help)} placement="topLeft">
                <span className={styles.name}>{t(figure.label)}</span>
              </Tooltip>
              <span className={styles.figureRow}>
                <span
                  className={styles.figure}
                  title={value === null ? undefined : figure.writeWhole(value, format)}
                >
                  {value === null ? '–' : figure.write(value, format)}
                </span>
                <Sparkline points={pointsOf(figure.key, report.series)} />
              </span>
              <Delta
                change={changeOf(figure.key, value, report.before[figure.key])}
                inPoints={isShare(figure.key)}
                terse
              />
            </>
          )
          if (!isDrawn(figure.key))
            return (
              <div key={figure.key} className={styles.cell}>
                {body}
              </div>
            )
          const key = figure.key
          return (
            <button
              key={key}
              type="button"
              className={styles.cell}
              aria-pressed={shown === key}
              onClick={() => setShown(key)}
            >
              {body}
            </button>
          )
        })}
      </div>
      <div className={styles.chart}>
        <TrendChart report={report} metric={shown} />
      </div>
    </section>
  )
}

function isDrawn(key: FigureKey): key is keyof ShopPoint & FigureKey {
  return key !== 'aovMinor' && key !== 'repeatRate'
}

/** The figure over the period, for the small line; none for what is not counted by day. */
function pointsOf(key: FigureKey, series: readonly ShopPoint[]): readonly number[] {
  if (isDrawn(key)) return series.map((point) => point[key])
  if (key === 'aovMinor')
    return series.filter(({ orders }) => orders > 0).map((point) => point.revenueMinor / point.orders)
  return []
}

function isShare(key: FigureKey): boolean {
  return key === 'repeatRate'
}

/** The relative change, of a share the difference; null when there was nothing before to compare with. */
function changeOf(key: FigureKey, value: number | null, before: number | null): number | null {
  if (value === null || before === null) return null
  if (isShare(key)) return value - before
  return before === 0 ? null : value / before - 1
}
