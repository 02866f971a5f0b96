import type { SegmentComparison } from '@rapport/contract'
import { useTexts } from '../../../lib/texts'
import styles from './compare.module.css'
import { type Measure, measured, sorted } from './measures'
import { compareTexts } from './texts'
import { useMeasureText } from './use-measure-text'

export interface IntervalPlotProps {
  readonly comparison: SegmentComparison
  readonly measure: Measure
}

/** One figure of every segment: a bar where it is exact, a dot with its interval where it is estimated. */
export function IntervalPlot({ comparison, measure }: IntervalPlotProps) {
  const t = useTexts(compareTexts)
  const text = useMeasureText()
  const rows = sorted(comparison, measure, true).map((segment) => ({
    segment,
    at: measured(segment, measure, comparison.channel),
  }))
  const ends = rows.flatMap(({ at }) => (at ? [at.value, at.interval?.low ?? 0, at.interval?.high ?? 0] : []))
  const from = Math.min(0, ...ends)
  const to = Math.max(0, ...ends)
  const place = (value: number) => (to === from ? 0 : ((value - from) / (to - from)) * 100)
  return (
    <ul className={styles.plot} aria-label={t(measure)}>
      {rows.map(({ segment, at }) => (
        <li key={segment.id}>
          <span className={styles.plotName} title={segment.name}>
            {segment.name}
          </span>
          <span className={styles.track} aria-hidden="true">
            <i className={styles.zero} style={{ left: `${place(0)}%` }} />
            {at && !at.interval && (
              <Bar from={place(Math.min(0, at.value))} to={place(Math.max(0, at.value))} />
            )}
            {at?.interval && (
              <>
                <i
                  className={styles.range}
                  style={{
                    left: `${place(at.interval.low)}%`,
                    width: `${place(at.interval.high) - place(at.interval.low)}%`,
                  }}
                />
                <i className={styles.point} style={{ left: `${place(at.value)}%` }} />
              </>
            )}
          </span>
          <span className={styles.plotValue}>{at ? text(measure, at.value) : '–'}</span>
        </li>
      ))}
    </ul>
  )
}

function Bar({ from, to }: { readonly from: number; readonly to: number }) {
  return <i className={styles.bar} style={{ left: `${from}%`, width: `${to - from}%` }} />
}
