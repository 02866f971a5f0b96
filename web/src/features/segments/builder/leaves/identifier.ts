import { type IdentifierRule, identifierRuleSchema } from '@rapport/contract'
import { newId } from '../pieces'
import type { LeafKind } from './leaf'

export interface DraftIdentifier {
  readonly id: string
  readonly kind: 'identifier'
  readonly op: IdentifierRule['op']
  readonly idKind: string
}

/** A condition on which identifiers a customer has. */
export const identifierLeaf: LeafKind<DraftIdentifier, IdentifierRule> = {
  schema: identifierRuleSchema,
  create: () => ({ id: newId(), kind: 'identifier', op: 'has', idKind: '' }),
  open: (rule) => ({ ...rule, id: newId() }),
  write: ({ kind, op, idKind }) => ({ kind, op, idKind }),
  copy: (draft) => ({ ...draft, id: newId() }),
}
