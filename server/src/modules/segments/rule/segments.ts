import { isGroup, type LeafRule, leavesOf, type Rule, ruleLimits, type SegmentRule } from '@rapport/contract'
import { Failure } from '../../../kernel/failure'

/** Rules of the segments that a rule asks for, directly or through others, by the id of the segment. */
export type SegmentRules = ReadonlyMap<string, Rule>

/** A stored segment, as far as rules are concerned. */
export interface StoredRule {
  readonly segmentId: string
  readonly rule: Rule
}

/**
 * Fetches the rules of all segments that some rules lead to, level by level, and makes sure that they can be
 * evaluated: none missing, none inside itself, not too deep, not too many. `saving` is a segment as it would be
 * stored: it stands for what is stored now. Throws `unprocessable` with a code in its details.
 */
export async function loadSegmentRules(
  rules: readonly Rule[],
  find: (ids: readonly string[]) => Promise<readonly StoredRule[]>,
  saving: StoredRule | null = null,
): Promise<SegmentRules> {
  const loaded = new Map<string, Rule>(saving ? [[saving.segmentId, saving.rule]] : [])
  let wanted = missingFrom(loaded, [...rules, ...loaded.values()])
  while (wanted.length > 0) {
    if (loaded.size + wanted.length > ruleLimits.segmentsMax) throw tooManySegments()
    const rows = await find(wanted)
    for (const row of rows) loaded.set(row.segmentId, row.rule)
    for (const id of wanted) if (!loaded.has(id)) throw segmentMissing(id)
    wanted = missingFrom(
      loaded,
      rows.map(({ rule }) => rule),
    )
  }
  const sizes = measureSegments(loaded)
  for (const rule of rules) checkSize(sizeOf(rule, (id) => sizes.get(id) ?? { leaves: 0, depth: 0 }))
  return loaded
}

/** The rule of a segment that was loaded with the context. */
export function segmentRuleOf(segments: SegmentRules | undefined, segmentId: string): Rule {
  const rule = segments?.get(segmentId)
  if (!rule) throw segmentMissing(segmentId)
  return rule
}

/** A condition that asks events or traits itself. */
export type OwnLeaf = Exclude<LeafRule, SegmentRule>

/** A condition that asks events. */
export type EventLeaf = Extract<LeafRule, { kind: 'event' | 'event_time' | 'sequence' }>

export function isEventLeaf(leaf: OwnLeaf): leaf is EventLeaf {
  return leaf.kind === 'event' || leaf.kind === 'event_time' || leaf.kind === 'sequence'
}

/** The conditions of a rule and of all segments that it leads to. */
export function leavesThrough(rule: Rule, segments: SegmentRules | undefined): OwnLeaf[] {
  return leavesOf(rule).flatMap((leaf) =>
    leaf.kind === 'segment' ? leavesThrough(segmentRuleOf(segments, leaf.segmentId), segments) : [leaf],
  )
}

function missingFrom(loaded: SegmentRules, rules: readonly Rule[]): string[] {
  return [...new Set(rules.flatMap(segmentIdsOf))].filter((id) => !loaded.has(id))
}

function segmentIdsOf(rule: Rule): string[] {
  return leavesOf(rule).flatMap((leaf) => (leaf.kind === 'segment' ? [leaf.segmentId] : []))
}

/** How much a rule is with everything it asks for: its leaves, and how deep segments lie in one another. */
interface Size {
  readonly leaves: number
  readonly depth: number
}

/** The size of every segment; each is measured once, whatever asks for it. */
function measureSegments(segments: SegmentRules): ReadonlyMap<string, Size> {
  const sizes = new Map<string, Size>()
  const measure = (id: string, path: readonly string[]): Size => {
    if (path.includes(id)) throw segmentCycle([...path.slice(path.indexOf(id)), id])
    const known = sizes.get(id)
    if (known) return known
    const inner = sizeOf(segmentRuleOf(segments, id), (other) => measure(other, [...path, id]))
    const size = { leaves: inner.leaves, depth: inner.depth + 1 }
    checkSize(size)
    sizes.set(id, size)
    return size
  }
  for (const id of segments.keys()) measure(id, [])
  return sizes
}

function sizeOf(rule: Rule, ofSegment: (id: string) => Size): Size {
  if (isGroup(rule)) {
    const members = rule.of.map((member) => sizeOf(member, ofSegment))
    return {
      leaves: members.reduce((sum, { leaves }) => sum + leaves, 0),
      depth: Math.max(0, ...members.map(({ depth }) => depth)),
    }
  }
  return rule.kind === 'segment' ? ofSegment(rule.segmentId) : { leaves: 1, depth: 0 }
}

function checkSize({ leaves, depth }: Size): void {
  if (depth > ruleLimits.segmentDepthMax)
    throw new Failure(
      'unprocessable',
      `segments ask for one another more than ${ruleLimits.segmentDepthMax} deep; ask for the innermost directly`,
      { code: 'segments_too_deep', depthMax: ruleLimits.segmentDepthMax },
    )
  if (leaves > ruleLimits.resolvedLeavesMax)
    throw new Failure(
      'unprocessable',
      `the rule and the segments it asks for have more than ${ruleLimits.resolvedLeavesMax} conditions together`,
      { code: 'rule_too_large', leavesMax: ruleLimits.resolvedLeavesMax },
    )
}

function segmentMissing(segmentId: string): Failure {
  return new Failure(
    'unprocessable',
    `the rule asks for segment ${segmentId}, which does not exist; choose another or remove the condition`,
    { code: 'segment_missing', segmentId },
  )
}

function segmentCycle(segmentIds: readonly string[]): Failure {
  return new Failure(
    'unprocessable',
    `segments ask for one another in a circle: ${segmentIds.join(' → ')}; remove one of these conditions`,
    { code: 'segment_cycle', segmentIds },
  )
}

function tooManySegments(): Failure {
  return new Failure(
    'unprocessable',
    `the rule leads to more than ${ruleLimits.segmentsMax} other segments`,
    { code: 'too_many_segments_asked', segmentsMax: ruleLimits.segmentsMax },
  )
}
