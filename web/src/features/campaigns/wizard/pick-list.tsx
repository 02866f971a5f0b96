import { type ReactNode, useState } from 'react'
import { ChoiceCards, SearchBox } from '../../../ui'
import styles from './wizard.module.css'

export interface Option {
  readonly value: string
  readonly title: string
  readonly hint: ReactNode
}

/** From so many on, looking through the list is work. */
const searchFrom = 7

/** One of several named things; a search box helps when there are many. */
export function PickList(props: {
  readonly label: string
  readonly searchHint: string
  readonly options: readonly Option[]
  readonly value: string | null
  readonly onChange: (value: string) => void
}) {
  const { label, searchHint, options, value, onChange } = props
  const [word, setWord] = useState('')
  const isWanted = ({ title, value: key }: Option) =>
    key === value || title.toLowerCase().includes(word.toLowerCase())
  return (
    <div className={styles.pick}>
      {options.length >= searchFrom && <SearchBox value={word} hint={searchHint} onSearch={setWord} />}
      <div className={styles.pickList}>
        <ChoiceCards label={label} choices={options.filter(isWanted)} value={value} onChange={onChange} />
      </div>
    </div>
  )
}
