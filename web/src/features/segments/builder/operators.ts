import type { TraitDefinition } from '@rapport/contract'
import type { ConditionType, DraftCondition } from './draft'

/** What can be asked of a value of some type, in the order of the menu. */
export const operatorsOf = {
  text: ['is', 'is_not', 'contains', 'not_contains', 'starts_with', 'ends_with'],
  number: ['at_least', 'more_than', 'at_most', 'less_than', 'is', 'is_not', 'between'],
  money: ['at_least', 'more_than', 'at_most', 'less_than', 'is', 'is_not', 'between'],
  date: ['in_last', 'before_last', 'in_next', 'since', 'before', 'on', 'between'],
  boolean: ['is'],
  list: ['has_any', 'has_all', 'has_none'],
  presence: ['is_set', 'is_not_set'],
} as const satisfies Record<ConditionType, readonly string[]>

/** Whether there is a value at all can be asked of every type. */
export function operatorMenu(type: ConditionType): readonly { type: ConditionType; op: string }[] {
  const own = operatorsOf[type].map((op) => ({ type, op }))
  return type === 'presence' ? own : [...own, ...operatorMenu('presence')]
}

const conditionTypes: Readonly<Record<TraitDefinition['type'], ConditionType>> = {
  text: 'text',
  choice: 'text',
  number: 'number',
  money: 'money',
  date: 'date',
  moment: 'date',
  boolean: 'boolean',
  list: 'list',
}

export function typeOfTrait(type: TraitDefinition['type']): ConditionType {
  return conditionTypes[type]
}

const isoDate = /^\d{4}-\d{2}-\d{2}(T|$)/

/** The type of a property from what the catalogue has seen of it. */
export function typeOfProperty(types: readonly string[], example: string): ConditionType {
  if (types.includes('list')) return 'list'
  if (types.includes('number')) return 'number'
  if (types.includes('boolean')) return 'boolean'
  return isoDate.test(example) ? 'date' : 'text'
}

/** A fresh condition of a type: its first operator, nothing filled in. */
export function firstCondition(type: ConditionType): DraftCondition {
  return withOperator({ type, op: '' }, type, operatorsOf[type][0])
}

/** The condition with another operator; what was filled in and still fits stays. */
export function withOperator(before: DraftCondition, type: ConditionType, op: string): DraftCondition {
  const same = before.type === type
  return {
    type,
    op,
    value: same ? (before.value ?? (type === 'boolean' ? true : null)) : type === 'boolean' ? true : null,
    values: same ? (before.values ?? []) : [],
    from: same ? (before.from ?? null) : null,
    to: same ? (before.to ?? null) : null,
    moment: same ? (before.moment ?? null) : null,
    within: (same && before.within) || { amount: 30, unit: 'day' },
  }
}
