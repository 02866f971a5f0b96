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

/** A label that people gave. With `onRemove` it can be taken off. */
export function Tag(props: { readonly children: string; readonly onRemove?: () => void }) {
  const t = useTexts(uiTexts)
  return (
    <span className={styles.tag}>
      {props.children}
      {props.onRemove && (
        <button type="button" onClick={props.onRemove} aria-label={`${t('undo')}: ${props.children}`}>
          <Icon name="close" size={12} />
        </button>
      )}
    </span>
  )
}
