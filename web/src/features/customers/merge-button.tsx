import { type Customer, profilesApi } from '@rapport/contract'
import { useMutation } from '@tanstack/react-query'
import { App, Button, Modal } from 'antd'
import { useState } from 'react'
import { call } from '../../lib/api'
import { useTexts } from '../../lib/texts'
import { CustomerPicker, Icon, Notice, ProblemText } from '../../ui'
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
        <CustomerPicker
          label={t('mergeSearch')}
          except={customer.id}
          value={absorbedId}
          onChange={setAbsorbedId}
        />
        {merge.error && (
          <Notice tone="bad">
            <ProblemText error={merge.error} />
          </Notice>
        )}
      </Modal>
    </>
  )
}
