import { Form, Input } from 'antd'
import { useTexts } from '../../lib/texts'
import { authTexts } from './texts'

const passwordLengthMin = 10

/** A field for a new password, with its rule. */
export function NewPasswordField() {
  const t = useTexts(authTexts)
  return (
    <Form.Item
      name="password"
      label={t('newPassword')}
      extra={t('passwordRule')}
      rules={[
        { required: true, message: t('passwordNeeded') },
        { min: passwordLengthMin, message: t('passwordShort') },
      ]}
    >
      <Input.Password autoComplete="new-password" />
    </Form.Item>
  )
}
