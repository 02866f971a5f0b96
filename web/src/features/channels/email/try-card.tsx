import { messagesApi } from '@rapport/contract'
import { useMutation } from '@tanstack/react-query'
import { Button, Form, Input } from 'antd'
import { call } from '../../../lib/api'
import { useSession } from '../../../lib/session'
import { useTexts } from '../../../lib/texts'
import { Card, Notice, useProblemText } from '../../../ui'
import styles from '../channels.module.css'
import { channelTexts } from '../texts'
import { AttemptNotice } from './channel-form'

/** Sends one short message with what is saved. */
export function TryCard() {
  const t = useTexts(channelTexts)
  const { me } = useSession()
  const problem = useProblemText(channelTexts)
  const send = useMutation({
    mutationFn: (address: string) => call(messagesApi.testEmailChannel, { body: { address } }),
  })
  return (
    <Card title={t('tryTitle')} hint={t('tryHint')}>
      <Form
        layout="vertical"
        requiredMark={false}
        initialValues={{ address: me.user.email }}
        onFinish={({ address }: { address: string }) => send.mutate(address)}
      >
        <div className={styles.send}>
          <Form.Item name="address" rules={[{ required: true, type: 'email', message: t('invalidAddress') }]}>
            <Input aria-label={t('tryTo')} />
          </Form.Item>
          <Button htmlType="submit" loading={send.isPending}>
            {t('trySend')}
          </Button>
        </div>
      </Form>
      {send.error && <Notice tone="bad">{problem(send.error)}</Notice>}
      {send.data && <AttemptNotice attempt={send.data} good={t('trySent')} />}
    </Card>
  )
}
