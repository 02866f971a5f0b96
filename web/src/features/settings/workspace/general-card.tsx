import {
  localeSchema,
  type Workspace,
  type WorkspaceSettings,
  workspaceSettingsSchema,
} from '@rapport/contract'
import { Form, Input, Select } from 'antd'
import { useMemo } from 'react'
import { useLocale, useTexts } from '../../../lib/texts'
import { FormCard } from '../form-card'
import { countryOptions, currencyOptions, isOptionFound, timezoneOptions } from '../regions'
import styles from '../settings.module.css'
import { settingsTexts } from '../texts'
import { useSaveWorkspace } from '../use-workspace-settings'
import { workspaceTexts } from './texts'

type General = Pick<
  WorkspaceSettings,
  'name' | 'slug' | 'defaultLocale' | 'timezone' | 'country' | 'currency'
>

/** What the workspace is called and where it is at home. */
export function GeneralCard({ workspace }: { readonly workspace: Workspace }) {
  const t = useTexts(workspaceTexts)
  const save = useSaveWorkspace()
  const { name, slug, defaultLocale, timezone, country, currency } = workspace.settings
  const slugRule = {
    validator: (_: unknown, value: string) =>
      workspaceSettingsSchema.shape.slug.safeParse(value).success
        ? Promise.resolve()
        : Promise.reject(new Error(t('slugRule'))),
  }
  return (
    <FormCard<General>
      title={t('general')}
      initial={{ name, slug, defaultLocale, timezone, country, currency }}
      onSave={save}
    >
      <div className={styles.pair}>
        <Form.Item
          name="name"
          label={t('name')}
          rules={[{ required: true, whitespace: true, message: t('nameNeeded') }]}
        >
          <Input maxLength={120} />
        </Form.Item>
        <Form.Item name="slug" label={t('slug')} extra={t('slugHint')} rules={[slugRule]}>
          <Input maxLength={40} />
        </Form.Item>
      </div>
      <RegionFields isCurrencyLocked={workspace.currencyLocked} />
    </FormCard>
  )
}

function RegionFields({ isCurrencyLocked }: { readonly isCurrencyLocked: boolean }) {
  const t = useTexts(workspaceTexts)
  const shared = useTexts(settingsTexts)
  const locale = useLocale()
  const options = useMemo(
    () => ({
      currencies: currencyOptions(locale),
      countries: countryOptions(locale),
      timezones: timezoneOptions(),
    }),
    [locale],
  )
  const languages = localeSchema.options.map((value) => ({ value, label: shared(`locale.${value}`) }))
  const search = { filterOption: isOptionFound }
  return (
    <div className={styles.pair}>
      <Form.Item name="defaultLocale" label={t('locale')} extra={t('localeHint')}>
        <Select options={languages} />
      </Form.Item>
      <Form.Item name="timezone" label={t('timezone')} extra={t('timezoneHint')}>
        <Select showSearch={search} options={options.timezones} />
      </Form.Item>
      <Form.Item name="country" label={t('country')} extra={t('countryHint')}>
        <Select showSearch={search} options={options.countries} />
      </Form.Item>
      <Form.Item
        name="currency"
        label={t('currency')}
        extra={isCurrencyLocked ? t('currencyLocked') : t('currencyHint')}
      >
        <Select showSearch={search} options={options.currencies} disabled={isCurrencyLocked} />
      </Form.Item>
    </div>
  )
}
