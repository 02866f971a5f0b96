import { type ReachRule, reachRuleSchema } from '@rapport/contract'
import { newId } from '../pieces'
import type { LeafKind } from './leaf'

export interface DraftReach {
  readonly id: string
  readonly kind: 'reach'
  readonly op: ReachRule['op']
  readonly channel: ReachRule['channel']
}

/** A condition on whether a customer may be written to on a channel. */
export const reachLeaf: LeafKind<DraftReach, ReachRule> = {
  schema: reachRuleSchema,
  create: () => ({ id: newId(), kind: 'reach', op: 'reachable', channel: 'email' }),
  open: (rule) => ({ ...rule, id: newId() }),
  write: ({ kind, op, channel }) => ({ kind, op, channel }),
  copy: (draft) => ({ ...draft, id: newId() }),
}
