import {
  type Catalogue,
  isRefused,
  type JournalItem,
  type Json,
  type JsonObject,
  type Message,
  type MoneySettings,
  type PlanTimeline,
} from '../../modules/events'
import {
  companyIdOf,
  type Identifier,
  type IdentityPolicy,
  identifiersOf,
  type LifecycleThresholds,
  normaliseTraits,
} from '../../modules/profiles'
import { type Mention, traitsSource } from '../../modules/segments'
import type { HeldIdentifier, Wanted, WorkingSet } from './working-set'

/** What the pipeline needs to know of a workspace. */
export interface WorkspaceContext extends MoneySettings {
  readonly country: string
  readonly timezone: string
  readonly lifecycle: LifecycleThresholds
  readonly identity: IdentityPolicy
  readonly catalogue: Catalogue
  /** The tracking plan; null for a workspace without one. */
  readonly plan: PlanTimeline | null
  /** Changes that some segment wants to hear of. */
  readonly mentions: ReadonlySet<Mention>
  /** Traits that the workspace computes by definitions of its own: nobody else sets them. */
  readonly ownTraits: ReadonlySet<string>
}

/** One journal item with where it stands. */
export interface Place {
  readonly workspaceId: string
  readonly source: string
  readonly receivedAt: Date
  /** The same as text. */
  readonly received: string
  readonly position: number
  readonly index: number
  readonly item: JournalItem
  /** What it counts under, once. */
  readonly key: string
  readonly context: WorkspaceContext
}

/** The same, read: its traits in canonical form, and what must be in the working set before it is applied. */
export interface Step extends Place, Wanted {
  /** Normalised traits of an identify; computed once, used for identity and for the profile. */
  readonly traits: Readonly<Record<string, Json>>
  /** What was wrong with traits, to be counted. */
  readonly problems: readonly string[]
}

const noTraits: JsonObject = {}

/** Prepares a journal item: its traits in canonical form and the identifiers it carries. */
export function prepareStep(place: Place, set: Pick<WorkingSet, 'hold'>): Step {
  const { workspaceId, item, context } = place
  if (isRefused(item)) return stepOf(place, { traits: noTraits, problems: [] }, [])
  const said = withoutComputed(place, item.type === 'identify' ? cleanTraits(item, context) : asTheyAre(item))
  const given =
    item.type === 'alias' ? aliasIdentifiers(item) : identifiersOf(item, said.traits, context.identity)
  const identifiers = given.map((identifier) => set.hold(workspaceId, identifier))
  return stepOf(place, said, identifiers, item.profileId, companySpokenOf(place, item))
}

/** Every field by name: V8 makes objects of one shape of it, which copying a place and adding to it does not. */
function stepOf(
  { workspaceId, source, receivedAt, received, position, index, item, key, context }: Place,
  { traits, problems }: Said,
  identifiers: readonly HeldIdentifier[],
  profileId?: string,
  companyId?: string,
): Step {
  return {
    workspaceId,
    source,
    receivedAt,
    received,
    position,
    index,
    item,
    key,
    context,
    traits,
    problems,
    identifiers,
    profileId,
    companyId,
  }
}

function companySpokenOf({ workspaceId }: Place, { type, groupId }: Message): string | undefined {
  return groupId && (type === 'group' || type === 'set_company')
    ? companyIdOf(workspaceId, groupId)
    : undefined
}

function cleanTraits(
  item: Message,
  { country, timezone }: WorkspaceContext,
): Pick<Step, 'traits' | 'problems'> {
  if (!item.traits) return asTheyAre(item)
  const { traits, problems } = normaliseTraits(item.traits, { country, zone: timezone })
  return { traits, problems: problems.map(({ reason }) => reason) }
}

/** What somebody else says of a trait that the workspace computes does not count; the rest of the message does. */
function withoutComputed({ source, context }: Place, said: Said): Said {
  if (context.ownTraits.size === 0 || source === traitsSource) return said
  const kept = Object.entries(said.traits).filter(([name]) => !context.ownTraits.has(name))
  if (kept.length === Object.keys(said.traits).length) return said
  return { traits: Object.fromEntries(kept), problems: [...said.problems, 'computed_trait'] }
}

type Said = Pick<Step, 'traits' | 'problems'>

const asTheyAre = ({ traits = noTraits }: Message): Pick<Step, 'traits' | 'problems'> => ({
  traits,
  problems: [],
})

/** An alias names the old id without its kind: a user's it may find, a visitor's it may also bring. */
function aliasIdentifiers(message: Message): Identifier[] {
  const { userId, previousId, anonymousId } = message
  return [
    ...(userId ? [{ kind: 'user_id', value: userId }] : []),
    ...(previousId ? [{ kind: 'user_id', value: previousId, lookupOnly: true }] : []),
    ...(previousId ? [{ kind: 'anonymous_id', value: previousId }] : []),
    ...(anonymousId ? [{ kind: 'anonymous_id', value: anonymousId }] : []),
  ]
}
