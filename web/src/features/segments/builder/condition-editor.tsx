import { Select } from 'antd'
import { useNamed, useTexts } from '../../../lib/texts'
import type { ConditionType, DraftCondition } from './draft'
import { operatorMenu, withOperator } from './operators'
import { builderTexts } from './texts'
import { BooleanValue, DayValue, DurationValue, MoneyValue, NumberValue, TextValues } from './value-editors'
import { isRelative } from './write-rule'

export interface OfferedValue {
  readonly value: string
  readonly label: string
  readonly note?: string
}

export interface ConditionEditorProps {
  readonly condition: DraftCondition
  /** The type of the attribute or field; what the operator menu offers. */
  readonly type: ConditionType
  readonly offered: readonly OfferedValue[]
  readonly onChange: (condition: DraftCondition) => void
}

/** An operator and what it compares with. */
export function ConditionEditor({ condition, type, offered, onChange }: ConditionEditorProps) {
  const t = useTexts(builderTexts)
  const named = useNamed(builderTexts)
  const menu = operatorMenu(condition.type === 'presence' ? type : condition.type)
  const label = (of: ConditionType, op: string) => named(`op.${of === 'money' ? 'number' : of}`, op)
  return (
    <>
      <Select
        value={`${condition.type} ${condition.op}`}
        aria-label={t('operator')}
        popupMatchSelectWidth={false}
        options={menu.map(({ type: of, op }) => ({ value: `${of} ${op}`, label: label(of, op) }))}
        onChange={(chosen) => {
          const [of, op = ''] = chosen.split(' ')
          onChange(withOperator(condition, of as ConditionType, op))
        }}
      />
      <Value condition={condition} offered={offered} onChange={onChange} />
    </>
  )
}

function Value({ condition, offered, onChange }: Omit<ConditionEditorProps, 'type'>) {
  const t = useTexts(builderTexts)
  const set = (change: Partial<DraftCondition>) => onChange({ ...condition, ...change })
  switch (condition.type) {
    case 'text':
    case 'list':
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
    case 'boolean':
      return <BooleanValue value={condition.value !== false} onChange={(value) => set({ value })} />
    case 'presence':
      return null
  }
}

const numberOf = (value: unknown) => (typeof value === 'number' ? value : null)
const textOf = (value: unknown) => (typeof value === 'string' ? value : null)
