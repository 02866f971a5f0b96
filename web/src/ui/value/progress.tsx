import type { ReactNode } from 'react'
import { useFormat } from '../../lib/use-format'
import { ShareBar } from './share-bar'
import styles from './value.module.css'

export interface ProgressProps {
  readonly done: number
  /** Zero when not known yet. */
  readonly total: number
  readonly label: string
  readonly note?: ReactNode
  readonly tone?: 'brand' | 'bad'
}

/** How far a long task is, in numbers and as a bar. */
export function Progress({ done, total, label, note, tone = 'brand' }: ProgressProps) {
  const format = useFormat()
  const share = total > 0 ? Math.min(1, done / total) : 0
  return (
    <div className={styles.progress}>
      <div className={styles.progressText}>
        <span>{note ?? label}</span>
        <span className="r-num">
          {total > 0 ? `${format.count(done)} / ${format.count(total)} · ${format.percent(share, 0)}` : ''}
        </span>
      </div>
      <div
        className={styles.progressTrack}
        role="progressbar"
        aria-label={label}
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuenow={Math.round(share * 100)}
      >
        <div className={styles.progressBar} data-tone={tone} style={{ width: `${share * 100}%` }} />
      </div>
    </div>
  )
}

/** A share as a short bar beside its percentage, for tables. */
export function Meter({ share, label }: { readonly share: number; readonly label: string }) {
  const format = useFormat()
  return (
    <span className={styles.meter}>
      <ShareBar share={share} className={styles.meterBar} />
      <span className="r-num" title={label}>
        {format.percent(share)}
      </span>
    </span>
  )
}
