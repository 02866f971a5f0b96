import type { ReactNode } from 'react'
import { ScrollBox } from '../page/scroll-box'
import styles from './value.module.css'

export interface CodeBoxProps {
  /** What it is: its accessible name. */
  readonly label: string
  /** Breaks long lines instead of scrolling. */
  readonly wrap?: boolean
  /** Keeps to a part of the screen, for what may be very long. */
  readonly capped?: boolean
  readonly children: ReactNode
}

/** Text for machines, as it is: code, a statement, a value. */
export function CodeBox({ label, wrap = false, capped = false, children }: CodeBoxProps) {
  return (
    <ScrollBox label={label} className={`${styles.codeBox} ${capped ? styles.capped : ''}`}>
      <pre className={styles.code} data-wrap={wrap}>
        {children}
      </pre>
    </ScrollBox>
  )
}
