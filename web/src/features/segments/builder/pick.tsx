import { ruleLimits } from '@rapport/contract'
import { Select } from 'antd'
import { useState } from 'react'
import { useTexts } from '../../../lib/texts'
import styles from './builder.module.css'
import { leafTexts } from './leaf-texts'
import type { OptionGroup } from './vocabulary'

interface Shared {
  readonly groups: readonly OptionGroup[]
  readonly label: string
  readonly placeholder: string
  /** What a value is called that is not among the options: not loaded yet, of the past, or typed. */
  readonly nameOf: (value: string) => string
  /** What a text that was typed and is not among the options would be; null when it can be none. */
  readonly valueOfTyped?: (typed: string) => string | null
}

/** Groups as the menu takes them; one without a name is no group. */
const optionsOf = (groups: readonly OptionGroup[]) =>
  groups.flatMap(({ label, options }): object[] => {
    const own = options.map((option) => ({ ...option }))
    return label === '' ? own : [{ label, options: own }]
  })

const holds = ({ options }: OptionGroup, value: string) => options.some((option) => option.value === value)

const renderOption = ({ data }: { data: object }) => {
  const { label, note } = data as { label: string; note?: string }
  return (
    <span className={styles.option}>
      <span>{label}</span>
      <i>{note}</i>
    </span>
  )
}

/** Values that are not among the options: chosen earlier, or just typed. */
function useOthers({ groups, nameOf, valueOfTyped }: Shared, chosen: readonly string[]) {
  const t = useTexts(leafTexts)
  const [typed, setTyped] = useState('')
  const strange = chosen.filter((value) => !groups.some((group) => holds(group, value)))
  const name = typed.trim().slice(0, ruleLimits.nameCharsMax)
  const own = name === '' ? null : (valueOfTyped?.(name) ?? null)
  const isNew = own !== null && !chosen.includes(own) && !groups.some((group) => holds(group, own))
  const options = [
    ...strange.map((value) => ({ value, label: nameOf(value), search: `${nameOf(value)} ${value}` })),
    ...(isNew ? [{ value: own, label: nameOf(own), search: typed, note: t('useTyped', { name }) }] : []),
  ]
  return { others: options.length === 0 ? [] : [{ label: '', options }], setTyped }
}

/** One of many names, found by typing a part of it. */
export function PickOne(
  props: Shared & { readonly value: string; readonly onChange: (value: string) => void },
) {
  const { groups, label, placeholder, value, onChange } = props
  const { others, setTyped } = useOthers(props, value === '' ? [] : [value])
  return (
    <Select
      showSearch={{ optionFilterProp: 'search', onSearch: setTyped }}
      className={styles.pick}
      value={value === '' ? undefined : value}
      status={value === '' ? 'warning' : undefined}
      aria-label={label}
      placeholder={placeholder}
      popupMatchSelectWidth={false}
      options={optionsOf([...groups, ...others])}
      optionRender={renderOption}
      onChange={onChange}
    />
  )
}

/** Several of many names. */
export function PickMany(
  props: Shared & { readonly values: readonly string[]; readonly onChange: (values: string[]) => void },
) {
  const { groups, label, placeholder, values, onChange } = props
  const { others, setTyped } = useOthers(props, values)
  return (
    <Select<string[]>
      mode="multiple"
      showSearch={{ optionFilterProp: 'search', onSearch: setTyped }}
      className={styles.pickMany}
      value={[...values]}
      status={values.length === 0 ? 'warning' : undefined}
      aria-label={label}
      placeholder={placeholder}
      popupMatchSelectWidth={false}
      options={optionsOf([...groups, ...others])}
      optionRender={renderOption}
      onChange={onChange}
    />
  )
}
