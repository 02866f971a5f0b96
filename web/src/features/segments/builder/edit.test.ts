import { ruleLimits } from '@rapport/contract'
import { describe, expect, it } from 'vitest'
import { type DraftGroup, type DraftNode, isDraftGroup, newLeaf } from './draft'
import {
  addTo,
  changeNode,
  countLeaves,
  duplicateNode,
  moveNode,
  orderOf,
  removeNode,
  unwrapGroup,
  wrapNode,
} from './edit'

const leaf = (id: string): DraftNode => ({ ...newLeaf('trait'), id })
const group = (id: string, ...of: DraftNode[]): DraftGroup => ({ id, kind: 'all', least: null, of })

/** `a (b c) d` */
const tree = group('root', leaf('a'), group('g', leaf('b'), leaf('c')), leaf('d'))
const shown = (node: DraftNode): string =>
  isDraftGroup(node) ? `(${node.of.map(shown).join(' ')})` : node.id
const told = (root: DraftGroup) => shown(root).slice(1, -1)

describe('editing a draft', () => {
  it('changes one part and leaves the others as they were', () => {
    const next = changeNode(tree, 'g', (node) => ({ ...node, kind: 'any' }) as DraftNode)
    expect(next.of[1]?.kind).toBe('any')
    expect(next.of[0]).toBe(tree.of[0])
  })

  it('takes a group away with its last member', () => {
    expect(told(removeNode(tree, 'b'))).toBe('a (c) d')
    expect(told(removeNode(removeNode(tree, 'b'), 'c'))).toBe('a d')
  })

  it('copies a part behind it', () => {
    const { root, copy } = duplicateNode(tree, 'g')
    expect(countLeaves(root)).toBe(6)
    expect(orderOf(root)[orderOf(root).indexOf('c') + 1]).toBe(copy?.id)
    expect(new Set(orderOf(root)).size).toBe(8)
  })

  it('moves a part past its neighbour, into a group that it meets, and out of its own', () => {
    const down = (root: DraftGroup) => moveNode(root, 'a', 'down')
    expect(told(down(tree))).toBe('(a b c) d')
    expect(told(down(down(tree)))).toBe('(b a c) d')
    expect(told(down(down(down(tree))))).toBe('(b c a) d')
    expect(told(down(down(down(down(tree)))))).toBe('(b c) a d')
    expect(told(moveNode(tree, 'd', 'up'))).toBe('a (b c d)')
    expect(told(moveNode(tree, 'b', 'up'))).toBe('a b (c) d')
    expect(told(moveNode(tree, 'g', 'up'))).toBe('(b c) a d')
  })

  it('moves nothing beyond the ends', () => {
    expect(moveNode(tree, 'a', 'up')).toBe(tree)
    expect(moveNode(tree, 'd', 'down')).toBe(tree)
    expect(moveNode(tree, 'root', 'down')).toBe(tree)
    expect(moveNode(tree, 'nobody', 'down')).toBe(tree)
    expect(told(moveNode(group('root', group('g', leaf('a'))), 'a', 'up'))).toBe('a')
  })

  it('puts a part into a group and takes the group away again', () => {
    const wrapped = wrapNode(tree, 'a')
    expect(told(wrapped)).toBe('(a) (b c) d')
    expect(wrapped.of[0]?.kind).toBe('any')
    expect(told(unwrapGroup(wrapped, wrapped.of[0]?.id ?? ''))).toBe('a (b c) d')
    expect(told(unwrapGroup(tree, 'g'))).toBe('a b c d')
    expect(unwrapGroup(tree, 'root')).toBe(tree)
  })

  it('goes to the limits of depth and width, and no further', () => {
    let deep = group('root', leaf('a'))
    for (let depth = 1; depth < ruleLimits.groupDepthMax; depth++) deep = wrapNode(deep, 'a')
    expect(told(deep)).toBe('(((((a)))))')
    expect(wrapNode(deep, 'a')).toBe(deep)
    const full = group('root', ...Array.from({ length: ruleLimits.groupMembersMax }, (_, n) => leaf(`l${n}`)))
    expect(addTo(full, 'root', leaf('x'))).toBe(full)
    expect(duplicateNode(full, 'l1')).toEqual({ root: full, copy: null })
  })
})
