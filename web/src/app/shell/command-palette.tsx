import { type KeyboardEvent, useEffect, useId, useLayoutEffect, useRef, useState } from 'react'
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
  const dialog = useRef<HTMLDialogElement>(null)
  // Before the next letter is typed: a dialog of the browser takes the focus at once and keeps it inside.
  useLayoutEffect(() => {
    if (isOpen) dialog.current?.showModal()
  }, [isOpen])
  if (!isOpen) return null
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: Escape closes a dialog by itself; the click is one beside it
    <dialog
      ref={dialog}
      className={styles.dialog}
      aria-label={t('palette')}
      onClose={onClose}
      onClick={(event) => event.target === dialog.current && onClose()}
    >
      <PaletteBox onClose={onClose} />
    </dialog>
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
          // biome-ignore lint/a11y/noAutofocus: it was opened to type in
          autoFocus
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
