import { teamsApi } from '@rapport/contract'
import { Form, Input } from 'antd'
import { call } from '../../../lib/api'
import { useTexts } from '../../../lib/texts'
import { FormCard } from '../form-card'
import styles from '../settings.module.css'
import { accountTexts } from './texts'

interface Passwords {
  readonly currentPassword: string
  readonly newPassword: string
  readonly repeated: string
}

const passwordLengthMin = 10
const empty: Passwords = { currentPassword: '', newPassword: '', repeated: '' }

/** A new password, proved by the old one. */
export function PasswordCard() {
  const t = useTexts(accountTexts)
  const save = ({ currentPassword, newPassword }: Passwords) =>
    call(teamsApi.changePassword, { body: { currentPassword, newPassword } })
  const same = ({ getFieldValue }: { getFieldValue: (name: string) => unknown }) => ({
    validator: (_: unknown, value: string) =>
      value === getFieldValue('newPassword')
        ? Promise.resolve()
        : Promise.reject(new Error(t('repeatDiffers'))),
  })
  return (
    <FormCard<Passwords>
      title={t('password')}
      hint={t('passwordHint')}
      initial={empty}
      onSave={save}
      saveLabel={t('change')}
      savedText={t('changed')}
      clears
    >
      <Form.Item
        name="currentPassword"
        label={t('current')}
        rules={[{ required: true, message: t('currentNeeded') }]}
      >
        <Input.Password autoComplete="current-password" />
      </Form.Item>
      <div className={styles.pair}>
        <Form.Item
          name="newPassword"
          label={t('next')}
          extra={t('nextHint')}
          rules={[{ required: true, min: passwordLengthMin, message: t('nextShort') }]}
        >
          <Input.Password autoComplete="new-password" />
        </Form.Item>
        <Form.Item name="repeated" label={t('repeat')} dependencies={['newPassword']} rules={[same]}>
          <Input.Password autoComplete="new-password" />
        </Form.Item>
      </div>
    </FormCard>
  )
}
