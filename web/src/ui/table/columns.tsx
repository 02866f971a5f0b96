import { Button, Checkbox, Popover } from 'antd'
import { type ReactNode, useState } from 'react'
import { readPreference, writePreference } from '../../lib/preferences'
import { useTexts } from '../../lib/texts'
import { Icon } from '../icons/icon'
import { uiTexts } from '../texts'
import styles from './table.module.css'

export interface Column<T> {
  readonly key: string
  readonly title: string
  readonly render: (row: T) => ReactNode
  readonly width?: number
  /** Longer content ends in an ellipsis; for names and addresses that would push the rest out of sight. */
  readonly maxWidth?: number
  /** Stays while the rest scrolls sideways; for the first column. */
  readonly pinned?: boolean
  readonly align?: 'start' | 'end'
  /** `always` cannot be hidden; `hidden` shows only when chosen. */
  readonly shown?: 'always' | 'default' | 'hidden'
  /** On a phone: `title` heads the card, `none` is left out. */
  readonly phone?: 'title' | 'row' | 'none'
}

export interface ColumnChoice {
  readonly isShown: (key: string) => boolean
  readonly toggle: (key: string) => void
  readonly reset: () => void
}

/** Which columns of the table `name` this browser shows; remembered. */
export function useColumnChoice<T>(name: string, columns: readonly Column<T>[]): ColumnChoice {
  const [chosen, setChosen] = useState(() => readChosen(name))
  const keys = chosen ?? columns.filter(({ shown }) => shown !== 'hidden').map(({ key }) => key)
  const keep = (next: readonly string[] | null) => {
    writePreference(`columns.${name}`, next && JSON.stringify(next))
    setChosen(next)
  }
  return {
    isShown: (key) =>
      keys.includes(key) || columns.some((column) => column.key === key && column.shown === 'always'),
    toggle: (key) => keep(keys.includes(key) ? keys.filter((other) => other !== key) : [...keys, key]),
    reset: () => keep(null),
  }
}

/** The button that opens the list of columns. */
export function ColumnChooser<T>(props: {
  readonly columns: readonly Column<T>[]
  readonly choice: ColumnChoice
}) {
  const { columns, choice } = props
  const t = useTexts(uiTexts)
  const list = (
    <div className={styles.chooser}>
      {columns.map(({ key, title, shown }) => (
        <Checkbox
          key={key}
          checked={choice.isShown(key)}
          disabled={shown === 'always'}
          onChange={() => choice.toggle(key)}
        >
          {title}
        </Checkbox>
      ))}
      <Button type="link" size="small" onClick={choice.reset}>
        {t('resetColumns')}
      </Button>
    </div>
  )
  return (
    <Popover content={list} trigger="click" placement="bottomRight">
      <Button icon={<Icon name="columns" size={16} />} aria-label={t('columns')} title={t('columns')} />
    </Popover>
  )
}

function readChosen(name: string): readonly string[] | null {
  try {
    const value: unknown = JSON.parse(readPreference(`columns.${name}`) ?? 'null')
    return Array.isArray(value) && value.every((key) => typeof key === 'string') ? value : null
  } catch {
    return null
  }
}
