import { Modal } from 'antd'
import { type KeyboardEvent, useEffect, useId, useRef, useState } from 'react'
import { useTexts } from '../../lib/texts'
import { Icon } from '../../ui'
import { appTexts } from '../texts'
import styles from './palette.module.css'
import { matching, type PaletteOption, usePaletteOptions } from './palette-options'
import { usePeople } from './palette-people'

export interface CommandPaletteProps {
  readonly isOpen: boolean
  readonly onClose: () => void
}

/** One box that goes anywhere: pages, actions, and customers by any name or id. */
export function CommandPalette({ isOpen, onClose }: CommandPaletteProps) {
  const t = useTexts(appTexts)
  return (
    <Modal
      open={isOpen}
      onCancel={onClose}
      footer={null}
      closable={false}
      width={620}
      destroyOnHidden
      style={{ top: '12vh' }}
      aria-label={t('palette')}
      title={null}
    >
      <PaletteBox onClose={onClose} />
    </Modal>
  )
}

function PaletteBox({ onClose }: { readonly onClose: () => void }) {
  const t = useTexts(appTexts)
  const id = useId()
  const [typed, setTyped] = useState('')
  const [at, setAt] = useState(0)
  const people = usePeople(typed)
  const options = [...matching(usePaletteOptions(), typed), ...people]
  const current = options[Math.min(at, options.length - 1)]
  const field = useFocus()

  const run = (option: PaletteOption | undefined) => {
    if (!option) return
    onClose()
    option.run()
  }
  const onKey = (event: KeyboardEvent) => {
    const by = { ArrowDown: 1, ArrowUp: -1 }[event.key]
    if (by) {
      event.preventDefault()
      setAt((Math.min(at, options.length - 1) + by + options.length) % Math.max(1, options.length))
    }
    if (event.key === 'Enter' && !event.nativeEvent.isComposing) run(current)
  }
  return (
    <div className={styles.box}>
      <div className={styles.field}>
        <Icon name="search" size={20} />
        <input
          ref={field}
          value={typed}
          onChange={(event) => {
            setTyped(event.target.value)
            setAt(0)
          }}
          onKeyDown={onKey}
          placeholder={t('palettePlaceholder')}
          role="combobox"
          aria-expanded="true"
          aria-controls={`${id}list`}
          aria-activedescendant={current && `${id}${current.key}`}
          aria-label={t('palettePlaceholder')}
        />
      </div>
      <Options
        id={id}
        options={options}
        current={current}
        typed={typed}
        onPick={run}
        onPoint={(option) => setAt(options.indexOf(option))}
      />
      <p className={styles.hints}>
        <span>↑↓ {t('toSelect')}</span>
        <span>Enter {t('toOpen')}</span>
        <span>Esc {t('toClose')}</span>
      </p>
    </div>
  )
}

function Options(props: {
  readonly id: string
  readonly options: readonly PaletteOption[]
  readonly current: PaletteOption | undefined
  readonly typed: string
  readonly onPick: (option: PaletteOption) => void
  readonly onPoint: (option: PaletteOption) => void
}) {
  const { id, options, current, typed, onPick, onPoint } = props
  const t = useTexts(appTexts)
  const list = useRef<HTMLDivElement>(null)
  useEffect(() => {
    if (current) document.getElementById(`${id}${current.key}`)?.scrollIntoView({ block: 'nearest' })
  }, [current, id])
  return (
    <div
      ref={list}
      className={styles.list}
      id={`${id}list`}
      role="listbox"
      aria-label={t('palette')}
      tabIndex={-1}
    >
      {options.length === 0 && <p className={styles.nothing}>{t('paletteNothing', { word: typed })}</p>}
      {options.map((option, index) => (
        <div key={option.key} role="presentation">
          {options[index - 1]?.group !== option.group && <div className={styles.group}>{option.group}</div>}
          {/* biome-ignore lint/a11y/useKeyWithClickEvents: the box above has the focus and its keys pick an option */}
          <div
            id={`${id}${option.key}`}
            className={styles.option}
            role="option"
            tabIndex={-1}
            aria-selected={option === current}
            onMouseMove={() => onPoint(option)}
            onClick={() => onPick(option)}
          >
            <Icon name={option.icon} />
            <span>{option.label}</span>
            {option.note && <span className={styles.note}>{option.note}</span>}
          </div>
        </div>
      ))}
    </div>
  )
}

/** Focuses the field once the pop-up has let it appear. */
function useFocus() {
  const field = useRef<HTMLInputElement>(null)
  useEffect(() => {
    const timer = window.setTimeout(() => field.current?.focus(), 30)
    return () => window.clearTimeout(timer)
  }, [])
  return field
}
