import type { Incremental } from '@rapport/contract'
import type { CSSProperties } from 'react'
import styles from './interval.module.css'
import { type Interval, positionOn, type Scale } from './scale'

export interface IntervalLineProps {
  readonly interval: Interval
  readonly scale: Scale
  readonly verdict: Incremental['verdict']
  /** What the picture says, in words. */
  readonly label: string
  readonly size?: 'small' | 'large'
}

/** An estimate as a dot on the line of its interval, with zero marked. */
export function IntervalLine({ interval, scale, verdict, label, size = 'small' }: IntervalLineProps) {
  const [low, high] = [positionOn(scale, interval.low), positionOn(scale, interval.high)]
  const at = (position: number): CSSProperties => ({ insetInlineStart: `${position}%` })
  return (
    <span className={styles.line} data-size={size} data-verdict={verdict} role="img" aria-label={label}>
      <span className={styles.zero} style={at(positionOn(scale, 0))} />
      <span className={styles.range} style={{ ...at(low), width: `${high - low}%` }} />
      <span className={styles.dot} style={at(positionOn(scale, interval.estimate))} />
    </span>
  )
}
