import {
  type Comparison,
  type Duration,
  type EventRule,
  type GroupKind,
  isGroup,
  type Rule,
} from '@rapport/contract'
import { type EditableCondition, type EditableMeasure, type EditableWindow, isEditable } from './editable'

/**
 * A rule while it is being edited: every part has an id for the page, and what is not filled in yet is null or
 * empty. `write-rule.ts` turns it into a rule once it is whole.
 */
export type ConditionType = EditableCondition['type']

export interface DraftCondition {
  readonly type: ConditionType
  readonly op: string
  readonly value?: number | boolean | null
  readonly values?: readonly string[]
  readonly from?: number | string | null
  readonly to?: number | string | null
  readonly moment?: string | null
  readonly within?: DraftDuration
}

export interface DraftDuration {
  readonly amount: number | null
  readonly unit: Duration['unit']
}

export interface DraftComparison {
  readonly op: Comparison['op']
  readonly value?: number | null
  readonly from?: number | null
  readonly to?: number | null
}

export interface DraftFilter {
  readonly id: string
  readonly property: string
  readonly condition: DraftCondition
}

export interface DraftWindow {
  readonly kind: EditableWindow['kind']
  readonly within: DraftDuration
  readonly from: string | null
  readonly to: string | null
}

export type MeasureKind = 'count' | 'sum_value' | 'average_value' | 'sum_property' | 'average_property'

export interface DraftTrait {
  readonly id: string
  readonly kind: 'trait'
  readonly trait: string
  readonly condition: DraftCondition
}

export interface DraftEvent {
  readonly id: string
  readonly kind: 'event'
  readonly type: EventRule['type']
  readonly events: readonly string[]
  readonly where: readonly DraftFilter[]
  readonly window: DraftWindow
  readonly measure: MeasureKind
  /** Whose sum or average is taken, when it is one of a property. */
  readonly measured: string
  readonly compare: DraftComparison
}

export interface DraftGroup {
  readonly id: string
  readonly kind: GroupKind
  readonly of: readonly DraftNode[]
}

/** A part of a rule that the page can show and take away, but not edit. */
export interface DraftKept {
  readonly id: string
  readonly kind: 'kept'
  readonly rule: Rule
}

export type DraftNode = DraftGroup | DraftTrait | DraftEvent | DraftKept

let made = 0

/** An id that no other part on the page has. */
export function newId(): string {
  made += 1
  return `n${made}`
}

export function isDraftGroup(node: DraftNode): node is DraftGroup {
  return 'of' in node
}

export const emptyWindow: DraftWindow = {
  kind: 'last',
  within: { amount: 30, unit: 'day' },
  from: null,
  to: null,
}

export function newTrait(): DraftTrait {
  return { id: newId(), kind: 'trait', trait: '', condition: { type: 'text', op: 'is', values: [] } }
}

export function newEvent(): DraftEvent {
  return {
    id: newId(),
    kind: 'event',
    type: 'track',
    events: [],
    where: [],
    window: emptyWindow,
    measure: 'count',
    measured: '',
    compare: { op: 'at_least', value: 1 },
  }
}

export function newGroup(kind: GroupKind = 'any'): DraftGroup {
  return { id: newId(), kind, of: [newTrait()] }
}

/** A rule opened for editing. What is at the top is always a group. */
export function draftOf(rule: Rule): DraftGroup {
  const node = nodeOf(rule)
  return isDraftGroup(node) ? node : { id: newId(), kind: 'all', of: [node] }
}

function nodeOf(rule: Rule): DraftNode {
  if (!isEditable(rule)) return { id: newId(), kind: 'kept', rule }
  if (isGroup(rule)) return { id: newId(), kind: rule.kind, of: rule.of.map(nodeOf) }
  if (rule.kind === 'trait') return { ...rule, id: newId(), condition: rule.condition }
  return {
    id: newId(),
    kind: 'event',
    type: rule.type,
    events: rule.events,
    where: rule.where.map((filter) => ({ ...filter, id: newId() })),
    window: windowOf(rule.window),
    ...measureOf(rule.measure),
    compare: rule.compare,
  }
}

function windowOf(window: EditableWindow): DraftWindow {
  if (window.kind === 'last') return { ...emptyWindow, kind: 'last', within: window.within }
  if (window.kind === 'between') return { ...emptyWindow, kind: 'between', from: window.from, to: window.to }
  return { ...emptyWindow, kind: 'ever' }
}

function measureOf(measure: EditableMeasure): Pick<DraftEvent, 'measure' | 'measured'> {
  if (measure.kind === 'count') return { measure: 'count', measured: '' }
  return {
    measure: `${measure.kind}_${measure.of.kind}`,
    measured: measure.of.kind === 'property' ? measure.of.property : '',
  }
}
