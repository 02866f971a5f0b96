import type { EventRule, GroupKind, Rule, TraitRule } from '@rapport/contract'

type EditableRule = { kind: GroupKind; of: Rule[] } | TraitRule | EventRule

/** Whether the page has fields for a part of a rule. What it has none for stays as it is, and is shown as a sentence. */
export function isEditable(rule: Rule): rule is EditableRule {
  return rule.kind !== 'at_least' && rule.kind !== 'segment'
}
