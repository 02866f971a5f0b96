import { messagesApi } from '@rapport/contract'
import { useMutation } from '@tanstack/react-query'
import { App, Form, Input, Modal } from 'antd'
import { call } from '../../../lib/api'
import { useTexts } from '../../../lib/texts'
import { Notice, useProblemText } from '../../../ui'
import { channelTexts } from '../texts'

interface Added {
  readonly address: string
  readonly detail?: string
}

/** Puts one address on the list. */
export function AddDialog(props: { readonly onClose: () => void; readonly onAdded: () => Promise<void> }) {
  const { onClose, onAdded } = props
  const t = useTexts(channelTexts)
  const { message } = App.useApp()
  const problem = useProblemText(channelTexts)
  const [form] = Form.useForm<Added>()
  const add = useMutation({
    mutationFn: (body: Added) => call(messagesApi.addSuppression, { body }),
    onSuccess: async () => {
      onClose()
      void message.success(t('added'))
      await onAdded()
    },
  })
  return (
    <Modal
      open
      title={t('addAddress')}
      okText={t('addAddress')}
      cancelText={t('cancel')}
      confirmLoading={add.isPending}
      onOk={() => form.submit()}
      onCancel={onClose}
    >
      <Form<Added>
        form={form}
        layout="vertical"
        requiredMark={false}
        onFinish={(values) => add.mutate(values)}
      >
        <Form.Item
          name="address"
          label={t('address')}
          rules={[{ required: true, type: 'email', message: t('invalidAddress') }]}
        >
          <Input autoFocus spellCheck={false} />
        </Form.Item>
        <Form.Item name="detail" label={t('detail')} extra={t('detailHint')}>
          <Input maxLength={500} />
        </Form.Item>
        {add.error && <Notice tone="bad">{problem(add.error)}</Notice>}
      </Form>
    </Modal>
  )
}
