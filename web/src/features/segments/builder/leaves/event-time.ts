import { type EventTimeRule, eventTimeRuleSchema } from '@rapport/contract'
import {
  copyOccurrence,
  type DraftCondition,
  type DraftOccurrence,
  type DraftWindow,
  emptyOccurrence,
  emptyWindow,
  newId,
  openOccurrence,
  openWindow,
  someDays,
  writeCondition,
  writeOccurrence,
  writeWindow,
} from '../pieces'
import type { LeafKind } from './leaf'

export interface DraftEventTime extends DraftOccurrence {
  readonly id: string
  readonly kind: 'event_time'
  readonly which: 'first' | 'last'
  readonly window: DraftWindow
  readonly is: DraftCondition
}

/** A condition on when something happened for the first or the last time. */
export const eventTimeLeaf: LeafKind<DraftEventTime, EventTimeRule> = {
  schema: eventTimeRuleSchema,
  create: () => ({
    ...emptyOccurrence,
    id: newId(),
    kind: 'event_time',
    which: 'first',
    window: { ...emptyWindow, kind: 'ever' },
    is: { type: 'date', op: 'in_last', within: someDays },
  }),
  open: (rule) => ({
    ...openOccurrence(rule),
    id: newId(),
    kind: 'event_time',
    which: rule.which,
    window: openWindow(rule.window),
    is: rule.is,
  }),
  write: (draft) => ({
    ...writeOccurrence(draft),
    kind: 'event_time',
    which: draft.which,
    window: writeWindow(draft.window),
    is: writeCondition(draft.is),
  }),
  copy: (draft) => ({ ...copyOccurrence(draft), id: newId() }),
}
