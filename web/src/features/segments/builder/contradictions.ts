import { type DraftGroup, isDraftGroup } from './draft'
import { type DraftLeaf, leafKind } from './leaves'
import type { DraftEvent } from './leaves/event'
import type { DraftTrait } from './leaves/trait'
import type { DraftCondition } from './pieces'

/**
 * Ids of conditions that nobody can satisfy together, as far as that is plain to see: they must all hold, and ask
 * opposite things of the same attribute, event or segment. Finding none promises nothing.
 */
export function contradictionsIn(root: DraftGroup): ReadonlySet<string> {
  const leaves = togetherIn(root)
  const found = new Set<string>()
  leaves.forEach((leaf, at) => {
    for (const other of leaves.slice(at)) {
      if (!excludes(leaf, other) && !excludes(other, leaf)) continue
      found.add(leaf.id)
      found.add(other.id)
    }
  })
  return found
}

/** Conditions that must all hold: those of groups of all, one in another. */
function togetherIn(group: DraftGroup): DraftLeaf[] {
  if (group.kind !== 'all') return []
  return group.of.flatMap((member) => (isDraftGroup(member) ? togetherIn(member) : [member]))
}

function excludes(left: DraftLeaf, right: DraftLeaf): boolean {
  if (left.kind === 'trait' && right.kind === 'trait')
    return left.trait === right.trait && excludesTrait(left, right)
  if (left.kind === 'event' && right.kind === 'event') return excludesEvent(left, right)
  if (left.kind === 'segment' && right.kind === 'segment')
    return left.segmentId === right.segmentId && left.op !== right.op
  if (left.kind === 'reach' && right.kind === 'reach')
    return left.channel === right.channel && left.op !== right.op
  if (left.kind === 'identifier' && right.kind === 'identifier')
    return left.idKind === right.idKind && left.op !== right.op
  if (left.kind === 'distance' && right.kind === 'distance')
    return (
      left.from === right.from &&
      left.op === 'within' &&
      right.op === 'not_within' &&
      isAtMost(left.km, right.km)
    )
  return false
}

const isAtMost = (left: number | null, right: number | null) =>
  left !== null && right !== null && left <= right

function excludesTrait({ condition: left }: DraftTrait, { condition: right }: DraftTrait): boolean {
  if (isOp(left, 'presence', 'is_not_set')) return asksForValue(right)
  if (left.type !== right.type) return false
  const [values, others] = [left.values ?? [], right.values ?? []]
  switch (left.type) {
    case 'number':
    case 'money':
      return areApart(rangeOf(left), rangeOf(right))
    case 'boolean':
      return left.value !== right.value
    case 'text':
      if (left.op !== 'is') return false
      if (right.op === 'is') return !values.some((value) => others.includes(value))
      return right.op === 'is_not' && values.every((value) => others.includes(value))
    case 'list':
      if (right.op !== 'has_none') return false
      if (left.op === 'has_all') return values.some((value) => others.includes(value))
      return left.op === 'has_any' && values.every((value) => others.includes(value))
    default:
      return false
  }
}

/** The same events, measured alike, and figures that do not meet. */
function excludesEvent(left: DraftEvent, right: DraftEvent): boolean {
  const asked = (draft: DraftEvent) =>
    JSON.stringify({ ...leafKind('event').write({ ...draft, compare: { op: 'is' } }) })
  return asked(left) === asked(right) && areApart(rangeOf(left.compare), rangeOf(right.compare))
}

function isOp({ type, op }: DraftCondition, asked: DraftCondition['type'], operator: string): boolean {
  return type === asked && op === operator
}

const negative = ['is_not', 'not_contains', 'has_none', 'is_not_set']

function asksForValue(condition: DraftCondition): boolean {
  if (condition.op === 'size') return false
  return !negative.includes(condition.op) || isOp(condition, 'presence', 'is_set')
}

interface Range {
  readonly from: number
  readonly to: number
  readonly hasFrom: boolean
  readonly hasTo: boolean
}

function rangeOf({
  op,
  value,
  from,
  to,
}: {
  op: string
  value?: unknown
  from?: unknown
  to?: unknown
}): Range {
  const number = (one: unknown, otherwise: number) => (typeof one === 'number' ? one : otherwise)
  const range = (low: unknown, high: unknown, isOpen = false): Range => ({
    from: number(low, -Infinity),
    to: number(high, Infinity),
    hasFrom: !isOpen,
    hasTo: !isOpen,
  })
  switch (op) {
    case 'at_least':
      return range(value, null)
    case 'more_than':
      return range(value, null, true)
    case 'at_most':
      return range(null, value)
    case 'less_than':
      return range(null, value, true)
    case 'is':
      return range(value, value)
    case 'between':
      return range(from, to)
    default:
      return range(null, null)
  }
}

function areApart(left: Range, right: Range): boolean {
  const from = Math.max(left.from, right.from)
  const to = Math.min(left.to, right.to)
  if (from !== to) return from > to
  const has = (range: Range) => (range.from < from || range.hasFrom) && (range.to > to || range.hasTo)
  return !(has(left) && has(right))
}
