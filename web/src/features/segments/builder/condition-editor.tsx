import { ruleLimits } from '@rapport/contract'
import { Select } from 'antd'
import { useNamed, useTexts } from '../../../lib/texts'
import styles from './builder.module.css'
import { ComparisonEditor } from './comparison-editor'
import { leafTexts } from './leaf-texts'
import { isOfType, type MenuType, operatorMenu, withOperator } from './operators'
import { type ConditionType, type DraftCondition, isRelative } from './pieces'
import { builderTexts } from './texts'
import { BooleanValue, DayValue, DurationValue, MoneyValue, NumberValue, TextValues } from './value-editors'

export interface OfferedValue {
  readonly value: string
  readonly label: string
  readonly note?: string
}

export interface ConditionEditorProps {
  readonly condition: DraftCondition
  /** The type of the attribute or field; what the operator menu offers. */
  readonly type: MenuType
  readonly offered: readonly OfferedValue[]
  readonly onChange: (condition: DraftCondition) => void
}

/** An operator and what it compares with. */
export function ConditionEditor({ condition, type, offered, onChange }: ConditionEditorProps) {
  const t = useTexts(builderTexts)
  const leaf = useTexts(leafTexts)
  const named = useNamed(builderTexts)
  const typeName = useNamed(leafTexts)
  const label = (of: ConditionType, op: string) => named(`op.${of === 'money' ? 'number' : of}`, op)
  const menu = operatorMenu(type)
  const fits = isOfType(condition, type)
  const shown = fits ? menu : [...menu, { type: condition.type, op: condition.op }]
  return (
    <>
      <Select
        value={`${condition.type} ${condition.op}`}
        aria-label={t('operator')}
        status={fits ? undefined : 'warning'}
        popupMatchSelectWidth={false}
        options={shown.map(({ type: of, op }) => ({ value: `${of} ${op}`, label: label(of, op) }))}
        onChange={(chosen) => {
          const [of, op = ''] = chosen.split(' ')
          onChange(withOperator(condition, of as ConditionType, op))
        }}
      />
      <Value condition={condition} offered={offered} onChange={onChange} />
      {!fits && <span className={styles.fault}>{leaf('typeChanged', { now: typeName('type', type) })}</span>}
    </>
  )
}

function Value({ condition, offered, onChange }: Omit<ConditionEditorProps, 'type'>) {
  const t = useTexts(builderTexts)
  const leaf = useTexts(leafTexts)
  const set = (change: Partial<DraftCondition>) => onChange({ ...condition, ...change })
  switch (condition.type) {
    case 'list':
      if (condition.op === 'size')
        return (
          <ComparisonEditor
            compare={condition.compare ?? { op: 'at_least' }}
            kind="whole"
            unit={leaf('sizeUnit')}
            onChange={(compare) => set({ compare })}
          />
        )
      return (
        <TextValues
          values={condition.values ?? []}
          offered={offered}
          onChange={(values) => set({ values })}
        />
      )
    case 'text':
      return (
        <TextValues
          values={condition.values ?? []}
          offered={offered}
          onChange={(values) => set({ values })}
        />
      )
    case 'number':
    case 'money': {
      const Amount = condition.type === 'money' ? MoneyValue : NumberValue
      if (condition.op !== 'between')
        return <Amount value={numberOf(condition.value)} onChange={(value) => set({ value })} />
      return (
        <>
          <Amount value={numberOf(condition.from)} onChange={(from) => set({ from })} label={t('from')} />
          <span aria-hidden="true">–</span>
          <Amount value={numberOf(condition.to)} onChange={(to) => set({ to })} label={t('to')} />
        </>
      )
    }
    case 'date':
      return <DateValue condition={condition} set={set} />
    case 'anniversary':
      return (
        <>
          {condition.op === 'in_next' && (
            <span className={styles.pair}>
              <NumberValue
                value={condition.days}
                label={t('amount')}
                min={1}
                max={ruleLimits.anniversaryDaysMax}
                precision={0}
                onChange={(days) => set({ days })}
              />
              <span className={styles.word}>{leaf('anniversaryDays')}</span>
            </span>
          )}
          <Select
            value={condition.calendar ?? 'solar'}
            aria-label={leaf('calendar')}
            popupMatchSelectWidth={false}
            options={(['solar', 'lunar'] as const).map((one) => ({
              value: one,
              label: leaf(`calendar.${one}`),
            }))}
            onChange={(calendar) => set({ calendar })}
          />
        </>
      )
    case 'boolean':
      return <BooleanValue value={condition.value !== false} onChange={(value) => set({ value })} />
    case 'presence':
      return null
  }
}

function DateValue(props: {
  readonly condition: DraftCondition
  readonly set: (change: Partial<DraftCondition>) => void
}) {
  const t = useTexts(builderTexts)
  const { condition, set } = props
  if (isRelative(condition.op))
    return <DurationValue value={condition.within} onChange={(within) => set({ within })} />
  if (condition.op !== 'between')
    return <DayValue value={condition.moment} onChange={(moment) => set({ moment })} />
  return (
    <>
      <DayValue value={textOf(condition.from)} onChange={(from) => set({ from })} label={t('from')} />
      <span aria-hidden="true">–</span>
      <DayValue value={textOf(condition.to)} onChange={(to) => set({ to })} label={t('to')} />
    </>
  )
}

const numberOf = (value: unknown) => (typeof value === 'number' ? value : null)
const textOf = (value: unknown) => (typeof value === 'string' ? value : null)
