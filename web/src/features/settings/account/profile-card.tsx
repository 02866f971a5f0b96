import { type Locale, localeSchema, teamsApi } from '@rapport/contract'
import { useQueryClient } from '@tanstack/react-query'
import { Form, Input, Select } from 'antd'
import { call } from '../../../lib/api'
import { changeLocale } from '../../../lib/i18n'
import { adoptSession, useSession } from '../../../lib/session'
import { useTexts } from '../../../lib/texts'
import { FormCard } from '../form-card'
import styles from '../settings.module.css'
import { settingsTexts } from '../texts'
import { accountTexts } from './texts'

interface Profile {
  readonly name: string
  readonly locale: Locale | 'follow'
}

/** The own name and language. */
export function ProfileCard() {
  const t = useTexts(accountTexts)
  const shared = useTexts(settingsTexts)
  const client = useQueryClient()
  const { user } = useSession().me
  const save = async ({ name, locale }: Profile) => {
    const chosen = locale === 'follow' ? null : locale
    adoptSession(client, await call(teamsApi.updateMe, { body: { name, locale: chosen } }))
    if (chosen) await changeLocale(chosen)
  }
  const languages = [
    { value: 'follow', label: t('localeFollow') },
    ...localeSchema.options.map((value) => ({ value, label: shared(`locale.${value}`) })),
  ]
  return (
    <FormCard<Profile>
      title={t('profile')}
      initial={{ name: user.name, locale: user.locale ?? 'follow' }}
      onSave={save}
    >
      <div className={styles.pair}>
        <Form.Item
          name="name"
          label={t('name')}
          rules={[{ required: true, whitespace: true, message: t('nameNeeded') }]}
        >
          <Input maxLength={120} autoComplete="name" />
        </Form.Item>
        <Form.Item name="locale" label={t('locale')}>
          <Select options={languages} />
        </Form.Item>
      </div>
      <Form.Item label={t('email')}>
        <Input value={user.email} disabled aria-label={t('email')} />
      </Form.Item>
    </FormCard>
  )
}
