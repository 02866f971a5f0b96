import type { ReactNode } from 'react'
import styles from './page.module.css'

export interface ScrollBoxProps {
  /** What is in it: its accessible name. */
  readonly label: string
  readonly className?: string
  /** In pixels; as high as its content when left out. */
  readonly height?: number
  readonly children: ReactNode
}

/** A box that scrolls what is wider or higher than it is, by keyboard too. */
export function ScrollBox({ label, className = '', height, children }: ScrollBoxProps) {
  return (
    <section
      className={`${styles.scrollBox} ${className}`}
      style={{ height }}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to take the focus for the arrow keys to move it
      tabIndex={0}
      aria-label={label}
    >
      {children}
    </section>
  )
}
