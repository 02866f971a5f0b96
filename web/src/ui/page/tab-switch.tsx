import { type KeyboardEvent, type ReactNode, useId, useRef } from 'react'
import styles from './page.module.css'

export interface TabItem<K extends string> {
  readonly key: K
  readonly label: ReactNode
}

export interface TabSwitchProps<K extends string> {
  readonly label: string
  readonly tabs: readonly TabItem<K>[]
  readonly current: K
  readonly onChange: (key: K) => void
  /** What the current tab shows. */
  readonly children: ReactNode
}

/** Tabs within a page, which scroll sideways when there are many; arrow keys go from one to the next. */
export function TabSwitch<K extends string>({ label, tabs, current, onChange, children }: TabSwitchProps<K>) {
  const id = useId()
  const bar = useRef<HTMLDivElement>(null)
  const move = (event: KeyboardEvent) => {
    const by = { ArrowRight: 1, ArrowLeft: -1 }[event.key]
    if (!by) return
    event.preventDefault()
    const at = tabs.findIndex(({ key }) => key === current)
    const next = (at + by + tabs.length) % tabs.length
    const chosen = tabs[next]
    if (!chosen) return
    onChange(chosen.key)
    bar.current?.querySelectorAll<HTMLElement>('[role=tab]')[next]?.focus()
  }
  return (
    <div className={styles.tabbed}>
      <div ref={bar} className={styles.tabBar} role="tablist" aria-label={label} onKeyDown={move}>
        {tabs.map(({ key, label: text }) => (
          <button
            key={key}
            id={`${id}${key}`}
            type="button"
            role="tab"
            className={styles.tab}
            data-current={key === current}
            aria-selected={key === current}
            aria-controls={`${id}panel`}
            tabIndex={key === current ? 0 : -1}
            onClick={() => onChange(key)}
          >
            {text}
          </button>
        ))}
      </div>
      <div id={`${id}panel`} role="tabpanel" aria-labelledby={`${id}${current}`}>
        {children}
      </div>
    </div>
  )
}
