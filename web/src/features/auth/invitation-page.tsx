import { teamsApi } from '@rapport/contract'
import { useQuery } from '@tanstack/react-query'
import { Button, Form, Input } from 'antd'
import { appTexts } from '../../app/texts'
import { call } from '../../lib/api'
import { asProblem } from '../../lib/api-problem'
import { useLocale, useNamed, useTexts } from '../../lib/texts'
import { Loading, Notice } from '../../ui'
import { AuthFrame } from './auth-frame'
import { NewPasswordField } from './password-field'
import { Refusal } from './setup-page'
import { authTexts } from './texts'
import { useEntry, useEntryProblem, useLinkToken } from './use-entry'

interface InvitationValues {
  readonly name?: string
  readonly password: string
}

/** Where an invitation link lands: says who invites to what, and lets the person in. */
export function InvitationPage() {
  const t = useTexts(authTexts)
  const named = useNamed(appTexts)
  const token = useLinkToken()
  const { data, error } = useQuery({
    queryKey: ['invitation', token],
    queryFn: ({ signal }) => call(teamsApi.lookUpInvitation, { body: { token }, signal }),
    retry: false,
  })
  if (error) {
    const isExpired = asProblem(error).code === 'invitation_expired'
    return (
      <AuthFrame title={t('inviteInvalidTitle')}>
        <Refusal text={t(isExpired ? 'inviteExpired' : 'inviteInvalid')} />
      </AuthFrame>
    )
  }
  if (!data)
    return (
      <AuthFrame title=" ">
        <Loading rows={5} />
      </AuthFrame>
    )
  return (
    <AuthFrame
      title={t('inviteTitle', { workspace: data.workspaceName })}
      lead={t('inviteLead', { name: data.invitedBy, role: named('role', data.role) })}
    >
      <InvitationForm token={token} email={data.email} hasAccount={data.hasAccount} />
    </AuthFrame>
  )
}

function InvitationForm(props: {
  readonly token: string
  readonly email: string
  readonly hasAccount: boolean
}) {
  const { token, email, hasAccount } = props
  const t = useTexts(authTexts)
  const locale = useLocale()
  const problem = useEntryProblem()
  const entry = useEntry((values: InvitationValues) =>
    call(teamsApi.acceptInvitation, { body: { ...values, token, locale } }),
  )
  return (
    <Form<InvitationValues>
      layout="vertical"
      size="large"
      requiredMark={false}
      onFinish={(values) => entry.mutate(values)}
    >
      <Form.Item label={t('email')} htmlFor="invited-email">
        <Input id="invited-email" value={email} readOnly autoComplete="username" />
      </Form.Item>
      {hasAccount ? (
        <Form.Item
          name="password"
          label={t('password')}
          extra={t('inviteExisting')}
          rules={[{ required: true, message: t('passwordNeeded') }]}
        >
          <Input.Password autoComplete="current-password" />
        </Form.Item>
      ) : (
        <>
          <Form.Item name="name" label={t('name')} rules={[{ required: true, message: t('nameNeeded') }]}>
            <Input autoComplete="name" maxLength={120} />
          </Form.Item>
          <NewPasswordField />
        </>
      )}
      {entry.error && (
        <Form.Item>
          <Notice tone="bad">{problem(entry.error)}</Notice>
        </Form.Item>
      )}
      <Button type="primary" htmlType="submit" block loading={entry.isPending}>
        {t('accept')}
      </Button>
    </Form>
  )
}
