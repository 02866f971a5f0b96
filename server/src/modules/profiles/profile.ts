import { own } from '../../kernel/own'
import type { Json } from '../events'
import type { IdentifierCounts } from './identity/resolve'
import { type ComputedState, combineStates } from './traits/accumulate'

export interface TraitValue {
  readonly value: Json
  /** Where it came from: a source's name, `computed`, `rfm`, a user … */
  readonly source: string
  /** When it became true, ISO 8601 UTC. */
  readonly at: string
  /** The lawful basis of a value that an enricher added. */
  readonly basis?: string
}

export type Traits = Readonly<Record<string, TraitValue>>

/** What nearly every message asks of a profile. */
export interface ProfileHead {
  readonly workspaceId: string
  readonly profileId: string
  readonly firstSeenMs: number
  readonly lastSeenMs: number
  /** Journal position of its last change. */
  readonly version: number
}

/** A profile as the pipeline changes it. A change is a new value. */
export interface Profile extends ProfileHead {
  readonly traits: Traits
  readonly computed: ComputedState
  /** Identifiers it holds, by kind. */
  readonly counts: IdentifierCounts
  /** Other identity nodes that belong to it: profiles it absorbed. */
  readonly nodes: readonly string[]
}

/** More traits than any console shows; a sender that makes up names is stopped here. */
export const traitsMax = 500
export const traitBytesMax = 16 * 1024
/** Being seen again within this time changes nothing that anybody reads, and would be a write per page view. */
export const seenStepMs = 5 * 60_000

/** A profile at its first event. */
export function newProfile(workspaceId: string, profileId: string, timeMs: number, version: number): Profile {
  return {
    workspaceId,
    profileId,
    firstSeenMs: timeMs,
    lastSeenMs: timeMs,
    traits: {},
    computed: {},
    counts: {},
    nodes: [],
    version,
  }
}

export interface TraitChange {
  readonly trait: string
  readonly value: TraitValue
}

/** Sets traits of a profile or company: for each the newest `at` wins, equal times the later arrival. A null value unsets. */
export function setTraits<H extends { readonly traits: Traits }>(
  profile: H,
  given: Readonly<Record<string, Json>>,
  source: string,
  at: string,
  basis?: string,
): { profile: H; changes: TraitChange[] } {
  const traits: Record<string, TraitValue> = { ...profile.traits }
  const changes: TraitChange[] = []
  let room = traitsMax - Object.keys(traits).length
  for (const [trait, value] of Object.entries(given)) {
    const before = own(traits, trait)
    const yields = before !== undefined && isEnriched(before.source) && !isEnriched(source)
    const isOld = before !== undefined && !yields && before.at > at
    if (isOld || (before ? sameValue(before.value, value) && !yields : value === null || room-- <= 0))
      continue
    if (typeof value === 'object' && JSON.stringify(value).length > traitBytesMax) continue
    const set = { value, source, at, ...(basis && { basis }) }
    traits[trait] = set
    changes.push({ trait, value: set })
  }
  return { profile: changes.length > 0 ? { ...profile, traits } : profile, changes }
}

/** Whether having been seen at a time is news. */
export function isNewSight({ firstSeenMs, lastSeenMs }: ProfileHead, timeMs: number): boolean {
  return timeMs < firstSeenMs || timeMs >= lastSeenMs + seenStepMs
}

/** Notes that the person was seen at a time. */
export function seenAt(profile: Profile, timeMs: number): Profile {
  if (!isNewSight(profile, timeMs)) return profile
  return {
    ...profile,
    firstSeenMs: Math.min(profile.firstSeenMs, timeMs),
    lastSeenMs: Math.max(profile.lastSeenMs, timeMs),
  }
}

/** Two profiles as one person: newest traits (a refused consent stays refused), all that was counted, every node and identifier. */
export function absorb(survivor: Profile, absorbed: Profile, version: number): Profile {
  const counts: Record<string, number> = { ...survivor.counts }
  for (const [kind, count] of Object.entries(absorbed.counts)) counts[kind] = (counts[kind] ?? 0) + count
  return {
    ...survivor,
    firstSeenMs: Math.min(survivor.firstSeenMs, absorbed.firstSeenMs),
    lastSeenMs: Math.max(survivor.lastSeenMs, absorbed.lastSeenMs),
    traits: together(survivor.traits, absorbed.traits, isStronger),
    computed: combineStates(survivor.computed, absorbed.computed),
    counts,
    nodes: [...survivor.nodes, absorbed.profileId, ...absorbed.nodes],
    version,
  }
}

/** The survivor's traits as if the absorbed had never joined: what came from it goes back to what was there before. */
export function withoutTraitsOf(now: Traits, absorbedThen: Traits, survivorThen: Traits): Traits {
  const kept = Object.entries(now).flatMap(([trait, value]): [string, TraitValue][] => {
    const theirs = own(absorbedThen, trait)
    const isTheirs = theirs?.at === value.at && sameValue(theirs.value, value.value)
    const before = own(survivorThen, trait)
    if (!isTheirs) return [[trait, value]]
    return before ? [[trait, before]] : []
  })
  return Object.fromEntries(kept)
}

/** What a list or a greeting calls this person; empty when nothing is known. */
export function displayName(traits: Traits): string {
  return nameFrom((trait) => traits[trait]?.value)
}

/** The same from plain values. */
export function nameFrom(read: (trait: string) => unknown): string {
  const text = (trait: string) => {
    const value = read(trait)
    return typeof value === 'string' ? value.trim() : ''
  }
  const first = text('first_name')
  const last = text('last_name')
  const joined = /\p{Script=Han}/u.test(first + last) ? last + first : `${first} ${last}`.trim()
  return text('name') || joined
}

/** What an enricher added gives way to what anybody said, whenever it was said. */
const isEnriched = (source: string): boolean => source.startsWith('enricher:')

/** For each trait the newest value that either has. */
export function newestTraits(left: Traits, right: Traits): Traits {
  return together(left, right, (_, value, before) => value.at > before.at)
}

type Wins = (trait: string, value: TraitValue, before: TraitValue) => boolean

function together(left: Traits, right: Traits, wins: Wins): Traits {
  const result: Record<string, TraitValue> = { ...left }
  for (const [trait, value] of Object.entries(right)) {
    const before = own(result, trait)
    if (!before || before.value === null || wins(trait, value, before)) result[trait] = value
  }
  return result
}

/** Which of two people's values is the one person's: the newest, but whoever refused as one of them has refused. */
function isStronger(trait: string, value: TraitValue, before: TraitValue): boolean {
  const isRefusal = ({ value: consent }: TraitValue) => consent === 'withdrawn'
  if (trait.startsWith('consent_') && isRefusal(value) !== isRefusal(before)) return isRefusal(value)
  return value.at > before.at
}

function sameValue(left: Json, right: Json): boolean {
  return (
    left === right ||
    (typeof left === 'object' && typeof right === 'object' && JSON.stringify(left) === JSON.stringify(right))
  )
}
