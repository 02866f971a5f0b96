import { type EventRule, eventRuleSchema, type Measure } from '@rapport/contract'
import {
  copyOccurrence,
  type DraftComparison,
  type DraftOccurrence,
  type DraftWindow,
  emptyOccurrence,
  emptyWindow,
  newId,
  openOccurrence,
  openWindow,
  writeComparison,
  writeOccurrence,
  writeWindow,
} from '../pieces'
import type { LeafKind } from './leaf'

export type MeasureKind =
  | 'count'
  | 'sum_value'
  | 'average_value'
  | 'sum_property'
  | 'average_property'
  | 'distinct'

export interface DraftEvent extends DraftOccurrence {
  readonly id: string
  readonly kind: 'event'
  readonly window: DraftWindow
  readonly measure: MeasureKind
  /** The field that is added up, averaged or told apart, when it is one. */
  readonly measured: string
  readonly compare: DraftComparison
}

/** A condition on what a customer did: how often or how much, in which period. */
export const eventLeaf: LeafKind<DraftEvent, EventRule> = {
  schema: eventRuleSchema,
  create: () => ({
    ...emptyOccurrence,
    id: newId(),
    kind: 'event',
    window: emptyWindow,
    measure: 'count',
    measured: '',
    compare: { op: 'at_least', value: 1 },
  }),
  open: (rule) => ({
    ...openOccurrence(rule),
    ...openMeasure(rule.measure),
    id: newId(),
    kind: 'event',
    window: openWindow(rule.window),
    compare: rule.compare,
  }),
  write: (draft) => ({
    ...writeOccurrence(draft),
    kind: 'event',
    window: writeWindow(draft.window),
    measure: writeMeasure(draft),
    compare: writeComparison(draft.compare),
  }),
  copy: (draft) => ({ ...copyOccurrence(draft), id: newId() }),
}

function openMeasure(measure: Measure): Pick<DraftEvent, 'measure' | 'measured'> {
  if (measure.kind === 'count') return { measure: 'count', measured: '' }
  if (measure.kind === 'distinct') return { measure: 'distinct', measured: measure.property }
  return {
    measure: `${measure.kind}_${measure.of.kind}`,
    measured: measure.of.kind === 'property' ? measure.of.property : '',
  }
}

function writeMeasure({ measure, measured }: DraftEvent): object {
  switch (measure) {
    case 'count':
      return { kind: 'count' }
    case 'distinct':
      return { kind: 'distinct', property: measured }
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
