import { Form, type FormInstance, Input, InputNumber, Select, Switch } from 'antd'
import type { Rule } from 'antd/es/form'
import { useTexts } from '../../../lib/texts'
import { Card } from '../../../ui'
import styles from '../channels.module.css'
import { channelTexts } from '../texts'
import type { ChannelValues } from './form-values'
import { type ProviderName, providerNames, providerOf, providers } from './providers'

const securities = ['tls', 'starttls', 'none'] as const

function useRules() {
  const t = useTexts(channelTexts)
  return {
    needed: { required: true, message: t('needed') } satisfies Rule,
    address: { type: 'email', message: t('invalidAddress') } satisfies Rule,
  }
}

/** The mail server and the account on it. */
export function ServerCard(props: {
  readonly form: FormInstance<ChannelValues>
  readonly hasPassword: boolean
}) {
  const { form, hasPassword } = props
  const t = useTexts(channelTexts)
  const { needed } = useRules()
  const host = Form.useWatch('host', form) ?? ''
  const choose = (name: ProviderName) => form.setFieldsValue(name === 'own' ? { host: '' } : providers[name])
  return (
    <Card title={t('server')}>
      <Form.Item label={t('provider')} extra={t('providerHint')}>
        <Select<ProviderName>
          aria-label={t('provider')}
          value={providerOf(host)}
          onChange={choose}
          options={providerNames.map((value) => ({ value, label: t(`provider.${value}`) }))}
        />
      </Form.Item>
      <div className={styles.address}>
        <Form.Item name="host" label={t('host')} rules={[needed]}>
          <Input autoComplete="off" spellCheck={false} />
        </Form.Item>
        <Form.Item name="port" label={t('port')} rules={[needed]}>
          <InputNumber min={1} max={65_535} precision={0} className={styles.fill} />
        </Form.Item>
        <Form.Item name="security" label={t('security')}>
          <Select options={securities.map((value) => ({ value, label: t(`security.${value}`) }))} />
        </Form.Item>
      </div>
      <div className={styles.grid}>
        <Form.Item name="user" label={t('user')}>
          <Input autoComplete="off" spellCheck={false} />
        </Form.Item>
        <Form.Item name="password" label={t('password')}>
          <Input.Password autoComplete="new-password" placeholder={hasPassword ? t('passwordKept') : ''} />
        </Form.Item>
      </div>
      <SwitchRow
        name="verifiesCertificate"
        label={t('verifiesCertificate')}
        hint={t('verifiesCertificateHint')}
      />
    </Card>
  )
}

/** Who messages come from, and where answers and returned mail go. */
export function SenderCard() {
  const t = useTexts(channelTexts)
  const { needed, address } = useRules()
  return (
    <Card title={t('sender')}>
      <div className={styles.grid}>
        <Form.Item name="fromName" label={t('fromName')} extra={t('fromNameHint')}>
          <Input maxLength={100} />
        </Form.Item>
        <Form.Item
          name="fromAddress"
          label={t('fromAddress')}
          extra={t('fromAddressHint')}
          rules={[needed, address]}
        >
          <Input spellCheck={false} />
        </Form.Item>
        <Form.Item name="replyTo" label={t('replyTo')} extra={t('replyToHint')} rules={[address]}>
          <Input spellCheck={false} />
        </Form.Item>
        <Form.Item
          name="bounceAddress"
          label={t('bounceAddress')}
          extra={t('bounceAddressHint')}
          rules={[address]}
        >
          <Input spellCheck={false} />
        </Form.Item>
      </div>
    </Card>
  )
}

/** How fast messages may go. */
export function PaceCard() {
  const t = useTexts(channelTexts)
  const { needed } = useRules()
  return (
    <Card title={t('pace')}>
      <div className={styles.grid}>
        <Form.Item name="connections" label={t('connections')} rules={[needed]}>
          <InputNumber min={1} max={50} precision={0} className={styles.short} />
        </Form.Item>
        <Form.Item
          name="ratePerSecond"
          label={t('ratePerSecond')}
          extra={t('ratePerSecondHint')}
          rules={[needed]}
        >
          <InputNumber min={0} max={10_000} suffix={t('rateUnit')} className={styles.short} />
        </Form.Item>
      </div>
    </Card>
  )
}

/** What is counted of a message once it is out. */
export function TrackingCard() {
  const t = useTexts(channelTexts)
  return (
    <Card title={t('tracking')}>
      <SwitchRow name="tracksOpens" label={t('tracksOpens')} hint={t('tracksOpensHint')} />
      <SwitchRow name="tracksClicks" label={t('tracksClicks')} hint={t('tracksClicksHint')} />
    </Card>
  )
}

/** Our own signature, for servers that do not sign. */
export function DkimCard({ hasKey }: { readonly hasKey: boolean }) {
  const t = useTexts(channelTexts)
  return (
    <Card title={t('dkim')} hint={t('dkimHint')}>
      <div className={styles.grid}>
        <Form.Item name="dkimDomain" label={t('dkimDomain')}>
          <Input spellCheck={false} />
        </Form.Item>
        <Form.Item name="dkimSelector" label={t('dkimSelector')}>
          <Input spellCheck={false} />
        </Form.Item>
      </div>
      <Form.Item name="dkimKey" label={t('dkimKey')} className={styles.mono}>
        <Input.TextArea
          rows={3}
          spellCheck={false}
          autoComplete="off"
          placeholder={hasKey ? t('dkimKeyKept') : '-----BEGIN PRIVATE KEY-----'}
        />
      </Form.Item>
    </Card>
  )
}

function SwitchRow(props: {
  readonly name: keyof ChannelValues
  readonly label: string
  readonly hint: string
}) {
  return (
    <div className={styles.switchRow}>
      <Form.Item<ChannelValues> name={props.name} valuePropName="checked" noStyle>
        <Switch size="small" aria-label={props.label} />
      </Form.Item>
      <span>
        {props.label}
        <small>{props.hint}</small>
      </span>
    </div>
  )
}
