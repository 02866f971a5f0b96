import { type Company, companiesApi } from '@rapport/contract'
import { useMutation } from '@tanstack/react-query'
import { App, Form, Input, InputNumber, Modal } from 'antd'
import { call } from '../../lib/api'
import { useTexts } from '../../lib/texts'
import { Notice, ProblemText } from '../../ui'
import { useAdoptCompany } from './queries'
import { companyTexts } from './texts'
import { useCompanyTraitLabel } from './trait-label'

interface Values {
  readonly name?: string
  readonly value?: string | number | null
}

export interface TraitFormProps {
  readonly company: Company
  /** What is edited; empty asks for a name too, null is closed. */
  readonly trait: string | null
  readonly onClose: () => void
}

/** Sets one attribute by hand; what was a number stays one. */
export function TraitForm({ company, trait, onClose }: TraitFormProps) {
  const t = useTexts(companyTexts)
  const label = useCompanyTraitLabel()
  const [form] = Form.useForm<Values>()
  const { message } = App.useApp()
  const adopt = useAdoptCompany()
  const known = trait ? company.traits[trait]?.value : undefined
  const save = useMutation({
    mutationFn: ({ name = '', value }: Values) =>
      call(companiesApi.setTraits, {
        params: { id: company.id },
        body: { traits: { [trait || name]: value === '' || value === undefined ? null : value } },
      }),
    onSuccess: async (next) => {
      void message.success(t('saved'))
      onClose()
      await adopt(next)
    },
  })
  return (
    <Modal
      open={trait !== null}
      title={t(trait ? 'editTrait' : 'addTrait')}
      okText={t('save')}
      confirmLoading={save.isPending}
      onOk={form.submit}
      onCancel={onClose}
      afterClose={save.reset}
      destroyOnHidden
    >
      <Form<Values>
        form={form}
        layout="vertical"
        preserve={false}
        initialValues={{ value: known === undefined || typeof known === 'number' ? known : String(known) }}
        onFinish={(values) => save.mutate(values)}
      >
        {trait === '' && (
          <Form.Item
            name="name"
            label={t('traitName')}
            extra={t('traitNameRule')}
            rules={[{ required: true, pattern: /^[a-z][a-z0-9_]{0,63}$/, message: t('traitNameRule') }]}
          >
            <Input autoFocus maxLength={64} />
          </Form.Item>
        )}
        <Form.Item
          name="value"
          label={trait ? label(trait) : t('value')}
          extra={trait ? t('clearHint') : undefined}
        >
          {typeof known === 'number' ? (
            <InputNumber style={{ width: '100%' }} />
          ) : (
            <Input maxLength={2_000} allowClear />
          )}
        </Form.Item>
        {save.error && (
          <Notice tone="bad">
            <ProblemText error={save.error} />
          </Notice>
        )}
      </Form>
    </Modal>
  )
}
