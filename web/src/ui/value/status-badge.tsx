import type { ReactNode } from 'react'
import { useTexts } from '../../lib/texts'
import { Icon } from '../icons/icon'
import { uiTexts } from '../texts'
import styles from './value.module.css'

export type Tone = 'plain' | 'good' | 'warn' | 'bad' | 'info' | 'brand'

/** A state in one word; the dot pulses while something is going on. */
export function StatusBadge(props: {
  readonly tone?: Tone
  readonly busy?: boolean
  readonly children: ReactNode
}) {
  return (
    <span className={styles.badge} data-tone={props.tone ?? 'plain'} data-busy={props.busy ?? false}>
      {props.children}
    </span>
  )
}

export interface TagProps {
  readonly children: string
  /** Makes it one that can be taken off. */
  readonly onRemove?: () => void
  /** What the removing button does, for screen readers. */
  readonly removeLabel?: string
}

/** A label that people gave. */
export function Tag({ children, onRemove, removeLabel }: TagProps) {
  const t = useTexts(uiTexts)
  return (
    <span className={styles.tag}>
      {children}
      {onRemove && (
        <button
          type="button"
          onClick={onRemove}
          aria-label={removeLabel ?? t('removeItem', { item: children })}
        >
          <Icon name="close" size={12} />
        </button>
      )}
    </span>
  )
}
