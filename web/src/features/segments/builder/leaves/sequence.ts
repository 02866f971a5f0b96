import { type SequenceRule, sequenceRuleSchema } from '@rapport/contract'
import {
  copyOccurrence,
  type DraftDuration,
  type DraftOccurrence,
  type DraftWindow,
  emptyOccurrence,
  emptyWindow,
  newId,
  openOccurrence,
  openWindow,
  writeOccurrence,
  writeWindow,
} from '../pieces'
import type { LeafKind } from './leaf'

export interface DraftStep extends DraftOccurrence {
  readonly id: string
  /** At most so long after the step before it; null is any time. */
  readonly within: DraftDuration | null
}

export interface DraftSequence {
  readonly id: string
  readonly kind: 'sequence'
  readonly steps: readonly DraftStep[]
  /** What did not happen after the last step. */
  readonly absent: DraftStep | null
  readonly window: DraftWindow
}

/** A condition on events that came one after another. */
export const sequenceLeaf: LeafKind<DraftSequence, SequenceRule> = {
  schema: sequenceRuleSchema,
  create: () => ({
    id: newId(),
    kind: 'sequence',
    steps: [newStep(null), newStep()],
    absent: null,
    window: emptyWindow,
  }),
  open: ({ steps, notFollowedBy, window }) => ({
    id: newId(),
    kind: 'sequence',
    steps: steps.map(openStep),
    absent: notFollowedBy ? openStep(notFollowedBy) : null,
    window: openWindow(window),
  }),
  write: ({ kind, steps, absent, window }) => ({
    kind,
    steps: steps.map(writeStep),
    ...(absent && { notFollowedBy: writeStep(absent) }),
    window: writeWindow(window),
  }),
  copy: (draft) => ({
    ...draft,
    id: newId(),
    steps: draft.steps.map(copyStep),
    absent: draft.absent && copyStep(draft.absent),
  }),
}

/** A step to be filled in: within a day, unless said otherwise. */
export function newStep(within: DraftDuration | null = { amount: 1, unit: 'day' }): DraftStep {
  return { ...emptyOccurrence, id: newId(), within }
}

function openStep(step: SequenceRule['steps'][number]): DraftStep {
  return { ...openOccurrence(step), id: newId(), within: step.within ?? null }
}

function writeStep(step: DraftStep): object {
  return { ...writeOccurrence(step), ...(step.within && { within: step.within }) }
}

const copyStep = (step: DraftStep): DraftStep => ({ ...copyOccurrence(step), id: newId() })
