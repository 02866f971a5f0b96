import { type SegmentRule, segmentRuleSchema } from '@rapport/contract'
import { newId } from '../pieces'
import type { LeafKind } from './leaf'

export interface DraftSegment {
  readonly id: string
  readonly kind: 'segment'
  readonly op: SegmentRule['op']
  readonly segmentId: string
}

/** A condition on being in another segment. */
export const segmentLeaf: LeafKind<DraftSegment, SegmentRule> = {
  schema: segmentRuleSchema,
  create: () => ({ id: newId(), kind: 'segment', op: 'in', segmentId: '' }),
  open: (rule) => ({ ...rule, id: newId() }),
  write: ({ kind, op, segmentId }) => ({ kind, op, segmentId }),
  copy: (draft) => ({ ...draft, id: newId() }),
}
