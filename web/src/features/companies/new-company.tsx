import { type CompanyKind, companiesApi } from '@rapport/contract'
import { useMutation } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { App, Button, Form, Input, Modal } from 'antd'
import { useState } from 'react'
import { call } from '../../lib/api'
import { useMay } from '../../lib/session'
import { useTexts } from '../../lib/texts'
import { Icon, Notice, ProblemText } from '../../ui'
import { useAdoptCompany } from './queries'
import { companyTexts } from './texts'

interface Values {
  readonly name: string
  readonly groupId?: string
}

/** Makes a company or a household by hand and opens it. */
export function NewCompanyButton({ kind }: { readonly kind: CompanyKind }) {
  const t = useTexts(companyTexts)
  const may = useMay()
  const navigate = useNavigate()
  const { message } = App.useApp()
  const adopt = useAdoptCompany()
  const [form] = Form.useForm<Values>()
  const [isOpen, setOpen] = useState(false)
  const create = useMutation({
    mutationFn: ({ name, groupId }: Values) =>
      call(companiesApi.create, { body: { kind, name, groupId: groupId || undefined } }),
    onSuccess: async (company) => {
      setOpen(false)
      void message.success(t('created', { name: company.name }))
      await adopt(company)
      await navigate({ to: `/companies/${company.id}` })
    },
  })
  if (!may('customers:write')) return null
  return (
    <>
      <Button type="primary" icon={<Icon name="plus" size={16} />} onClick={() => setOpen(true)}>
        {t(`new.${kind}`)}
      </Button>
      <Modal
        open={isOpen}
        title={t(`new.${kind}`)}
        okText={t('create')}
        confirmLoading={create.isPending}
        onOk={form.submit}
        onCancel={() => setOpen(false)}
        afterClose={create.reset}
        destroyOnHidden
      >
        <Form<Values>
          form={form}
          layout="vertical"
          preserve={false}
          onFinish={(values) => create.mutate(values)}
        >
          <Form.Item
            name="name"
            label={t('name')}
            rules={[{ required: true, whitespace: true, message: t('wantsName') }]}
          >
            <Input autoFocus maxLength={200} placeholder={kind === 'company' ? t('nameHint') : undefined} />
          </Form.Item>
          {kind === 'company' && (
            <Form.Item name="groupId" label={t('groupId')} extra={t('groupIdHint')}>
              <Input maxLength={200} />
            </Form.Item>
          )}
          {create.error && (
            <Notice tone="bad">
              <ProblemText error={create.error} />
            </Notice>
          )}
        </Form>
      </Modal>
    </>
  )
}
