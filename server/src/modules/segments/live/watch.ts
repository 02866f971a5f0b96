import {
  type CompanyKind,
  type Condition,
  companyPath,
  durationMs,
  type EventChoice,
  type PropertyFilter,
  placeTraits,
  type Rule,
  reachChannels,
} from '@rapport/contract'
import { isComputedTrait, isRollup } from '../../profiles'
import { type EventLeaf, isEventLeaf, leavesThrough, type OwnLeaf, type SegmentRules } from '../rule/segments'

/** A change that a rule may be about, as one text, so that looking it up is cheap for every event that comes in. */
export type Mention = string

/** A person who is new, was merged or was split again: every rule may say something else of them. */
export const anything: Mention = '*'
/** The traits that are computed from events and by the clock; they change together. */
export const computedTraits: Mention = 'computed'

export const eventMention = (type: string, name: string): Mention => `event ${type} ${name}`
/** The name of a trait is enough of its path: `address` for `address.city`. */
export const traitMention = (path: string): Mention => `trait ${path.split('.', 1)[0]}`

/** A trait of a company or household; what changes is the company, and it is asked again for all its members. */
export const companyMention = (path: string): Mention => `company ${path.split('.', 1)[0]}`
/** Somebody joined or left: noted of them, and of the company for those who stay. */
export const membersMention: Mention = 'members'
/** Somebody got an identifier of a kind; one is lost only when a merge is undone. */
export const identifierMention = (kind: string): Mention => `identifier ${kind}`
/** Somebody's address was put on the suppression list or taken off it. */
export const suppressionMention: Mention = 'suppression'
/** When a person was last seen. */
export const beingSeen: Mention = 'seen'

/** The events or traits whose moments, shifted, are edges: time alone may change what a rule says when they pass. */
export type Edge =
  | {
      readonly kind: 'event'
      readonly type: string
      readonly events: readonly string[]
      /** The event's own time, or the dates at a path into its properties. */
      readonly of: 'time' | { readonly property: string }
      readonly shiftMs: number
    }
  | { readonly kind: 'trait'; readonly trait: string; readonly shiftMs: number }
  /** A date of a company or household, passing for all its members. */
  | {
      readonly kind: 'company'
      readonly company: CompanyKind
      readonly trait: string
      readonly shiftMs: number
    }
  /** Midnight of the workspace: anniversaries come round. */
  | { readonly kind: 'midnight' }

/** What has to happen before a rule may say something else of a person. */
export interface Watch {
  readonly mentions: ReadonlySet<Mention>
  /** Those of the mentions after which everybody who shares a company or household with the one touched is asked too. */
  readonly shared: ReadonlySet<Mention>
  readonly edges: readonly Edge[]
}

/**
 * What a rule has to be asked again for: a change that it mentions, or the passing of one of its edges. Between those,
 * its answer stays as it is. Segments that it asks for are looked through.
 */
export function watchOf(rule: Rule, segments: SegmentRules | undefined): Watch {
  const mentions = new Set<Mention>([anything])
  const shared = new Set<Mention>()
  const edges = new Map<string, Edge>()
  for (const leaf of leavesThrough(rule, segments)) {
    for (const mention of mentionsOf(leaf)) mentions.add(mention)
    for (const mention of sharedMentionsOf(leaf)) shared.add(mention)
    for (const edge of edgesOf(leaf)) edges.set(JSON.stringify(edge), edge)
  }
  for (const mention of shared) mentions.add(mention)
  return { mentions, shared, edges: [...edges.values()] }
}

/** The names of all events that a rule and the segments it asks for read. */
export function eventNamesOf(rule: Rule, segments: SegmentRules | undefined): ReadonlySet<string> {
  const leaves = leavesThrough(rule, segments).filter(isEventLeaf)
  return new Set(leaves.flatMap(eventsOf).flatMap(({ events }) => events))
}

/** What changes a company or household, and so the answer for all its members. */
function sharedMentionsOf(leaf: OwnLeaf): Mention[] {
  const path = leaf.kind === 'trait' && companyPath(leaf.trait)
  if (!path) return []
  if (!isRollup(path.trait)) return [companyMention(path.trait), companyMention('type')]
  const ofMembers = [companyMention('type'), membersMention, anything]
  if (path.trait === 'members') return ofMembers
  return [...ofMembers, seenTraits.has(path.trait) ? beingSeen : computedTraits]
}

