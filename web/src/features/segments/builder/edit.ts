import { leavesOf } from '@rapport/contract'
import { type DraftGroup, type DraftNode, isDraftGroup, newId } from './draft'

/** The tree with one part changed; the rest is the same, so that the page redraws only that. */
export function changeNode(root: DraftGroup, id: string, change: (node: DraftNode) => DraftNode): DraftGroup {
  return changeIn(root, id, change) as DraftGroup
}

function changeIn(node: DraftNode, id: string, change: (node: DraftNode) => DraftNode): DraftNode {
  if (node.id === id) return change(node)
  if (!isDraftGroup(node)) return node
  const of = node.of.map((member) => changeIn(member, id, change))
  return of.some((member, index) => member !== node.of[index]) ? { ...node, of } : node
}

/** The tree without one part. A group that is left empty goes with it, but for the one at the top. */
export function removeNode(root: DraftGroup, id: string): DraftGroup {
  return { ...root, of: membersWithout(root.of, id) }
}

function membersWithout(members: readonly DraftNode[], id: string): DraftNode[] {
  return members.flatMap((member): DraftNode[] => {
    if (member.id === id) return []
    if (!isDraftGroup(member)) return [member]
    const of = membersWithout(member.of, id)
    return of.length === 0 && member.of.length > 0 ? [] : [{ ...member, of }]
  })
}

/** The tree with a part added at the end of a group. */
export function addTo(root: DraftGroup, groupId: string, node: DraftNode): DraftGroup {
  return changeNode(root, groupId, (group) =>
    isDraftGroup(group) ? { ...group, of: [...group.of, node] } : group,
  )
}

/** The tree with a copy of one part behind it. */
export function duplicateNode(root: DraftGroup, id: string): DraftGroup {
  const within = (group: DraftGroup): DraftGroup => ({
    ...group,
    of: group.of.flatMap((member) => {
      if (member.id === id) return [member, copyOf(member)]
      return [isDraftGroup(member) ? within(member) : member]
    }),
  })
  return within(root)
}

function copyOf(node: DraftNode): DraftNode {
  if (isDraftGroup(node)) return { ...node, id: newId(), of: node.of.map(copyOf) }
  if (node.kind !== 'event') return { ...node, id: newId() }
  return { ...node, id: newId(), where: node.where.map((filter) => ({ ...filter, id: newId() })) }
}

/** How many conditions a tree has. */
export function countLeaves(node: DraftNode): number {
  if (node.kind === 'kept') return leavesOf(node.rule).length
  return isDraftGroup(node) ? node.of.reduce((sum, member) => sum + countLeaves(member), 0) : 1
}
