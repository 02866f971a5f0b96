import type { ReactNode } from 'react'
import { Icon, type IconName } from '../icons/icon'
import styles from './feedback.module.css'

export type NoticeTone = 'info' | 'good' | 'warn' | 'bad' | 'plain'

const icons: Readonly<Record<NoticeTone, IconName>> = {
  info: 'info',
  good: 'check',
  warn: 'alert',
  bad: 'alert',
  plain: 'info',
}

export interface NoticeProps {
  readonly tone?: NoticeTone
  readonly title?: ReactNode
  readonly children?: ReactNode
  readonly actions?: ReactNode
}

/** A remark in the flow of a page: what to know before going on. */
export function Notice({ tone = 'info', title, children, actions }: NoticeProps) {
  return (
    <div className={styles.notice} data-tone={tone} role={tone === 'bad' ? 'alert' : 'note'}>
      <Icon name={icons[tone]} />
      <div className={styles.noticeBody}>
        {title && <div className={styles.noticeTitle}>{title}</div>}
        {children}
      </div>
      {actions && <div className={styles.noticeActions}>{actions}</div>}
    </div>
  )
}
