import { teamsApi } from '@rapport/contract'
import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { Button, Form, Input } from 'antd'
import { useEffect } from 'react'
import { call } from '../../lib/api'
import { meQuery } from '../../lib/session'
import { useTexts } from '../../lib/texts'
import { Notice } from '../../ui'
import styles from './auth.module.css'
import { AuthFrame } from './auth-frame'
import { authTexts } from './texts'
import { useEntry, useEntryProblem, useWayBack } from './use-entry'

interface LoginValues {
  readonly email: string
  readonly password: string
}

/** Sign in with e-mail address and password. */
export function LoginPage() {
  const t = useTexts(authTexts)
  const problem = useEntryProblem()
  const { data: me } = useQuery(meQuery)
  const way = useWayBack()
  const navigate = useNavigate()
  const entry = useEntry((body: LoginValues) => call(teamsApi.login, { body }))
  const isSignedInAlready = Boolean(me) && entry.isIdle
  useEffect(() => {
    if (isSignedInAlready) void navigate({ href: way, replace: true })
  }, [isSignedInAlready, navigate, way])
  return (
    <AuthFrame title={t('loginTitle')} lead={t('loginLead')}>
      <Form<LoginValues>
        layout="vertical"
        size="large"
        requiredMark={false}
        onFinish={(values) => entry.mutate(values)}
      >
        <Form.Item name="email" label={t('email')} rules={[{ required: true, message: t('emailNeeded') }]}>
          <Input type="email" autoComplete="username" autoFocus />
        </Form.Item>
        <Form.Item
          name="password"
          label={t('password')}
          rules={[{ required: true, message: t('passwordNeeded') }]}
        >
          <Input.Password autoComplete="current-password" />
        </Form.Item>
        {entry.error && (
          <Form.Item>
            <Notice tone="bad">{problem(entry.error)}</Notice>
          </Form.Item>
        )}
        <Button type="primary" htmlType="submit" block loading={entry.isPending}>
          {t('signIn')}
        </Button>
      </Form>
      <p className={styles.note}>{t('forgot')}</p>
    </AuthFrame>
  )
}