/** Figures of when members were seen; the others add up what they bought. */
const seenTraits: ReadonlySet<string> = new Set(['active_members', 'last_seen_at'])

function mentionsOf(leaf: OwnLeaf): Mention[] {
  if (leaf.kind === 'trait') {
    if (companyPath(leaf.trait)) return [membersMention]
    return isComputedTrait(leaf.trait)
      ? [traitMention(leaf.trait), computedTraits]
      : [traitMention(leaf.trait)]
  }
  if (leaf.kind === 'identifier') return [identifierMention(leaf.idKind)]
  if (leaf.kind === 'reach') {
    const { address, consent, hasList } = reachChannels[leaf.channel]
    return [traitMention(address), traitMention(consent), ...(hasList ? [suppressionMention] : [])]
  }
  if (leaf.kind === 'distance') return Object.values(placeTraits).map(traitMention)
  return eventsOf(leaf).flatMap(({ type, events }) => events.map((name) => eventMention(type, name)))
}

type ReadEvents = Pick<EventChoice, 'type' | 'events'> & { readonly where: readonly PropertyFilter[] }

/** Every kind of event that a leaf reads, also where a window begins and what must not follow. */
function eventsOf(leaf: EventLeaf): ReadEvents[] {
  const since = leaf.window.kind === 'since' ? [{ ...leaf.window, where: [] }] : []
  if (leaf.kind !== 'sequence') return [leaf, ...since]
  return [...leaf.steps, ...(leaf.notFollowedBy ? [leaf.notFollowedBy] : []), ...since]
}

function edgesOf(leaf: OwnLeaf): Edge[] {
  if (leaf.kind === 'trait') return traitEdges(leaf.trait, leaf.condition)
  if (!isEventLeaf(leaf)) return []
  const ofTime = ({ type, events }: Pick<EventChoice, 'type' | 'events'>, shiftMs: number): Edge => ({
    kind: 'event',
    type,
    events,
    of: 'time',
    shiftMs,
  })
  const read = eventsOf(leaf)
  const first = leaf.kind === 'sequence' ? leaf.steps[0] : leaf
  const last = leaf.kind === 'sequence' ? leaf.steps.at(-1) : leaf
  return [
    ...read.map((events) => ofTime(events, 0)), // an event may be dated ahead
    ...read.flatMap(propertyEdges),
    ...(leaf.window.kind === 'last' && first ? [ofTime(first, durationMs(leaf.window.within))] : []),
    ...(leaf.kind === 'event_time' ? shiftsOf(leaf.is).map((shiftMs) => ofTime(leaf, shiftMs)) : []),
    ...(leaf.kind === 'sequence' && leaf.notFollowedBy && last
      ? [ofTime(last, durationMs(leaf.notFollowedBy.within))]
      : []),
  ]
}

function traitEdges(trait: string, condition: Condition): Edge[] {
  const company = companyPath(trait)
  if (condition.type === 'anniversary' || company?.trait === 'active_members') return [{ kind: 'midnight' }]
  return shiftsOf(condition).map((shiftMs) =>
    company
      ? { kind: 'company', company: company.kind, trait: company.trait, shiftMs }
      : { kind: 'trait', trait, shiftMs },
  )
}

function propertyEdges({ type, events, where }: ReadEvents): Edge[] {
  return where.flatMap(({ property, condition }): Edge[] => {
    if (condition.type === 'anniversary') return [{ kind: 'midnight' }]
    return shiftsOf(condition).map((shiftMs) => ({ kind: 'event', type, events, of: { property }, shiftMs }))
  })
}

/** How long after a date (before it, when negative) a condition on it turns. */
function shiftsOf(condition: Condition): number[] {
  if (condition.type !== 'date') return []
  switch (condition.op) {
    case 'in_last':
      return [0, durationMs(condition.within)]
    case 'before_last':
      return [durationMs(condition.within)]
    case 'in_next':
      return [-durationMs(condition.within), 0]
    case 'after_next':
      return [-durationMs(condition.within)]
    default:
      return []
  }
}
