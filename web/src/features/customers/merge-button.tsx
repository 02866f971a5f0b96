import { type Customer, type CustomerRow, profilesApi } from '@rapport/contract'
import { useMutation, useQuery } from '@tanstack/react-query'
import { App, Button, Modal, Select } from 'antd'
import { useState } from 'react'
import { call } from '../../lib/api'
import { useTexts } from '../../lib/texts'
import { Icon, Notice, ProblemText } from '../../ui'
import { useAdoptCustomer } from './queries'
import { customerTexts } from './texts'

/** Joins another customer to this one, found by name or id. */
export function MergeButton({ customer }: { readonly customer: Customer }) {
  const t = useTexts(customerTexts)
  const { message } = App.useApp()
  const adopt = useAdoptCustomer(customer.id)
  const [isOpen, setOpen] = useState(false)
  const [absorbedId, setAbsorbedId] = useState<string | null>(null)
  const merge = useMutation({
    mutationFn: (id: string) =>
      call(profilesApi.merge, { params: { id: customer.id }, body: { absorbedId: id } }),
    onSuccess: async (survivor) => {
      setOpen(false)
      setAbsorbedId(null)
      void message.success(t('merged'))
      await adopt(survivor)
    },
  })
  return (
    <>
      <Button icon={<Icon name="merge" size={16} />} onClick={() => setOpen(true)}>
        {t('mergeOther')}
      </Button>
      <Modal
        open={isOpen}
        title={t('mergeOther')}
        okText={t('merge')}
        okButtonProps={{ disabled: absorbedId === null }}
        confirmLoading={merge.isPending}
        onOk={() => absorbedId && merge.mutate(absorbedId)}
        onCancel={() => setOpen(false)}
        afterClose={merge.reset}
        destroyOnHidden
      >
        <p style={{ marginBottom: 14 }}>{t('mergeLead')}</p>
        <CustomerPicker except={customer.id} value={absorbedId} onChange={setAbsorbedId} />
        {merge.error && (
          <Notice tone="bad">
            <ProblemText error={merge.error} />
          </Notice>
        )}
      </Modal>
    </>
  )
}

const foundMax = 12

function CustomerPicker(props: {
  readonly except: string
  readonly value: string | null
  readonly onChange: (id: string) => void
}) {
  const t = useTexts(customerTexts)
  const [word, setWord] = useState('')
  const found = useQuery({
    queryKey: ['customers', 'pick', word],
    queryFn: ({ signal }) => call(profilesApi.list, { query: { search: word, limit: foundMax }, signal }),
    enabled: word.trim() !== '',
  })
  const rows = (found.data?.items ?? []).filter(({ id }) => id !== props.except)
  return (
    <Select
      showSearch={{ filterOption: false, onSearch: setWord }}
      style={{ width: '100%', marginBottom: 12 }}
      placeholder={t('mergeSearch')}
      aria-label={t('mergeSearch')}
      value={props.value}
      loading={found.isFetching}
      notFoundContent={null}
      onChange={props.onChange}
      options={rows.map((row) => ({ value: row.id, label: describe(row, t('unnamed')) }))}
    />
  )
}

function describe({ name, traits }: CustomerRow, unnamed: string): string {
  return [name || unnamed, traits.phone, traits.email, traits.city]
    .filter((part) => typeof part === 'string')
    .join(' · ')
}
