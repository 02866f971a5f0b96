import { deriveId } from '../../kernel/id'
import { hourIn } from '../../kernel/zone'
import {
  type Catalogue,
  eventMoney,
  exampleText,
  isRefused,
  type JournalItem,
  type Json,
  type JsonObject,
  type Message,
  type MoneySettings,
  type QuarantineReason,
} from '../../modules/events'
import {
  absorb,
  addEvent,
  enrichContext,
  enrichProfile,
  type Identifier,
  type IdentifierTarget,
  type IdentityPolicy,
  identifiersOf,
  type LifecycleThresholds,
  newProfile,
  normaliseCurrency,
  normaliseTraits,
  type Profile,
  resolveIdentity,
  seenAt,
  setTraits,
} from '../../modules/profiles'
import type { Batch } from './batch'
import type { Wanted, WorkingSet } from './working-set'

/** What the pipeline needs to know of a workspace. */
export interface WorkspaceContext extends MoneySettings {
  readonly country: string
  readonly timezone: string
  readonly lifecycle: LifecycleThresholds
  readonly identity: IdentityPolicy
  readonly catalogue: Catalogue
}

/** One message with where it stands in the journal. */
export interface Step {
  readonly workspaceId: string
  readonly source: string
  readonly receivedAt: Date
  readonly position: number
  readonly index: number
  readonly item: JournalItem
  readonly context: WorkspaceContext
  /** Normalised traits of an identify; computed once, used for identity and for the profile. */
  readonly traits: Readonly<Record<string, Json>>
  readonly identifiers: readonly Identifier[]
}

const noTraits: JsonObject = {}

/** Prepares a journal item: its traits in canonical form and the identifiers it carries. */
export function prepareStep(place: Omit<Step, 'traits' | 'identifiers'>, batch: Batch): Step {
  const { item, context } = place
  if (isRefused(item)) return { ...place, traits: noTraits, identifiers: [] }
  const traits =
    item.type === 'identify' && item.traits
      ? cleanTraits(item.traits, place, batch)
      : (item.traits ?? noTraits)
  const identifiers =
    item.type === 'alias' ? aliasIdentifiers(item) : identifiersOf(item, traits, context.identity)
  return { ...place, traits, identifiers }
}

/** What must be in the working set before the step is applied. */
export function wantedBy({ workspaceId, identifiers, item }: Step): Wanted {
  return { workspaceId, identifiers, profileId: isRefused(item) ? undefined : item.profileId }
}

/** Applies one message to the working set and gathers what is to be written. Pure but for the two it is given. */
export function applyStep(step: Step, set: WorkingSet, batch: Batch): void {
  const { item, workspaceId, receivedAt, source } = step
  if (isRefused(item)) {
    quarantine(step, batch, item.refused, item.detail, item.raw)
    return
  }
  const name = eventName(item)
  const money = eventMoney(name, item.properties ?? noTraits, step.context, (text) =>
    normaliseCurrency(text, step.context.country),
  )
  if (money.kind === 'bad') {
    quarantine(step, batch, 'bad_value', money.detail, item as unknown as Json)
    return
  }
  if (money.kind === 'no_rate') batch.count(workspaceId, receivedAt, source, 'problem', 'no_exchange_rate')

  const target = targetOf(step, item, set, batch)
  if (!target) {
    batch.count(workspaceId, receivedAt, source, 'dropped', 'unknown_profile')
    return
  }
  const timeMs = Date.parse(item.timestamp)
  const before = set.profile(target.profileId)
  let profile = item.type === 'set_traits' ? before : seenAt(before, timeMs)
  profile = applyTraits(profile, step, item, target, batch)
  if (item.type === 'track')
    profile = count(profile, item, name, timeMs, money.kind === 'money' ? money.valueMinor : 0, step.context)
  if (profile !== before || batch.touched.has(profile.profileId)) {
    const changed = profile === before ? profile : { ...profile, version: step.position }
    set.put(changed)
    batch.touch(changed, receivedAt.getTime())
  }
  batch.count(workspaceId, receivedAt, source, 'ok')
  if (item.type !== 'set_traits') {
    noteInCatalogue(step, item, name, batch)
    batch.events.push(eventRow(step, item, name, target, money.kind === 'money' ? money : null))
  }
}

