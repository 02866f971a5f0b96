import type { Customer, TraitDefinition } from '@rapport/contract'
import { App, Form, Input, InputNumber, Modal, Select } from 'antd'
import { useTexts } from '../../lib/texts'
import { Notice, ProblemText, useTraitLabel, useTraitValueLabel } from '../../ui'
import { useSetTraits } from './queries'
import { customerTexts } from './texts'

type Value = string | number | boolean | null | string[]

interface Values {
  readonly name: string
  readonly value?: Value
}

export interface TraitEditorProps {
  readonly customer: Customer
  /** What is edited; `new` asks for a name too, null is closed. */
  readonly trait: TraitDefinition | 'new' | null
  readonly onClose: () => void
}

/** Sets one attribute by hand. */
export function TraitEditor({ customer, trait, onClose }: TraitEditorProps) {
  const t = useTexts(customerTexts)
  const [form] = Form.useForm<Values>()
  const { message } = App.useApp()
  const set = useSetTraits(customer.id)
  const definition = trait === 'new' || trait === null ? null : trait
  const save = ({ name, value }: Values) =>
    set.mutate(
      { [definition?.name ?? name]: isBlank(value) ? null : (value ?? null) },
      {
        onSuccess: () => {
          void message.success(t('saved'))
          onClose()
        },
      },
    )
  return (
    <Modal
      open={trait !== null}
      title={t(trait === 'new' ? 'addAttribute' : 'editAttribute')}
      okText={t('save')}
      confirmLoading={set.isPending}
      onOk={form.submit}
      onCancel={onClose}
      destroyOnHidden
      afterClose={set.reset}
    >
      <Form<Values>
        form={form}
        layout="vertical"
        preserve={false}
        initialValues={{ value: definition ? customer.traits[definition.name]?.value : undefined }}
        onFinish={save}
      >
        {!definition && (
          <Form.Item
            name="name"
            label={t('attributeName')}
            extra={t('attributeNameRule')}
            rules={[{ required: true, pattern: /^[a-z][a-z0-9_]{0,63}$/, message: t('attributeNameRule') }]}
          >
            <Input autoFocus maxLength={64} />
          </Form.Item>
        )}
        <ValueField definition={definition} />
        {set.error && (
          <Notice tone="bad">
            <ProblemText error={set.error} />
          </Notice>
        )}
      </Form>
    </Modal>
  )
}

function ValueField({ definition }: { readonly definition: TraitDefinition | null }) {
  const t = useTexts(customerTexts)
  const traitLabel = useTraitLabel()
  const valueLabel = useTraitValueLabel()
  const field = () => {
    if (definition?.type === 'number') return <InputNumber style={{ width: '100%' }} />
    if (definition?.type === 'list')
      return <Select mode="tags" tokenSeparators={[',', '，']} open={false} suffixIcon={null} />
    if (definition?.choices)
      return (
        <Select
          allowClear
          options={definition.choices.map((value) => ({ value, label: valueLabel(value) }))}
        />
      )
    return <Input maxLength={2_000} allowClear />
  }
  return (
    <Form.Item
      name="value"
      label={definition ? traitLabel(definition.name) : t('attributeValue')}
      extra={definition && t('clearHint')}
    >
      {field()}
    </Form.Item>
  )
}

function isBlank(value: Value | undefined): boolean {
  return value === undefined || value === '' || (Array.isArray(value) && value.length === 0)
}
