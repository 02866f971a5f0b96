import { type Company, companiesApi } from '@rapport/contract'
import { useMutation } from '@tanstack/react-query'
import { App, Button, Modal } from 'antd'
import { useState } from 'react'
import { call } from '../../lib/api'
import { useTexts } from '../../lib/texts'
import { CustomerPicker, Icon, Notice, ProblemText } from '../../ui'
import { useAdoptCompany } from './queries'
import { companyTexts } from './texts'

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
        <CustomerPicker label={t('pickMember')} value={customerId} onChange={setCustomerId} />
        {add.error && (
          <Notice tone="bad">
            <ProblemText error={add.error} />
          </Notice>
        )}
      </Modal>
    </>
  )
}
