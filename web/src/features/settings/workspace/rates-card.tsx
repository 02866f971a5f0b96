import type { WorkspaceSettings } from '@rapport/contract'
import { Button, Form, InputNumber, Select } from 'antd'
import { useMemo } from 'react'
import { useLocale, useTexts } from '../../../lib/texts'
import { Icon } from '../../../ui'
import { FormCard } from '../form-card'
import { currencyOptions, isOptionFound } from '../regions'
import styles from '../settings.module.css'
import { settingsTexts } from '../texts'
import { useSaveWorkspace } from '../use-workspace-settings'
import { workspaceTexts } from './texts'

interface Rates {
  readonly rates: readonly { readonly currency: string; readonly rate: number }[]
}

/** What one unit of each other currency is worth. */
export function RatesCard({ settings }: { readonly settings: WorkspaceSettings }) {
  const t = useTexts(workspaceTexts)
  const save = useSaveWorkspace()
  const rates = Object.entries(settings.exchangeRates).map(([currency, rate]) => ({ currency, rate }))
  const keep =
    save &&
    (({ rates: rows }: Rates) =>
      save({ exchangeRates: Object.fromEntries(rows.map(({ currency, rate }) => [currency, rate])) }))
  return (
    <FormCard<Rates>
      title={t('rates')}
      hint={t('ratesHint', { currency: settings.currency })}
      initial={{ rates }}
      onSave={keep}
    >
      <Form.List name="rates">
        {(fields, { add, remove }) => (
          <div className={styles.rows}>
            {fields.length === 0 && <p className={styles.empty}>{t('ratesNone')}</p>}
            {fields.map(({ key, name }) => (
              <RateRow key={key} name={name} own={settings.currency} onRemove={() => remove(name)} />
            ))}
            {save && (
              <div>
                <Button icon={<Icon name="plus" size={16} />} onClick={() => add({})}>
                  {t('addRate')}
                </Button>
              </div>
            )}
          </div>
        )}
      </Form.List>
    </FormCard>
  )
}

function RateRow(props: { readonly name: number; readonly own: string; readonly onRemove: () => void }) {
  const { name, own, onRemove } = props
  const t = useTexts(workspaceTexts)
  const shared = useTexts(settingsTexts)
  const locale = useLocale()
  const options = useMemo(() => currencyOptions(locale).filter(({ value }) => value !== own), [locale, own])
  const once = ({ getFieldValue }: { getFieldValue: (path: (string | number)[]) => unknown }) => ({
    validator: (_: unknown, value: string) => {
      const rows = getFieldValue(['rates']) as readonly { currency?: string }[]
      const count = rows.filter((row) => row?.currency === value).length
      return count > 1 ? Promise.reject(new Error(t('rateTwice'))) : Promise.resolve()
    },
  })
  return (
    <div className={styles.row}>
      <span className="r-num">1</span>
      <Form.Item
        name={[name, 'currency']}
        className={styles.wide}
        rules={[{ required: true, message: t('currencyNeeded') }, once]}
      >
        <Select
          showSearch={{ filterOption: isOptionFound }}
          options={options}
          aria-label={t('rateCurrency')}
          placeholder={t('rateCurrency')}
        />
      </Form.Item>
      <span>=</span>
      <Form.Item
        name={[name, 'rate']}
        rules={[{ required: true, type: 'number', min: 1e-9, message: t('rateNeeded') }]}
      >
        <InputNumber
          min={0}
          max={1e9}
          aria-label={t('rateValue')}
          suffix={own}
          className={styles.rate}
          stringMode={false}
        />
      </Form.Item>
      <Button
        type="text"
        icon={<Icon name="trash" size={16} />}
        aria-label={shared('remove')}
        onClick={onRemove}
      />
    </div>
  )
}
