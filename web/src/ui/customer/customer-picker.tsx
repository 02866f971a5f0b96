import { profilesApi } from '@rapport/contract'
import { useQuery } from '@tanstack/react-query'
import { Select } from 'antd'
import { useState } from 'react'
import { call } from '../../lib/api'
import { useTexts } from '../../lib/texts'
import { uiTexts } from '../texts'
import styles from './customer.module.css'
import { useCustomerName } from './customer-link'

export interface CustomerPickerProps {
  /** What the customer is picked for; also stands in the field while it is empty. */
  readonly label: string
  readonly value: string | null
  readonly onChange: (id: string) => void
  /** Who cannot be picked. */
  readonly except?: string
}

const foundMax = 12

/** One customer, found by a word: name, phone, e-mail or id. */
export function CustomerPicker({ label, value, onChange, except }: CustomerPickerProps) {
  const t = useTexts(uiTexts)
  const nameOf = useCustomerName()
  const [word, setWord] = useState('')
  const found = useQuery({
    queryKey: ['customers', 'pick', word],
    queryFn: ({ signal }) => call(profilesApi.list, { query: { search: word, limit: foundMax }, signal }),
    enabled: word.trim() !== '',
  })
  const options = (found.data?.items ?? [])
    .filter(({ id }) => id !== except)
    .map(({ id, name, traits: { phone, email, city } }) => ({
      value: id,
      label: [nameOf(name, id), phone, email, city].filter((part) => typeof part === 'string').join(' · '),
    }))
  return (
    <Select
      showSearch={{ filterOption: false, onSearch: setWord }}
      className={styles.picker}
      placeholder={label}
      aria-label={label}
      value={value}
      loading={found.isFetching}
      notFoundContent={found.isSuccess ? t('nothingFound') : null}
      onChange={onChange}
      options={options}
    />
  )
}
