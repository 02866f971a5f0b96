import { Fragment, type ReactNode } from 'react'
import styles from './value.module.css'

export interface Fact {
  readonly label: string
  readonly value: ReactNode
}

/** Names and values in two columns. */
export function Facts({ facts }: { readonly facts: readonly Fact[] }) {
  return (
    <dl className={styles.facts}>
      {facts.map(({ label, value }) => (
        <Fragment key={label}>
          <dt>{label}</dt>
          <dd>{value ?? '–'}</dd>
        </Fragment>
      ))}
    </dl>
  )
}
