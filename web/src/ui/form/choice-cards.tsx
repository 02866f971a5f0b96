import { type KeyboardEvent, type ReactNode, useRef } from 'react'
import styles from './form.module.css'

export interface Choice<V extends string> {
  readonly value: V
  readonly icon?: ReactNode
  readonly title: ReactNode
  readonly hint?: ReactNode
}

export interface ChoiceCardsProps<V extends string> {
  readonly label: string
  readonly choices: readonly Choice<V>[]
  readonly value: V | null
  readonly onChange: (value: V) => void
}

/** One of a few ways to go, each with a sentence; arrow keys move between them as between radio buttons. */
export function ChoiceCards<V extends string>({ label, choices, value, onChange }: ChoiceCardsProps<V>) {
  const group = useRef<HTMLDivElement>(null)
  const move = (event: KeyboardEvent) => {
    const by = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key]
    if (!by) return
    event.preventDefault()
    const at = choices.findIndex((choice) => choice.value === value)
    const next = (Math.max(at, 0) + by + choices.length) % choices.length
    const chosen = choices[next]
    if (!chosen) return
    onChange(chosen.value)
    group.current?.querySelectorAll<HTMLElement>('[role=radio]')[next]?.focus()
  }
  const firstStop = value ?? choices[0]?.value
  return (
    <div ref={group} className={styles.choices} role="radiogroup" aria-label={label} onKeyDown={move}>
      {choices.map((choice) => (
        // biome-ignore lint/a11y/useSemanticElements: a card with two lines of text cannot be an input element
        <button
          key={choice.value}
          type="button"
          role="radio"
          aria-checked={choice.value === value}
          tabIndex={choice.value === firstStop ? 0 : -1}
          className={styles.choice}
          onClick={() => onChange(choice.value)}
        >
          {choice.icon && <span className={styles.choiceIcon}>{choice.icon}</span>}
          <span className={styles.choiceTitle}>{choice.title}</span>
          {choice.hint && <span className={styles.choiceHint}>{choice.hint}</span>}
        </button>
      ))}
    </div>
  )
}
