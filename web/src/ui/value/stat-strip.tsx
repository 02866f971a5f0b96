import type { ReactNode } from 'react'
import styles from './stat-strip.module.css'

export interface StripItem {
  readonly label: ReactNode
  readonly value: ReactNode
  readonly note?: ReactNode
}

/** Several figures in one frame, divided by hairlines; they wrap into rows on narrow screens. */
export function StatStrip({
  items,
  label,
}: {
  readonly items: readonly StripItem[]
  readonly label: string
}) {
  return (
    <dl className={styles.strip} aria-label={label}>
      {items.map((item, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the places in the strip are fixed
        <div key={index} className={styles.cell}>
          <dt className={styles.label}>{item.label}</dt>
          <dd className={styles.value}>{item.value}</dd>
          {item.note && <dd className={styles.note}>{item.note}</dd>}
        </div>
      ))}
    </dl>
  )
}