/** Joins two profiles: the first goes on, the second's nodes belong to it from now. */
export function mergeInto(
  set: WorkingSet,
  batch: Batch,
  survivor: Profile,
  absorbed: Profile,
  cause: string,
  mergedAt: string,
  position: number,
): Profile {
  const { workspaceId } = survivor
  const merged = absorb(survivor, absorbed, position)
  const nodes = [absorbed.profileId, ...absorbed.nodes]
  const mergeId = deriveId('merge', workspaceId, survivor.profileId, absorbed.profileId, String(position))
  batch.merges.push({ workspaceId, mergeId, survivor, absorbed, cause, mergedAt })
  batch.moves.push({ workspaceId, nodes, profileId: survivor.profileId })
  for (const node of nodes) {
    batch.aliases.set(node, {
      workspace_id: workspaceId,
      node_id: node,
      profile_id: survivor.profileId,
      version: position,
      is_deleted: 0,
    })
  }
  const nowMs = Date.parse(mergedAt)
  set.put(merged)
  set.redirect(absorbed.profileId, survivor.profileId)
  batch.touch({ ...absorbed, version: position }, nowMs, true)
  batch.touch(merged, nowMs)
  return merged
}

function targetOf(step: Step, item: Message, set: WorkingSet, batch: Batch): IdentifierTarget | null {
  const { workspaceId, position } = step
  if (item.profileId) {
    const known = set.known(workspaceId, item.profileId)
    return known ? { nodeId: known.profileId, profileId: known.profileId } : null
  }
  const resolution = resolveIdentity(
    step.identifiers,
    set.view(workspaceId),
    step.context.identity,
    item.type === 'alias',
  )
  const target = resolution.target ?? createProfile(step, item, set, batch)
  for (const absorbedId of resolution.absorbed) {
    mergeInto(
      set,
      batch,
      set.profile(target.profileId),
      set.profile(absorbedId),
      item.messageId,
      step.receivedAt.toISOString(),
      position,
    )
  }
  attach(step, item, target, resolution.attach, set, batch)
  for (const conflict of resolution.conflicts) {
    batch.count(workspaceId, step.receivedAt, step.source, 'problem', 'identity_conflict')
    if (conflict.identifier.kind !== 'anonymous_id')
      noteConflict(batch, workspaceId, target.profileId, conflict.profileId, conflict.identifier.kind)
  }
  return target
}

function createProfile(step: Step, item: Message, set: WorkingSet, batch: Batch): IdentifierTarget {
  const profileId = deriveId('profile', step.workspaceId, item.messageId)
  const profile = newProfile(step.workspaceId, profileId, Date.parse(item.timestamp), step.position)
  set.put(profile)
  batch.touch(profile, step.receivedAt.getTime())
  return { nodeId: profileId, profileId }
}

function attach(
  step: Step,
  item: Message,
  target: IdentifierTarget,
  identifiers: readonly Identifier[],
  set: WorkingSet,
  batch: Batch,
): void {
  if (identifiers.length === 0) return
  const profile = set.profile(target.profileId)
  const counts: Record<string, number> = { ...profile.counts }
  for (const identifier of identifiers) {
    counts[identifier.kind] = (counts[identifier.kind] ?? 0) + 1
    set.attach(step.workspaceId, identifier, target)
    batch.identifiers.push({
      workspaceId: step.workspaceId,
      ...identifier,
      ...target,
      firstSeenAt: item.timestamp,
      source: step.source,
    })
  }
  const changed = { ...profile, counts, version: step.position }
  set.put(changed)
  batch.touch(changed, step.receivedAt.getTime())
}

