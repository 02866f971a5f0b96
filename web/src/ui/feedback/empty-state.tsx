import type { ReactNode } from 'react'
import styles from './feedback.module.css'
import { Illustration, type SceneName } from './illustrations'

export interface EmptyStateProps {
  readonly scene?: SceneName
  readonly title: ReactNode
  /** What to do about it, in one or two sentences. */
  readonly hint?: ReactNode
  readonly actions?: ReactNode
  /** Less air, for cards. */
  readonly compact?: boolean
}

/** Says why a place is empty and what fills it. */
export function EmptyState({ scene = 'records', title, hint, actions, compact = false }: EmptyStateProps) {
  return (
    <div className={`${styles.empty} ${compact ? styles.compact : ''}`}>
      <div className={styles.art}>
        <Illustration scene={scene} />
      </div>
      <p className={styles.title}>{title}</p>
      {hint && <p className={styles.hint}>{hint}</p>}
      {actions && <div className={styles.actions}>{actions}</div>}
    </div>
  )
}
