import { type Attempt, type EmailChannel, messagesApi } from '@rapport/contract'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { App, Button, Form } from 'antd'
import { call } from '../../../lib/api'
import { useMay } from '../../../lib/session'
import { useTexts } from '../../../lib/texts'
import { Notice, useProblemText } from '../../../ui'
import styles from '../channels.module.css'
import { channelTexts } from '../texts'
import { DkimCard, PaceCard, SenderCard, ServerCard, TrackingCard } from './cards'
import { type ChannelValues, inputOf, valuesOf } from './form-values'

/** All settings of the channel in one form: they are tried and saved together. */
export function ChannelForm({ channel }: { readonly channel: EmailChannel | null }) {
  const t = useTexts(channelTexts)
  const may = useMay()
  const client = useQueryClient()
  const { message } = App.useApp()
  const problem = useProblemText(channelTexts)
  const [form] = Form.useForm<ChannelValues>()
  const canWrite = may('settings:write')
  const save = useMutation({
    mutationFn: (values: ChannelValues) => call(messagesApi.saveEmailChannel, { body: inputOf(values) }),
    onSuccess: (saved) => {
      client.setQueryData(['channels', 'email'], { channel: saved })
      void message.success(t('saved'))
    },
  })
  const verify = useMutation({
    mutationFn: (values: ChannelValues) => call(messagesApi.verifyEmailChannel, { body: inputOf(values) }),
  })
  const tryOut = async () => {
    const values = await form.validateFields().catch(() => null)
    if (values) verify.mutate({ ...valuesOf(channel), ...values })
  }
  const error = save.error ?? verify.error
  return (
    <Form<ChannelValues>
      form={form}
      layout="vertical"
      requiredMark={false}
      disabled={!canWrite}
      initialValues={valuesOf(channel)}
      onValuesChange={() => verify.reset()}
      onFinish={(values) => save.mutate({ ...valuesOf(channel), ...values })}
      className={styles.stack}
    >
      <ServerCard form={form} hasPassword={channel?.hasPassword ?? false} />
      <SenderCard />
      <PaceCard />
      <TrackingCard />
      <DkimCard hasKey={channel?.hasDkimKey ?? false} />
      {error && <Notice tone="bad">{problem(error)}</Notice>}
      {verify.data && <AttemptNotice attempt={verify.data} />}
      {canWrite && (
        <div className={styles.foot}>
          <Button loading={verify.isPending} onClick={() => void tryOut()}>
            {t('verify')}
          </Button>
          <Button type="primary" htmlType="submit" loading={save.isPending}>
            {t('save')}
          </Button>
        </div>
      )}
    </Form>
  )
}

/** What came of trying the connection, or of a message. */
export function AttemptNotice({ attempt, good }: { readonly attempt: Attempt; readonly good?: string }) {
  const t = useTexts(channelTexts)
  if (attempt.kind === 'ok') return <Notice tone="good">{good ?? t('verified')}</Notice>
  if (attempt.kind === 'refused')
    return <Notice tone="bad">{t('refused', { answer: attempt.answer })}</Notice>
  return (
    <Notice tone="bad" title={t(`problem.${attempt.problem}`)}>
      {attempt.answer && t('answered', { answer: attempt.answer })}
    </Notice>
  )
}
