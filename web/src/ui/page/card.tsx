import { type ReactNode, useId } from 'react'
import styles from './page.module.css'

export interface CardProps {
  readonly title?: ReactNode
  readonly hint?: ReactNode
  /** At the right of the title: links, a switch. */
  readonly extra?: ReactNode
  /** No inner margin: for tables and lists that run to the edge. */
  readonly flush?: boolean
  readonly className?: string
  readonly children: ReactNode
}

/** A panel of a page: a hairline, a title, a body. A card with a title is a region that screen readers can jump to. */
export function Card({ title, hint, extra, flush = false, className = '', children }: CardProps) {
  const id = useId()
  return (
    <section className={`${styles.card} ${className}`} aria-labelledby={title ? id : undefined}>
      {(title || extra) && (
        <div className={styles.cardHead}>
          <div>
            {title && (
              <h2 id={id} className={styles.cardTitle}>
                {title}
              </h2>
            )}
            {hint && <p className={styles.cardHint}>{hint}</p>}
          </div>
          {extra && <div className={styles.cardExtra}>{extra}</div>}
        </div>
      )}
      <div className={flush ? styles.flush : styles.cardBody}>{children}</div>
    </section>
  )
}

/** A titled stretch of a page without a frame of its own. */
export function Section({ title, extra, children }: Pick<CardProps, 'title' | 'extra' | 'children'>) {
  const id = useId()
  return (
    <section className={styles.section} aria-labelledby={id}>
      <div className={styles.cardHead} style={{ padding: 0 }}>
        <h2 id={id} className={styles.cardTitle}>
          {title}
        </h2>
        {extra && <div className={styles.cardExtra}>{extra}</div>}
      </div>
      {children}
    </section>
  )
}