function applyTraits(
  profile: Profile,
  step: Step,
  item: Message,
  target: IdentifierTarget,
  batch: Batch,
): Profile {
  if (item.type !== 'identify' && item.type !== 'set_traits') return profile
  const said = setTraits(profile, step.traits, step.source, item.timestamp)
  const enriched = item.type === 'identify' ? enrichProfile(said.profile, step.traits, item.timestamp) : null
  for (const { trait, value } of [...said.changes, ...(enriched?.changes ?? [])]) {
    batch.traitChanges.push({
      workspace_id: step.workspaceId,
      profile_id: target.nodeId,
      trait,
      at: value.at,
      journal_position: step.position,
      value: JSON.stringify(value.value),
      source: value.source,
    })
  }
  return enriched?.profile ?? said.profile
}

function count(
  profile: Profile,
  item: Message,
  name: string,
  timeMs: number,
  valueMinor: number,
  context: WorkspaceContext,
): Profile {
  const event = {
    name,
    messageId: item.messageId,
    timeMs,
    valueMinor,
    properties: item.properties ?? noTraits,
    hour: hourIn(context.timezone, timeMs),
  }
  const computed = addEvent(profile.computed, event)
  return computed === profile.computed ? profile : { ...profile, computed }
}

function cleanTraits(
  traits: JsonObject,
  place: Omit<Step, 'traits' | 'identifiers'>,
  batch: Batch,
): Record<string, Json> {
  const { country, timezone } = place.context
  const cleaned = normaliseTraits(traits, { country, zone: timezone })
  for (const problem of cleaned.problems)
    batch.count(place.workspaceId, place.receivedAt, place.source, 'problem', problem.reason)
  return cleaned.traits
}

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

function quarantine(step: Step, batch: Batch, reason: QuarantineReason, detail: string, raw: Json): void {
  const { workspaceId, receivedAt, source, position, index } = step
  const id = deriveId('quarantine', workspaceId, String(position), String(index))
  batch.quarantined.push({
    workspaceId,
    id,
    position,
    source,
    reason,
    detail,
    message: JSON.stringify(raw),
    receivedAt,
  })
  batch.count(workspaceId, receivedAt, source, 'quarantined', reason)
}

function noteConflict(batch: Batch, workspaceId: string, one: string, other: string, kind: string): void {
  const [leftId = one, rightId = other] = [one, other].sort()
  batch.conflicts.set(`${leftId} ${rightId}`, { workspaceId, leftId, rightId, kind })
}

function noteInCatalogue(step: Step, item: Message, name: string, batch: Batch): void {
  const { workspaceId, receivedAt } = step
  const type = item.type === 'track' ? 'track' : item.type
  const { isNewEvent, added } = step.context.catalogue.note(type, name, item.properties ?? noTraits)
  if (isNewEvent) batch.eventNames.push({ workspaceId, type, name, firstSeenAt: receivedAt })
  for (const { path, type: valueType, example } of added) {
    batch.properties.push({
      workspaceId,
      event: name,
      path,
      type: valueType,
      example: exampleText(example),
      firstSeenAt: receivedAt,
    })
  }
}

function eventRow(
  step: Step,
  item: Message,
  name: string,
  target: IdentifierTarget,
  money: { valueMinor: number; currency: string } | null,
) {
  const isNamedView = (item.type === 'page' || item.type === 'screen') && item.event
  const properties =
    item.type === 'identify' || item.type === 'group' ? step.traits : (item.properties ?? noTraits)
  return {
    workspace_id: step.workspaceId,
    name,
    profile_id: target.nodeId,
    time: item.timestamp,
    type: item.type,
    message_id: item.messageId,
    user_id: item.userId ?? '',
    anonymous_id: item.anonymousId ?? '',
    source: step.source,
    received_at: step.receivedAt.toISOString(),
    value_minor: money?.valueMinor ?? 0,
    currency: money?.currency ?? '',
    properties: isNamedView ? { name: item.event ?? '', ...properties } : properties,
    context: item.context ? enrichContext(item.context) : noTraits,
    journal_position: step.position,
    journal_index: step.index,
  }
}

function eventName(item: Message): string {
  return item.type === 'track' ? (item.event ?? '') : item.type
}
