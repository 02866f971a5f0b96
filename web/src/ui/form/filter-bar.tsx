import { Button, Input } from 'antd'
import { type ReactNode, useEffect, useState } from 'react'
import { useTexts } from '../../lib/texts'
import { Icon } from '../icons/icon'
import { uiTexts } from '../texts'
import styles from './form.module.css'

const typingPauseMs = 250

export interface FilterBarProps {
  /** The search word in force; leave out for a bar without a search box. */
  readonly search?: string
  readonly searchHint?: string
  readonly onSearch?: (word: string) => void
  /** Selects and date ranges. */
  readonly children?: ReactNode
  /** At the far right: column chooser, export. */
  readonly end?: ReactNode
  /** Shows a button that clears the filters while any is set. */
  readonly onClear?: () => void
}

/** The row above a list: search while typing, filters, and what acts on the whole list. */
export function FilterBar({ search, searchHint, onSearch, children, end, onClear }: FilterBarProps) {
  const t = useTexts(uiTexts)
  return (
    <search className={styles.bar}>
      {onSearch && <SearchBox value={search ?? ''} hint={searchHint ?? t('search')} onSearch={onSearch} />}
      {children}
      {onClear && (
        <Button type="text" onClick={onClear}>
          {t('clearFilters')}
        </Button>
      )}
      <span className={styles.grow} />
      {end}
    </search>
  )
}

/** Tells the word once typing pauses; Enter tells it at once. */
export function SearchBox(props: {
  readonly value: string
  readonly hint: string
  readonly onSearch: (word: string) => void
}) {
  const { value, hint, onSearch } = props
  const [word, setWord] = useState(value)
  useEffect(() => setWord(value), [value])
  useEffect(() => {
    if (word === value) return
    const timer = window.setTimeout(() => onSearch(word.trim()), typingPauseMs)
    return () => window.clearTimeout(timer)
  }, [word, value, onSearch])
  return (
    <Input
      value={word}
      placeholder={hint}
      aria-label={hint}
      allowClear
      prefix={<Icon name="search" size={16} />}
      onChange={(event) => setWord(event.target.value)}
      onPressEnter={() => onSearch(word.trim())}
    />
  )
}
