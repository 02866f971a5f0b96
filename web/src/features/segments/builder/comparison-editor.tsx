import { Select } from 'antd'
import { useNamed, useTexts } from '../../../lib/texts'
import styles from './builder.module.css'
import { operatorsOf } from './operators'
import type { DraftComparison } from './pieces'
import { builderTexts } from './texts'
import { MoneyValue, NumberValue } from './value-editors'

export interface ComparisonEditorProps {
  readonly compare: DraftComparison
  readonly kind: 'whole' | 'number' | 'money'
  /** What is counted. */
  readonly unit?: string
  readonly onChange: (compare: DraftComparison) => void
}

/** How a figure compares: at least 3 times, between 10 and 20. */
export function ComparisonEditor({ compare, kind, unit, onChange }: ComparisonEditorProps) {
  const t = useTexts(builderTexts)
  const named = useNamed(builderTexts)
  const set = (change: Partial<DraftComparison>) => onChange({ ...compare, ...change })
  const amount = (value: number | null | undefined, label: string, key: 'value' | 'from' | 'to') =>
    kind === 'money' ? (
      <MoneyValue value={value} label={label} onChange={(next) => set({ [key]: next })} />
    ) : (
      <NumberValue
        value={value}
        label={label}
        min={kind === 'whole' ? 0 : undefined}
        precision={kind === 'whole' ? 0 : undefined}
        onChange={(next) => set({ [key]: next })}
      />
    )
  return (
    <span className={styles.pair}>
      <Select<DraftComparison['op']>
        value={compare.op}
        aria-label={t('operator')}
        popupMatchSelectWidth={false}
        options={operatorsOf.number.map((op) => ({ value: op, label: named('op.number', op) }))}
        onChange={(op) => set({ op })}
      />
      {compare.op === 'between' ? (
        <>
          {amount(compare.from, t('from'), 'from')}
          <span aria-hidden="true">–</span>
          {amount(compare.to, t('to'), 'to')}
        </>
      ) : (
        amount(compare.value, t('value'), 'value')
      )}
      {unit && <span className={styles.word}>{unit}</span>}
    </span>
  )
}
