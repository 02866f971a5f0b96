import { Select } from 'antd'
import styles from './builder.module.css'
import type { OptionGroup } from './vocabulary'

interface Shared {
  readonly groups: readonly OptionGroup[]
  readonly label: string
  readonly placeholder: string
}

const optionsOf = (groups: readonly OptionGroup[]) =>
  groups.map(({ label, options }) => ({
    label,
    options: options.map((option) => ({ ...option })),
  }))

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
  value,
  onChange,
}: Shared & { readonly value: string; readonly onChange: (value: string) => void }) {
  const known = groups.some(({ options }) => options.some((option) => option.value === value))
  const own = value !== '' && !known ? [{ label: '', options: [{ value, label: value, search: value }] }] : []
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
  values,
  onChange,
}: Shared & { readonly values: readonly string[]; readonly onChange: (values: string[]) => void }) {
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
      options={optionsOf(groups)}
      optionRender={renderOption}
      onChange={onChange}
    />
  )
}
