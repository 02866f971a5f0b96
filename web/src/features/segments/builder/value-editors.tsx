import { DatePicker, InputNumber, Select } from 'antd'
import dayjs from 'dayjs'
import { minorDigits } from '../../../lib/format-money'
import { useNamed, useTexts } from '../../../lib/texts'
import { useFormat } from '../../../lib/use-format'
import { useWorkspace } from '../../../lib/workspace'
import styles from './builder.module.css'
import { leafTexts } from './leaf-texts'
import type { DraftDuration } from './pieces'
import { builderTexts } from './texts'

/** One number; empty is null. */
export function NumberValue(props: {
  readonly value: number | null | undefined
  readonly onChange: (value: number | null) => void
  readonly label?: string
  readonly min?: number
  readonly max?: number
  readonly precision?: number
}) {
  const t = useTexts(builderTexts)
  return (
    <InputNumber
      className={styles.number}
      value={props.value ?? null}
      min={props.min}
      max={props.max}
      precision={props.precision}
      aria-label={props.label ?? t('value')}
      status={props.value === null || props.value === undefined ? 'warning' : undefined}
      onChange={props.onChange}
    />
  )
}

/** An amount as people write it, kept in minor units. */
export function MoneyValue(props: {
  readonly value: number | null | undefined
  readonly onChange: (minor: number | null) => void
  readonly label?: string
}) {
  const t = useTexts(builderTexts)
  const { currency } = useWorkspace()
  const scale = 10 ** minorDigits(currency)
  const isEmpty = props.value === null || props.value === undefined
  return (
    <InputNumber
      className={styles.money}
      value={isEmpty ? null : (props.value ?? 0) / scale}
      precision={minorDigits(currency)}
      prefix={symbolOf(currency)}
      aria-label={props.label ?? t('value')}
      status={isEmpty ? 'warning' : undefined}
      onChange={(value) => props.onChange(value === null ? null : Math.round(value * scale))}
    />
  )
}

/** Texts to compare with: those that occur are offered, others can be typed. */
export function TextValues(props: {
  readonly values: readonly string[]
  readonly onChange: (values: string[]) => void
  readonly offered: readonly { readonly value: string; readonly label: string; readonly note?: string }[]
}) {
  const t = useTexts(builderTexts)
  return (
    <Select<string[]>
      mode="tags"
      className={styles.values}
      value={[...props.values]}
      aria-label={t('values')}
      placeholder={t('valuePlaceholder')}
      tokenSeparators={['，', '\n', '\t']}
      status={props.values.length === 0 ? 'warning' : undefined}
      popupMatchSelectWidth={false}
      optionFilterProp="label"
      options={props.offered.map(({ value, label, note }) => ({ value, label, note }))}
      optionRender={({ data, label }) => (
        <span className={styles.option}>
          <span>{label}</span>
          <i>{(data as { note?: string }).note}</i>
        </span>
      )}
      onChange={props.onChange}
    />
  )
}

export function BooleanValue(props: {
  readonly value: boolean
  readonly onChange: (value: boolean) => void
}) {
  const t = useTexts(builderTexts)
  return (
    <Select<'yes' | 'no'>
      value={props.value ? 'yes' : 'no'}
      aria-label={t('value')}
      popupMatchSelectWidth={false}
      options={[
        { value: 'yes', label: t('yes') },
        { value: 'no', label: t('no') },
      ]}
      onChange={(chosen) => props.onChange(chosen === 'yes')}
    />
  )
}

/** A day of the calendar. A moment with a time, as programs write them, is shown with it; choosing a day replaces it. */
export function DayValue(props: {
  readonly value: string | null | undefined
  readonly onChange: (day: string | null) => void
  readonly label?: string
}) {
  const t = useTexts(builderTexts)
  const leaf = useTexts(leafTexts)
  const format = useFormat()
  const { value } = props
  return (
    <>
      <DatePicker
        value={value ? dayjs(value.slice(0, 10)) : null}
        aria-label={props.label ?? t('date')}
        status={value ? undefined : 'warning'}
        onChange={(day) => props.onChange(day ? day.format('YYYY-MM-DD') : null)}
      />
      {value?.includes('T') && (
        <span className={styles.word}>{leaf('exactMoment', { at: format.momentExact(value) })}</span>
      )}
    </>
  )
}

const units = ['minute', 'hour', 'day', 'week'] as const

/** A length of time: 30 days. */
export function DurationValue(props: {
  readonly value: DraftDuration | undefined
  readonly onChange: (value: DraftDuration) => void
}) {
  const t = useTexts(builderTexts)
  const named = useNamed(builderTexts)
  const value = props.value ?? { amount: null, unit: 'day' }
  return (
    <span className={styles.pair}>
      <InputNumber
        className={styles.count}
        value={value.amount}
        min={1}
        precision={0}
        aria-label={t('amount')}
        status={value.amount === null ? 'warning' : undefined}
        onChange={(amount) => props.onChange({ ...value, amount })}
      />
      <Select
        value={value.unit}
        aria-label={t('unit')}
        popupMatchSelectWidth={false}
        options={units.map((unit) => ({ value: unit, label: named('unit', unit) }))}
        onChange={(unit) => props.onChange({ ...value, unit })}
      />
    </span>
  )
}

function symbolOf(currency: string): string {
  const parts = new Intl.NumberFormat('en', {
    style: 'currency',
    currency,
    currencyDisplay: 'narrowSymbol',
  }).formatToParts(0)
  return parts.find(({ type }) => type === 'currency')?.value ?? currency
}
