import { teamsApi } from '@rapport/contract'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Button, Form, Input, Select } from 'antd'
import { call } from '../../lib/api'
import { useLocale, useTexts } from '../../lib/texts'
import { Notice } from '../../ui'
import styles from './auth.module.css'
import { AuthFrame } from './auth-frame'
import { NewPasswordField } from './password-field'
import { authTexts } from './texts'
import { useEntry, useEntryProblem, useLinkToken } from './use-entry'

interface SetupValues {
  readonly email: string
  readonly name: string
  readonly password: string
  readonly workspaceName: string
  readonly currency: string
  readonly timezone: string
}

const currencies = [
  'CNY',
  'USD',
  'EUR',
  'GBP',
  'HKD',
  'JPY',
  'SGD',
  'TWD',
  'KRW',
  'AUD',
  'CAD',
  'MYR',
  'THB',
  'VND',
]

/** Where the first-login link lands: the first owner makes an account and names the shop. */
export function SetupPage() {
  const t = useTexts(authTexts)
  const token = useLinkToken()
  const { data } = useQuery({
    queryKey: ['setup'],
    queryFn: ({ signal }) => call(teamsApi.setup, { signal }),
  })
  const refusal = data?.needsOwner === false ? t('ownerExists') : token === '' ? t('setupInvalid') : null
  return (
    <AuthFrame title={t('setupTitle')} lead={refusal ? undefined : t('setupLead')}>
      {refusal ? <Refusal text={refusal} /> : <SetupForm token={token} />}
    </AuthFrame>
  )
}

function SetupForm({ token }: { readonly token: string }) {
  const t = useTexts(authTexts)
  const locale = useLocale()
  const problem = useEntryProblem()
  const entry = useEntry((values: SetupValues) =>
    call(teamsApi.completeSetup, { body: { ...values, token, locale } }),
  )
  const needed = (message: string) => [{ required: true, message }]
  return (
    <Form<SetupValues>
      layout="vertical"
      requiredMark={false}
      initialValues={{ currency: locale === 'zh-CN' ? 'CNY' : 'USD', timezone: likelyTimezone(locale) }}
      onFinish={(values) => entry.mutate(values)}
    >
      <Form.Item
        name="workspaceName"
        label={t('workspaceName')}
        extra={t('workspaceNameHint')}
        rules={needed(t('workspaceNameNeeded'))}
      >
        <Input autoFocus maxLength={120} />
      </Form.Item>
      <div className={styles.pair}>
        <Form.Item name="currency" label={t('currency')}>
          <Select
            showSearch
            options={currencies.map((value) => ({ value, label: currencyLabel(value, locale) }))}
          />
        </Form.Item>
        <Form.Item name="timezone" label={t('timezone')}>
          <Select showSearch options={timezones().map((value) => ({ value, label: value }))} />
        </Form.Item>
      </div>
      <Form.Item name="name" label={t('name')} rules={needed(t('nameNeeded'))}>
        <Input autoComplete="name" maxLength={120} />
      </Form.Item>
      <Form.Item
        name="email"
        label={t('email')}
        rules={[{ required: true, type: 'email', message: t('emailNeeded') }]}
      >
        <Input type="email" autoComplete="username" />
      </Form.Item>
      <NewPasswordField />
      {entry.error && (
        <Form.Item>
          <Notice tone="bad">{problem(entry.error)}</Notice>
        </Form.Item>
      )}
      <Button type="primary" size="large" htmlType="submit" block loading={entry.isPending}>
        {t('setupDone')}
      </Button>
    </Form>
  )
}

/** Why a link leads no further, and the way to the sign-in. */
export function Refusal({ text }: { readonly text: string }) {
  const t = useTexts(authTexts)
  return (
    <>
      <Notice tone="warn">{text}</Notice>
      <p className={styles.note}>
        <Link to="/login">{t('toLogin')}</Link>
      </p>
    </>
  )
}

function timezones(): string[] {
  return Intl.supportedValuesOf('timeZone')
}

/** The browser's zone; a machine that is set to UTC says nothing about where its reader is. */
function likelyTimezone(locale: string): string {
  const { timeZone } = Intl.DateTimeFormat().resolvedOptions()
  return timeZone === 'UTC' && locale === 'zh-CN' ? 'Asia/Shanghai' : timeZone
}

function currencyLabel(currency: string, locale: string): string {
  return `${currency} ${new Intl.DisplayNames(locale, { type: 'currency' }).of(currency) ?? ''}`
}
