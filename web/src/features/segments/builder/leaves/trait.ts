import { type TraitRule, traitRuleSchema } from '@rapport/contract'
import { type DraftCondition, newId, writeCondition } from '../pieces'
import type { LeafKind } from './leaf'

export interface DraftTrait {
  readonly id: string
  readonly kind: 'trait'
  readonly trait: string
  readonly condition: DraftCondition
}

/** A condition on what a customer is. */
export const traitLeaf: LeafKind<DraftTrait, TraitRule> = {
  schema: traitRuleSchema,
  create: () => ({
    id: newId(),
    kind: 'trait',
    trait: '',
    condition: { type: 'text', op: 'is', values: [] },
  }),
  open: (rule) => ({ ...rule, id: newId() }),
  write: ({ kind, trait, condition }) => ({ kind, trait, condition: writeCondition(condition) }),
  copy: (draft) => ({ ...draft, id: newId() }),
}
