import { type Company, companiesApi, profilesApi } from '@rapport/contract'
import { useMutation, useQuery } from '@tanstack/react-query'
import { App, Button, Modal, Select } from 'antd'
import { useState } from 'react'
import { call } from '../../lib/api'
import { useTexts } from '../../lib/texts'
import { Icon, Notice, ProblemText } from '../../ui'
import { useAdoptCompany } from './queries'
import { companyTexts } from './texts'

const foundMax = 12

/** Adds a customer, found by name or id. */
export function AddMember({ company }: { readonly company: Company }) {
  const t = useTexts(companyTexts)
  const { message } = App.useApp()
  const adopt = useAdoptCompany()
  const [isOpen, setOpen] = useState(false)
  const [customerId, setCustomerId] = useState<string | null>(null)
  const add = useMutation({
    mutationFn: (id: string) => call(companiesApi.addMember, { params: { id: company.id, customerId: id } }),
    onSuccess: async (next) => {
      setOpen(false)
      setCustomerId(null)
      void message.success(t('added'))
      await adopt(next)
    },
  })
  return (
    <>
      <Button size="small" icon={<Icon name="plus" size={14} />} onClick={() => setOpen(true)}>
        {t('addMember')}
      </Button>
      <Modal
        open={isOpen}
        title={t('addMember')}
        okText={t('add')}
        okButtonProps={{ disabled: customerId === null }}
        confirmLoading={add.isPending}
        onOk={() => customerId && add.mutate(customerId)}
        onCancel={() => setOpen(false)}
        afterClose={add.reset}
        destroyOnHidden
      >
        <CustomerSelect value={customerId} onChange={setCustomerId} />
        {add.error && (
          <Notice tone="bad">
            <ProblemText error={add.error} />
          </Notice>
        )}
      </Modal>
    </>
  )
}

function CustomerSelect(props: { readonly value: string | null; readonly onChange: (id: string) => void }) {
  const t = useTexts(companyTexts)
  const [word, setWord] = useState('')
  const found = useQuery({
    queryKey: ['customers', 'pick', word],
    queryFn: ({ signal }) => call(profilesApi.list, { query: { search: word, limit: foundMax }, signal }),
    enabled: word.trim() !== '',
  })
  const options = (found.data?.items ?? []).map(({ id, name, traits }) => ({
    value: id,
    label: [name || t('unnamed'), traits.phone, traits.email, traits.city]
      .filter((part) => typeof part === 'string')
      .join(' · '),
  }))
  return (
    <Select
      showSearch={{ filterOption: false, onSearch: setWord }}
      style={{ width: '100%', marginBottom: 12 }}
      placeholder={t('pickMember')}
      aria-label={t('pickMember')}
      value={props.value}
      loading={found.isFetching}
      notFoundContent={null}
      onChange={props.onChange}
      options={options}
    />
  )
}
