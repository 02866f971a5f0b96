import { profilesApi } from '@rapport/contract'
import { useQuery } from '@tanstack/react-query'
import { Select } from 'antd'
import { useState } from 'react'
import { call } from '../../../lib/api'
import { useTexts } from '../../../lib/texts'
import { useCustomerName } from '../../../ui'
import styles from '../templates.module.css'
import { templateTexts } from '../texts'
import { useSettled } from './use-settled'

const shownMax = 20
const example = 'example'

/** Whose data the preview shows: the example, or a customer found by name, e-mail or phone. */
export function CustomerPicker(props: {
  readonly value: string | null
  readonly onChange: (profileId: string | null) => void
}) {
  const t = useTexts(templateTexts)
  const nameOf = useCustomerName()
  const [word, setWord] = useState('')
  const search = useSettled(word.trim())
  const { data, isFetching } = useQuery({
    queryKey: ['templates', 'customers', search],
    queryFn: async ({ signal }) =>
      (
        await call(profilesApi.list, {
          query: { search: search || undefined, limit: shownMax, columns: 'email' },
          signal,
        })
      ).items,
    placeholderData: (before) => before,
  })
  const people = (data ?? []).map(({ id, name, traits }) => ({
    value: id,
    label: [nameOf(name, id), typeof traits.email === 'string' ? traits.email : '']
      .filter(Boolean)
      .join(' · '),
  }))
  return (
    <Select
      className={styles.person}
      aria-label={t('previewAs')}
      placeholder={t('findCustomer')}
      showSearch={{ filterOption: false, onSearch: setWord }}
      loading={isFetching}
      value={props.value ?? example}
      onChange={(value) => props.onChange(value === example ? null : value)}
      options={[{ value: example, label: t('exampleCustomer') }, ...people]}
      popupMatchSelectWidth={280}
    />
  )
}
