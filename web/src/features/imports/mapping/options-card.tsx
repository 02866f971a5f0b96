import type { ImportKind, ImportOptions } from '@rapport/contract'
import { Input, Select, Switch } from 'antd'
import { useTexts } from '../../../lib/texts'
import { Card, Field } from '../../../ui'
import styles from '../imports.module.css'
import { importTexts } from '../texts'
import { countryOptions, currencyOptions, timezoneOptions } from './choices'

export interface OptionsCardProps {
  readonly kind: ImportKind
  readonly options: ImportOptions
  readonly onChange: (change: Partial<ImportOptions>) => void
}

/** What the file itself does not say. */
export function OptionsCard({ kind, options, onChange }: OptionsCardProps) {
  const t = useTexts(importTexts)
  return (
    <Card title={t('options')} hint={t('optionsHint')}>
      <div className={styles.fields}>
        <Field label={t('key')} hint={t('keyHint')}>
          {(id) => (
            <Select
              id={id}
              value={options.key}
              options={(['user_id', 'phone', 'email'] as const).map((value) => ({
                value,
                label: t(`target.${value}`),
              }))}
              onChange={(key) => onChange({ key })}
            />
          )}
        </Field>
        <Field label={t('source')} hint={t('sourceHint')}>
          {(id) => (
            <Input
              id={id}
              value={options.source}
              maxLength={60}
              onChange={(event) => onChange({ source: event.target.value })}
            />
          )}
        </Field>
        <Places kind={kind} options={options} onChange={onChange} />
        {kind === 'orders' && <OrderOptions options={options} onChange={onChange} />}
        {kind === 'events' && (
          <Field label={t('eventName')} hint={t('eventNameHint')}>
            {(id) => (
              <Input
                id={id}
                value={options.eventName ?? ''}
                maxLength={200}
                onChange={(event) => onChange({ eventName: event.target.value || null })}
              />
            )}
          </Field>
        )}
      </div>
    </Card>
  )
}

function Places({ kind, options, onChange }: OptionsCardProps) {
  const t = useTexts(importTexts)
  const search = { showSearch: { optionFilterProp: 'label' }, popupMatchSelectWidth: false } as const
  return (
    <>
      <Field label={t('timezoneOf')}>
        {(id) => (
          <Select
            {...search}
            id={id}
            value={options.timezone}
            options={timezoneOptions(options.timezone)}
            onChange={(timezone) => onChange({ timezone })}
          />
        )}
      </Field>
      {kind === 'orders' && (
        <Field label={t('currencyOf')}>
          {(id) => (
            <Select
              {...search}
              id={id}
              value={options.currency}
              options={currencyOptions()}
              onChange={(currency) => onChange({ currency })}
            />
          )}
        </Field>
      )}
      <Field label={t('countryOf')}>
        {(id) => (
          <Select
            {...search}
            id={id}
            value={options.country}
            options={countryOptions(options.country)}
            onChange={(country) => onChange({ country })}
          />
        )}
      </Field>
      <Field label={t('dateOrder')}>
        {(id) => (
          <Select<string>
            id={id}
            value={options.dateOrder ?? 'none'}
            options={(['none', 'dmy', 'mdy'] as const).map((value) => ({
              value,
              label: t(`dateOrder.${value}`),
            }))}
            onChange={(value) => onChange({ dateOrder: value === 'dmy' || value === 'mdy' ? value : null })}
          />
        )}
      </Field>
    </>
  )
}

function OrderOptions({ options, onChange }: Omit<OptionsCardProps, 'kind'>) {
  const t = useTexts(importTexts)
  return (
    <>
      <Field label={t('refundPrefix')} hint={t('refundPrefixHint')}>
        {(id) => (
          <Input
            id={id}
            value={options.refundPrefix ?? ''}
            maxLength={10}
            onChange={(event) => onChange({ refundPrefix: event.target.value || null })}
          />
        )}
      </Field>
      <Field label={t('decimalComma')}>
        {(id) => (
          <span>
            <Switch
              id={id}
              checked={options.hasDecimalComma}
              onChange={(hasDecimalComma) => onChange({ hasDecimalComma })}
            />
          </span>
        )}
      </Field>
    </>
  )
}
