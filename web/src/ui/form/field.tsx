import { type ReactNode, useId } from 'react'
import styles from './form.module.css'

export interface FieldProps {
  readonly label: string
  readonly hint?: string
  /** The control, which takes the id that the label points to. */
  readonly children: (id: string) => ReactNode
}

/** A control under its label, with a sentence below; for forms that keep their own state. */
export function Field({ label, hint, children }: FieldProps) {
  const id = useId()
  return (
    <div className={styles.field}>
      <label htmlFor={id}>{label}</label>
      {children(id)}
      {hint && <p>{hint}</p>}
    </div>
  )
}
