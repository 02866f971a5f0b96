import {
  eventRuleSchema,
  type PropertyFilter,
  type Rule,
  type RuleInput,
  ruleSchema,
  traitRuleSchema,
} from '@rapport/contract'
import {
  type DraftComparison,
  type DraftCondition,
  type DraftEvent,
  type DraftFilter,
  type DraftGroup,
  type DraftNode,
  type DraftTrait,
  type DraftWindow,
  isDraftGroup,
} from './draft'

export interface WrittenRule {
  /** Null as long as something is missing. */
  readonly rule: Rule | null
  /** Ids of the parts that are not whole yet. */
  readonly open: ReadonlySet<string>
}

/** The rule that a draft means, or which parts of it still need filling in. The schema of the wire decides. */
export function writeRule(root: DraftGroup): WrittenRule {
  const open = new Set(openParts(root))
  if (open.size > 0) return { rule: null, open }
  const parsed = ruleSchema.safeParse(inputOf(root))
  return parsed.success ? { rule: parsed.data, open } : { rule: null, open: new Set([root.id]) }
}

function openParts(node: DraftNode): string[] {
  if (isDraftGroup(node)) {
    const isEmpty = node.of.length === 0 && node.kind !== 'all'
    return [...(isEmpty ? [node.id] : []), ...node.of.flatMap(openParts)]
  }
  if (node.kind === 'kept') return []
  const schema = node.kind === 'trait' ? traitRuleSchema : eventRuleSchema
  return schema.safeParse(inputOf(node)).success ? [] : [node.id]
}

function inputOf(node: DraftNode): RuleInput {
  if (isDraftGroup(node)) return { kind: node.kind, of: node.of.map(inputOf) }
  if (node.kind === 'kept') return node.rule
  return node.kind === 'trait' ? traitInput(node) : eventInput(node)
}

function traitInput({ trait, condition }: DraftTrait): RuleInput {
  return { kind: 'trait', trait, condition: conditionOf(condition) } as RuleInput
}

function eventInput(draft: DraftEvent): RuleInput {
  return {
    kind: 'event',
    type: draft.type,
    events: [...draft.events],
    where: draft.where.map(filterOf),
    window: windowOf(draft.window),
    measure: measureOf(draft),
    compare: comparisonOf(draft.compare),
  } as RuleInput
}

function filterOf({ property, condition }: DraftFilter): PropertyFilter {
  return { property, condition: conditionOf(condition) } as PropertyFilter
}

/** The fields that the operator asks for, and no others: the schema refuses what it does not know. */
function conditionOf({ type, op, ...draft }: DraftCondition): object {
  switch (type) {
    case 'text':
    case 'list':
      return { type, op, values: draft.values }
    case 'number':
    case 'money':
      return op === 'between'
        ? { type, op, from: draft.from, to: draft.to }
        : { type, op, value: draft.value }
    case 'date':
      if (op === 'between') return { type, op, from: draft.from, to: draft.to }
      return isRelative(op) ? { type, op, within: draft.within } : { type, op, moment: draft.moment }
    case 'boolean':
      return { type, op, value: draft.value }
    case 'presence':
      return { type, op }
  }
}

/** Operators on dates that count from now. */
export function isRelative(op: string): boolean {
  return op === 'in_last' || op === 'before_last' || op === 'in_next'
}

function windowOf({ kind, within, from, to }: DraftWindow): object {
  if (kind === 'last') return { kind, within }
  return kind === 'between' ? { kind, from, to } : { kind }
}

function measureOf({ measure, measured }: DraftEvent): object {
  switch (measure) {
    case 'count':
      return { kind: 'count' }
    case 'sum_value':
      return { kind: 'sum', of: { kind: 'value' } }
    case 'average_value':
      return { kind: 'average', of: { kind: 'value' } }
    case 'sum_property':
      return { kind: 'sum', of: { kind: 'property', property: measured } }
    case 'average_property':
      return { kind: 'average', of: { kind: 'property', property: measured } }
  }
}

function comparisonOf({ op, value, from, to }: DraftComparison): object {
  return op === 'between' ? { op, from, to } : { op, value }
}
