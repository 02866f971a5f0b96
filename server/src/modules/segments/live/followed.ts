import { type ComputedDefinition, type Rule, ruleSchema } from '@rapport/contract'
import { Failure } from '../../../kernel/failure'
import { deriveId } from '../../../kernel/id'
import type { RuleSettings } from '../deps'
import { loadSegmentRules, type SegmentRules, type StoredRule } from '../rule/segments'
import type { FollowedTrait, FollowedTraits } from '../traits/followed'
import type { PersonalEdge } from './edge-sql'
import { segmentEntered, segmentExited } from './told'
import { eventMention, type Mention, watchOf } from './watch'

/** A segment whose rule can be followed. */
export interface FollowedSegment {
  readonly segmentId: string
  readonly name: string
  readonly rule: Rule
  /** A digest of the rule, of every rule that it leads to and of the time zone: another one means other members. */
  readonly meaning: string
}

/** A segment whose rule cannot be followed, and why. */
export interface BrokenSegment {
  readonly segmentId: string
  readonly problem: string
}

/**
 * All segments and own computed traits of a workspace, ready to be followed: which to ask again on which change, and at
 * which moments. They are known by their place: first the segments, then the traits.
 */
export interface Followed {
  readonly segments: readonly FollowedSegment[]
  readonly traits: readonly FollowedTrait[]
  readonly broken: readonly BrokenSegment[]
  /** Rules of the segments that rules ask for. */
  readonly rules: SegmentRules
  /** Places of segments by what they mention. */
  readonly byMention: ReadonlyMap<Mention, readonly number[]>
  /** Of these, the segments that have to be asked for everybody in a company or household with the one touched. */
  readonly byShared: ReadonlyMap<Mention, readonly number[]>
  readonly edges: readonly PersonalEdge[]
  /** Places of segments by the place of the edge. */
  readonly byEdge: readonly (readonly number[])[]
  /** Places of segments that midnight may change. */
  readonly atMidnight: readonly number[]
}

export interface NamedRule {
  readonly segmentId: string
  readonly name: string
  /** As it is stored: JSON text. */
  readonly rule: string
}

/** Makes segments ready to be followed. One that cannot be, because of what it asks for, stands aside with its reason. */
export async function followedOf(
  rows: readonly NamedRule[],
  settings: MeaningSettings,
  find: (ids: readonly string[]) => Promise<readonly StoredRule[]>,
  traits: FollowedTraits = noTraits,
): Promise<Followed> {
  const segments: FollowedSegment[] = []
  const broken: BrokenSegment[] = []
  const rules = new Map<string, Rule>(traits.rules)
  for (const { segmentId, name, rule: stored } of rows) {
    try {
      const rule = ruleSchema.parse(JSON.parse(stored))
      const asked = await loadSegmentRules([rule], find)
      refuseOwnEvents(rule, asked)
      for (const [id, other] of asked) rules.set(id, other)
      segments.push({ segmentId, name, rule, meaning: meaningOf('meaning', rule, asked, settings) })
    } catch (error) {
      broken.push({ segmentId, problem: error instanceof Error ? error.message : String(error) })
    }
  }
  return {
    segments,
    traits: traits.traits,
    broken,
    rules,
    ...watched([...segments, ...traits.traits], rules),
  }
}

const noTraits: FollowedTraits = { traits: [], broken: [], rules: new Map() }

function watched(all: readonly { readonly rule: Rule }[], rules: SegmentRules) {
  const byMention = new Map<Mention, number[]>()
  const byShared = new Map<Mention, number[]>()
  const edges = new Map<string, { edge: PersonalEdge; places: number[] }>()
  const atMidnight: number[] = []
  for (const [place, { rule }] of all.entries()) {
    const watch = watchOf(rule, rules)
    for (const mention of watch.mentions) byMention.set(mention, [...(byMention.get(mention) ?? []), place])
    for (const mention of watch.shared) byShared.set(mention, [...(byShared.get(mention) ?? []), place])
    for (const edge of watch.edges) {
      if (edge.kind === 'midnight') {
        atMidnight.push(place)
        continue
      }
      const known = edges.get(JSON.stringify(edge))
      if (known) known.places.push(place)
      else edges.set(JSON.stringify(edge), { edge, places: [place] })
    }
  }
  const found = [...edges.values()]
  return {
    byMention,
    byShared,
    edges: found.map(({ edge }) => edge),
    byEdge: found.map(({ places }) => places),
    atMidnight,
  }
}

/** What rules mean besides what they say. */
export type MeaningSettings = Pick<RuleSettings, 'timezone' | 'consentRule'>

/** A digest of a rule, or of what else is followed by one, of every rule that it leads to and of what they depend on. */
export function meaningOf(
  what: 'meaning' | 'trait',
  followed: Rule | ComputedDefinition,
  asked: SegmentRules,
  { timezone, consentRule }: MeaningSettings,
): string {
  const others = [...asked].sort(([left], [right]) => (left < right ? -1 : 1))
  const texts = [JSON.stringify(followed), JSON.stringify(others)]
  const asksReach = texts.some((text) => text.includes('"kind":"reach"'))
  return deriveId(what, timezone, ...texts, ...(asksReach ? [consentRule] : []))
}

/** What asks for entries and exits could change itself for ever. */
export function refuseOwnEvents(rule: Rule, asked: SegmentRules): void {
  const { mentions } = watchOf(rule, asked)
  for (const name of [segmentEntered, segmentExited])
    if (mentions.has(eventMention('track', name)))
      throw new Failure('unprocessable', `the rule asks for ${name}; ask for the segment itself`, {
        code: 'asks_for_memberships',
      })
}

/** Segments without some that turned out not to be answerable. */
export function without(followed: Followed, broken: readonly BrokenSegment[]): Followed {
  const gone = new Set(broken.map(({ segmentId }) => segmentId))
  const segments = followed.segments.filter(({ segmentId }) => !gone.has(segmentId))
  return {
    ...followed,
    segments,
    broken: [...followed.broken, ...broken],
    ...watched([...segments, ...followed.traits], followed.rules),
  }
}

/** The same without a computed trait that turned out not to be answerable. */
export function withoutTrait(followed: Followed, key: string): Followed {
  const traits = followed.traits.filter((trait) => trait.key !== key)
  return { ...followed, traits, ...watched([...followed.segments, ...traits], followed.rules) }
}
