import { ruleLimits } from '@rapport/contract'
import { type DraftGroup, type DraftNode, isDraftGroup, newGroup } from './draft'
import { leafKind } from './leaves'
import { newId } from './pieces'

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

/** The tree with another stretch of parts in the place of one. */
function replaceNode(
  root: DraftGroup,
  id: string,
  parts: (node: DraftNode) => readonly DraftNode[],
): DraftGroup {
  const within = (group: DraftGroup): DraftGroup => ({
    ...group,
    of: group.of.flatMap((member): readonly DraftNode[] => {
      if (member.id === id) return parts(member)
      return [isDraftGroup(member) ? within(member) : member]
    }),
  })
  return within(root)
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
    isDraftGroup(group) && hasRoom(group) ? { ...group, of: [...group.of, node] } : group,
  )
}

/** The tree with a copy of one part behind it, and the copy. */
export function duplicateNode(root: DraftGroup, id: string): { root: DraftGroup; copy: DraftNode | null } {
  const original = findNode(root, id)
  const parent = parentOf(root, id)
  if (!original || !parent || !hasRoom(parent)) return { root, copy: null }
  const copy = copyOf(original)
  return { root: replaceNode(root, id, (node) => [node, copy]), copy }
}

function copyOf(node: DraftNode): DraftNode {
  return isDraftGroup(node)
    ? { ...node, id: newId(), of: node.of.map(copyOf) }
    : leafKind(node.kind).copy(node)
}

/** The tree with a part put into a group of its own; the same where groups cannot nest deeper. */
export function wrapNode(root: DraftGroup, id: string): DraftGroup {
  const node = findNode(root, id)
  const parent = parentOf(root, id)
  if (!node || !parent || depthOf(root, id) + 1 + heightOf(node) > ruleLimits.groupDepthMax) return root
  const kind = parent.kind === 'all' ? 'any' : 'all'
  return replaceNode(root, id, (inner) => [newGroup(kind, [inner])])
}

/** The tree with the members of a group in its place. */
export function unwrapGroup(root: DraftGroup, id: string): DraftGroup {
  const parent = parentOf(root, id)
  const group = findNode(root, id)
  if (!parent || !group || !isDraftGroup(group)) return root
  if (parent.of.length - 1 + group.of.length > ruleLimits.groupMembersMax) return root
  return replaceNode(root, id, () => group.of)
}

/**
 * The tree with a part one place further up or down, as it stands on the page: into a group that it meets, out of its
 * own at the end of it. The same where there is no further place.
 */
export function moveNode(root: DraftGroup, id: string, direction: 'up' | 'down'): DraftGroup {
  const parent = parentOf(root, id)
  const node = findNode(root, id)
  if (!parent || !node) return root
  const place = parent.of.indexOf(node)
  const neighbour = parent.of[direction === 'up' ? place - 1 : place + 1]
  if (!neighbour) return parent.id === root.id ? root : moveOut(root, parent, node, direction)
  if (isDraftGroup(neighbour) && fitsInto(root, neighbour, node)) {
    const entered = {
      ...neighbour,
      of: direction === 'up' ? [...neighbour.of, node] : [node, ...neighbour.of],
    }
    return changeNode(removeNode(root, id), neighbour.id, () => entered)
  }
  const of = parent.of.filter((member) => member !== node)
  of.splice(direction === 'up' ? place - 1 : place + 1, 0, node)
  return changeNode(root, parent.id, (group) => ({ ...group, of }) as DraftGroup)
}

function moveOut(
  root: DraftGroup,
  parent: DraftGroup,
  node: DraftNode,
  direction: 'up' | 'down',
): DraftGroup {
  const outer = parentOf(root, parent.id)
  if (!outer || (parent.of.length > 1 && !hasRoom(outer))) return root
  const rest = parent.of.filter((member) => member !== node)
  const left = rest.length > 0 ? [{ ...parent, of: rest }] : []
  return replaceNode(root, parent.id, () => (direction === 'up' ? [node, ...left] : [...left, node]))
}

/** The part with an id. */
export function findNode(node: DraftNode, id: string): DraftNode | null {
  if (node.id === id) return node
  if (!isDraftGroup(node)) return null
  for (const member of node.of) {
    const found = findNode(member, id)
    if (found) return found
  }
  return null
}

/** The group that a part is in; null for the one at the top. */
export function parentOf(group: DraftGroup, id: string): DraftGroup | null {
  for (const member of group.of) {
    if (member.id === id) return group
    const found = isDraftGroup(member) ? parentOf(member, id) : null
    if (found) return found
  }
  return null
}

/** Every part but the top, as they stand on the page. */
export function orderOf(group: DraftGroup): string[] {
  return group.of.flatMap((member) => [member.id, ...(isDraftGroup(member) ? orderOf(member) : [])])
}

/** How many conditions a tree has. */
export function countLeaves(node: DraftNode): number {
  return isDraftGroup(node) ? node.of.reduce((sum, member) => sum + countLeaves(member), 0) : 1
}

export function hasRoom({ of }: DraftGroup): boolean {
  return of.length < ruleLimits.groupMembersMax
}

/** How many groups a part is in. */
export function depthOf(root: DraftGroup, id: string): number {
  const parent = parentOf(root, id)
  return parent ? 1 + depthOf(root, parent.id) : 0
}

/** How many groups lie in one another, the part itself among them. */
function heightOf(node: DraftNode): number {
  return isDraftGroup(node) ? 1 + Math.max(0, ...node.of.map(heightOf)) : 0
}

function fitsInto(root: DraftGroup, group: DraftGroup, node: DraftNode): boolean {
  return hasRoom(group) && depthOf(root, group.id) + 1 + heightOf(node) <= ruleLimits.groupDepthMax
}
