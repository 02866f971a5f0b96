import { type GroupRule, isGroup, type Rule } from '@rapport/contract'
import { type DraftLeaf, type LeafName, leafKind } from './leaves'
import { newId } from './pieces'

/**
 * A rule while it is being edited: every part has an id for the page, and what is not filled in yet is null or
 * empty. `write-rule.ts` turns it into a rule once it is whole.
 */
export type DraftNode = DraftGroup | DraftLeaf

export interface DraftGroup {
  readonly id: string
  readonly kind: GroupRule['kind']
  /** How many must hold, when it is at least so many; null while it is not filled in. */
  readonly least: number | null
  readonly of: readonly DraftNode[]
}

export function isDraftGroup(node: DraftNode): node is DraftGroup {
  return 'of' in node
}

export function newLeaf(name: LeafName): DraftLeaf {
  return leafKind(name).create()
}

export function newGroup(
  kind: DraftGroup['kind'] = 'any',
  of: readonly DraftNode[] = [newLeaf('trait')],
): DraftGroup {
  return { id: newId(), kind, least: kind === 'at_least' ? 1 : null, of }
}

/** A rule opened for editing. What is at the top is always a group. */
export function draftOf(rule: Rule): DraftGroup {
  const node = nodeOf(rule)
  return isDraftGroup(node) ? node : newGroup('all', [node])
}

function nodeOf(rule: Rule): DraftNode {
  if (!isGroup(rule)) return leafKind(rule.kind).open(rule)
  return {
    id: newId(),
    kind: rule.kind,
    least: rule.kind === 'at_least' ? rule.least : null,
    of: rule.of.map(nodeOf),
  }
}
