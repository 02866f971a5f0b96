import type {
  Condition,
  EventRule,
  EventWindow,
  GroupKind,
  Measure,
  PropertyFilter,
  Rule,
  TraitRule,
} from '@rapport/contract'
import { operatorsOf } from './operators'

export type EditableMeasure = Exclude<Measure, { kind: 'distinct' }>
export type EditableCondition = Exclude<Condition, { type: 'anniversary' }>
type EditableTrait = TraitRule & { condition: EditableCondition }
type EditableFilter = PropertyFilter & { condition: EditableCondition }
export type EditableWindow = Exclude<EventWindow, { kind: 'since' }>
type EditableEvent = Omit<EventRule, 'measure' | 'window' | 'where'> & {
  measure: EditableMeasure
  window: EditableWindow
  where: EditableFilter[]
}
type EditableRule = { kind: GroupKind; of: Rule[] } | EditableTrait | EditableEvent

/** Whether the page has fields for a part of a rule. What it has none for stays as it is, and is shown as a sentence. */
export function isEditable(rule: Rule): rule is EditableRule {
  switch (rule.kind) {
    case 'all':
    case 'any':
    case 'none':
      return true
    case 'trait':
      return isKnown(rule.condition)
    case 'event':
      return (
        rule.window.kind !== 'since' &&
        rule.measure.kind !== 'distinct' &&
        rule.on === undefined &&
        rule.where.every(({ condition }) => isKnown(condition))
      )
    default:
      return false
  }
}

function isKnown({ type, op }: { readonly type: string; readonly op: string }): boolean {
  const operators: Readonly<Record<string, readonly string[]>> = operatorsOf
  return operators[type]?.includes(op) ?? false
}
