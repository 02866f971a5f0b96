import { Select } from 'antd'
import styles from './builder.module.css'
import type { OptionGroup } from './vocabulary'

interface Shared {
  readonly groups: readonly OptionGroup[]
  readonly label: string
  readonly placeholder: string
  /** What a value is called that is not among the options: not loaded yet, or of the past. */
  readonly nameOf: (value: string) => string
}

const optionsOf = (groups: readonly OptionGroup[]) =>
  groups.map(({ label, options }) => ({
    label,
    options: options.map((option) => ({ ...option })),
  }))

const holds = ({ options }: OptionGroup, value: string) => options.some((option) => option.value === value)

const unknown = (value: string, nameOf: (value: string) => string) => ({
  value,
  label: nameOf(value),
  search: value,
})

const renderOption = ({ data }: { data: object }) => {
  const { label, note } = data as { label: string; note?: string }
  return (
    <span className={styles.option}>
      <span>{label}</span>
      <i>{note}</i>
    </span>
  )
}

/** One of many names, found by typing a part of it. */
export function PickOne({
  groups,
  label,
  placeholder,
  nameOf,
  value,
  onChange,
}: Shared & { readonly value: string; readonly onChange: (value: string) => void }) {
  const known = groups.some((group) => holds(group, value))
  const own = value !== '' && !known ? [{ label: '', options: [unknown(value, nameOf)] }] : []
  return (
    <Select
      showSearch={{ optionFilterProp: 'search' }}
      className={styles.pick}
      value={value === '' ? undefined : value}
      status={value === '' ? 'warning' : undefined}
      aria-label={label}
      placeholder={placeholder}
      popupMatchSelectWidth={false}
      options={optionsOf([...groups, ...own])}
      optionRender={renderOption}
      onChange={onChange}
    />
  )
}

/** Several of many names. */
export function PickMany({
  groups,
  label,
  placeholder,
  nameOf,
  values,
  onChange,
}: Shared & { readonly values: readonly string[]; readonly onChange: (values: string[]) => void }) {
  const strange = values.filter((value) => !groups.some((group) => holds(group, value)))
  const strangers =
    strange.length === 0 ? [] : [{ label: '', options: strange.map((value) => unknown(value, nameOf)) }]
  return (
    <Select<string[]>
      mode="multiple"
      showSearch={{ optionFilterProp: 'search' }}
      className={styles.pickMany}
      value={[...values]}
      status={values.length === 0 ? 'warning' : undefined}
      aria-label={label}
      placeholder={placeholder}
      popupMatchSelectWidth={false}
      options={optionsOf([...groups, ...strangers])}
      optionRender={renderOption}
      onChange={onChange}
    />
  )
}
