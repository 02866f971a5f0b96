import { teamsApi } from '@rapport/contract'
import { useQuery } from '@tanstack/react-query'
import { Button, Form } from 'antd'
import { call } from '../../lib/api'
import { useTexts } from '../../lib/texts'
import { Loading, Notice } from '../../ui'
import { AuthFrame } from './auth-frame'
import { NewPasswordField } from './password-field'
import { Refusal } from './setup-page'
import { authTexts } from './texts'
import { useEntry, useEntryProblem, useLinkToken } from './use-entry'

/** Where a reset link lands: a new password, then in. */
export function ResetPage() {
  const t = useTexts(authTexts)
  const problem = useEntryProblem()
  const token = useLinkToken()
  const { data, error } = useQuery({
    queryKey: ['reset', token],
    queryFn: ({ signal }) => call(teamsApi.lookUpPasswordReset, { body: { token }, signal }),
    retry: false,
  })
  const entry = useEntry(({ password }: { password: string }) =>
    call(teamsApi.redeemPasswordReset, { body: { token, password } }),
  )
  if (error)
    return (
      <AuthFrame title={t('resetInvalidTitle')}>
        <Refusal text={t('resetInvalid')} />
      </AuthFrame>
    )
  if (!data)
    return (
      <AuthFrame title={t('resetTitle')}>
        <Loading rows={3} />
      </AuthFrame>
    )
  return (
    <AuthFrame title={t('resetTitle')} lead={t('resetLead', { email: data.email })}>
      <Form<{ password: string }>
        layout="vertical"
        size="large"
        requiredMark={false}
        onFinish={(values) => entry.mutate(values)}
      >
        <NewPasswordField />
        {entry.error && (
          <Form.Item>
            <Notice tone="bad">{problem(entry.error)}</Notice>
          </Form.Item>
        )}
        <Button type="primary" htmlType="submit" block loading={entry.isPending}>
          {t('resetDone')}
        </Button>
      </Form>
    </AuthFrame>
  )
}
