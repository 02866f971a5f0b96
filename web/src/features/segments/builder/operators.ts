import type { TraitDefinition } from '@rapport/contract'
import { type ConditionType, type DraftCondition, someDays } from './pieces'

/** What can be asked of a value of some type, in the order of the menu. */
export const operatorsOf = {
  text: ['is', 'is_not', 'contains', 'not_contains', 'starts_with', 'ends_with'],
  number: ['at_least', 'more_than', 'at_most', 'less_than', 'is', 'is_not', 'between'],
  money: ['at_least', 'more_than', 'at_most', 'less_than', 'is', 'is_not', 'between'],
  date: ['in_last', 'before_last', 'in_next', 'after_next', 'since', 'before', 'on', 'between'],
  anniversary: ['today', 'in_next', 'this_month'],
  boolean: ['is'],
  list: ['has_any', 'has_all', 'has_none', 'size'],
  presence: ['is_set', 'is_not_set'],
} as const satisfies Record<ConditionType, readonly string[]>

/** What can be asked of when something happened: it is never in the future. */
const pastDates = ['in_last', 'before_last', 'since', 'before', 'on', 'between'] as const

/** What the menu of an attribute or field offers. */
export type MenuType = ConditionType | 'past_date'

export interface Operator {
  readonly type: ConditionType
  readonly op: string
}

/** Operators for a value: those of its type, for a date its anniversaries too, and whether there is a value at all. */
export function operatorMenu(type: MenuType): readonly Operator[] {
  if (type === 'past_date') return pastDates.map((op) => ({ type: 'date', op }))
  const own = ownOperators(type === 'anniversary' ? 'date' : type)
  if (type === 'presence') return own
  const yearly = type === 'date' || type === 'anniversary' ? ownOperators('anniversary') : []
  return [...own, ...yearly, ...ownOperators('presence')]
}

const ownOperators = (type: ConditionType): Operator[] => operatorsOf[type].map((op) => ({ type, op }))

/** Whether a condition asks what a value of a type can answer. Another one never holds: the type has changed. */
export function isOfType(condition: DraftCondition, type: MenuType): boolean {
  return operatorMenu(type).some(({ type: of }) => of === condition.type)
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
    within: (same && before.within) || someDays,
    days: same ? (before.days ?? 7) : 7,
    calendar: same ? before.calendar : undefined,
    compare: (same && before.compare) || { op: 'at_least', value: 1 },
  }
}
