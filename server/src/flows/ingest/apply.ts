import { deriveId } from '../../kernel/id'
import { own } from '../../kernel/own'
import { hourIn } from '../../kernel/zone'
import {
  eventMoney,
  exampleText,
  isRefused,
  type Json,
  type JsonObject,
  type Message,
  ownDoings,
  type QuarantineReason,
  violationsText,
} from '../../modules/events'
import {
  absorb,
  addEvent,
  definitionsByEvent,
  enrichContext,
  enrichProfile,
  type IdentifierTarget,
  isNewSight,
  newProfile,
  normaliseCurrency,
  type Profile,
  type ProfileHead,
  resolveIdentity,
  seenAt,
  setTraits,
} from '../../modules/profiles'
import {
  anything,
  beingSeen,
  computedTraits,
  eventMention,
  identifierMention,
  type Mention,
  traitMention,
  traitsSource,
} from '../../modules/segments'
import { Batch, type EventColumns } from './batch'
import { applyCompany } from './companies'
import { checkPlanned, noteViolations } from './plan'
import type { Place, Step, WorkspaceContext } from './step'
import type { HeldIdentifier, WorkingSet } from './working-set'

const noTraits: JsonObject = {}
const detailLengthMax = 300

/**
 * Applies one message to the working set and gathers what is to be written. Pure but for the two it is given. False when
 * it waits in quarantine: it has not counted then, and mended and sent again under the same id, it will.
 */
export function applyStep(step: Step, set: WorkingSet, batch: Batch): boolean {
  const { item, workspaceId, receivedAt, source } = step
  if (isRefused(item)) return quarantine(step, batch, item.refused, item.detail, item.raw)
  const name = eventName(item)
  const money = eventMoney(name, item.properties ?? noTraits, step.context, (text) =>
    normaliseCurrency(text, step.context.country),
  )
  if (money.kind === 'bad') return quarantine(step, batch, 'bad_value', money.detail, item as unknown as Json)
  if (money.kind === 'no_rate' && money.isNeeded) {
    const detail = `${money.currency} has no exchange rate to ${step.context.currency}`
    return quarantine(step, batch, 'no_exchange_rate', detail, item as unknown as Json)
  }
  const checked = checkPlanned(step)
  if (checked) noteViolations(step, checked, batch)
  if (checked?.reaction === 'quarantine') {
    const detail = violationsText(checked.violations).slice(0, detailLengthMax)
    return quarantine(step, batch, 'plan_violation', detail, item as unknown as Json)
  }
  if (checked) batch.count(workspaceId, receivedAt, source, 'problem', 'plan_violation')
  for (const problem of step.problems) batch.count(workspaceId, receivedAt, source, 'problem', problem)
  if (money.kind === 'no_rate') batch.count(workspaceId, receivedAt, source, 'problem', 'no_exchange_rate')

  if (item.type === 'set_company') return sayOfCompany(step, item, set, batch)
  const target = targetOf(step, item, set, batch)
  if (!target) {
    batch.count(workspaceId, receivedAt, source, 'dropped', 'unknown_profile')
    return true
  }
  const timeMs = Date.parse(item.timestamp)
  const head = set.head(target.profileId)
  if (mayChange(head, item, timeMs) || batch.touched.has(head.profileId))
    change(step, item, target, timeMs, money.kind === 'money' ? money.valueMinor : 0, set, batch)
  if (item.type !== 'set_traits') mention(batch, step, head, eventMention(item.type, name))
  batch.count(workspaceId, receivedAt, source, 'ok')
  if (item.type !== 'set_traits') {
    noteInCatalogue(step, item, name, batch)
    const columns = eventColumns(step, item, name, target, money.kind === 'money' ? money : null)
    batch.addEvent({ workspaceId, position: step.position, index: step.index }, columns)
  }
  return true
}

/** Whether a message may change more of a profile than its timeline. Most do not, and then nothing but the head is asked of it. */
function mayChange(head: ProfileHead, item: Message, timeMs: number): boolean {
  switch (item.type) {
    case 'track':
      return definitionsByEvent.has(eventName(item)) || (isSeen(item) && isNewSight(head, timeMs))
    case 'page':
    case 'screen':
      return isNewSight(head, timeMs)
    default:
      return true
  }
}

/** Applies what a message says of the profile itself: that it was seen, traits, membership, what is counted. */
function change(
  step: Step,
  item: Message,
  target: IdentifierTarget,
  timeMs: number,
  valueMinor: number,
  set: WorkingSet,
  batch: Batch,
): void {
  const before = set.profile(target.profileId)
  let profile = isSeen(item) ? seenAt(before, timeMs) : before
  profile = applyTraits(profile, step, item, target, batch)
  if (item.type === 'group') applyCompany(step, item, { profile, nodeId: target.nodeId }, set, batch)
  if (item.type === 'track') profile = count(profile, item, timeMs, valueMinor, step.context)
  if (profile !== before || batch.touched.has(profile.profileId)) {
    const changed = profile === before ? profile : { ...profile, version: step.position }
    set.put(changed)
    batch.touch(changed, step.receivedAt.getTime())
  }
  if (profile.computed !== before.computed) mention(batch, step, profile, computedTraits)
  if (profile.lastSeenMs !== before.lastSeenMs) mention(batch, step, profile, beingSeen)
}

/** What the stores would not take, into quarantine with what they said. */
export function refusedByStore(place: Place, error: unknown): Batch {
  const batch = new Batch()
  const detail = error instanceof Error ? error.message.slice(0, detailLengthMax) : ''
  const raw = isRefused(place.item) ? place.item.raw : (place.item as unknown as Json)
  quarantine(place, batch, 'store_refused', detail, raw)
  return batch
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
  batch.mention(survivor, anything)
  batch.mention(absorbed, anything)
  const nodes = [absorbed.profileId, ...absorbed.nodes]
  const mergeId = deriveId('merge', workspaceId, survivor.profileId, absorbed.profileId, String(position))
  batch.merges.push({ workspaceId, mergeId, survivor, absorbed, cause, mergedAt })
  batch.moves.push({ workspaceId, nodes, from: absorbed.profileId, to: survivor.profileId })
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
  const resolution = resolveIdentity(step.identifiers, set.view, step.context.identity, item.type === 'alias')
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
      noteConflict(batch, step, target.profileId, conflict.profileId, conflict.identifier.kind)
  }
  return target
}

function createProfile(step: Step, item: Message, set: WorkingSet, batch: Batch): IdentifierTarget {
  const profileId = deriveId('profile', step.workspaceId, item.messageId)
  const profile = newProfile(step.workspaceId, profileId, Date.parse(item.timestamp), step.position)
  set.put(profile)
  batch.touch(profile, step.receivedAt.getTime())
  mention(batch, step, profile, anything)
  return { nodeId: profileId, profileId }
}

function attach(
  step: Step,
  item: Message,
  target: IdentifierTarget,
  identifiers: readonly HeldIdentifier[],
  set: WorkingSet,
  batch: Batch,
): void {
  if (identifiers.length === 0) return
  const profile = set.profile(target.profileId)
  const counts: Record<string, number> = { ...profile.counts }
  for (const identifier of identifiers) {
    counts[identifier.kind] = (counts[identifier.kind] ?? 0) + 1
    set.attach(identifier, target)
    if (!profile.counts[identifier.kind]) mention(batch, step, profile, identifierMention(identifier.kind))
    batch.identifiers.push({
      workspaceId: step.workspaceId,
      kind: identifier.kind,
      value: identifier.value,
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
  const said = setTraits(profile, step.traits, step.source, timeOfTraits(profile, step, item))
  const enriched = item.type === 'identify' ? enrichProfile(said.profile, step.traits, item.timestamp) : null
  for (const { trait, value } of [...said.changes, ...(enriched?.changes ?? [])]) {
    mention(batch, step, profile, traitMention(trait))
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

/** What is computed is always newer than what it takes the place of, also when clocks go back. */
function timeOfTraits({ traits }: Profile, { source, traits: given }: Step, { timestamp }: Message): string {
  if (source !== traitsSource) return timestamp
  const times = Object.keys(given).flatMap((name) => own(traits, name)?.at ?? [])
  return [timestamp, ...times].reduce((latest, at) => (at > latest ? at : latest))
}

function count(
  profile: Profile,
  item: Message,
  timeMs: number,
  valueMinor: number,
  context: WorkspaceContext,
): Profile {
  const event = {
    name: eventName(item),
    messageId: item.messageId,
    timeMs,
    valueMinor,
    properties: item.properties ?? noTraits,
    hour: hourIn(context.timezone, timeMs),
  }
  const computed = addEvent(profile.computed, event)
  return computed === profile.computed ? profile : { ...profile, computed }
}

/** What a person or a module says of a company or household: traits, and of a customer that they join or leave. */
function sayOfCompany(step: Step, item: Message, set: WorkingSet, batch: Batch): true {
  const { workspaceId, receivedAt, source } = step
  const profile = item.profileId ? set.known(workspaceId, item.profileId) : null
  const isUnknown = item.profileId !== undefined && !profile
  if (!isUnknown) applyCompany(step, item, profile && { profile, nodeId: profile.profileId }, set, batch)
  batch.count(
    workspaceId,
    receivedAt,
    source,
    isUnknown ? 'dropped' : 'ok',
    isUnknown ? 'unknown_profile' : '',
  )
  return true
}

/** Whether a message shows that the person was there. */
function isSeen({ type, profileId, event = '' }: Message): boolean {
  return type !== 'set_traits' && !(profileId && ownDoings.has(event))
}

/** Only what some segment watches for is noted. */
function mention(batch: Batch, { context }: Step, profile: ProfileHead, what: Mention): void {
  if (context.mentions.has(what)) batch.mention(profile, what)
}

/** The same message with the same flaw waits once, however often it is sent. */
function quarantine(place: Place, batch: Batch, reason: QuarantineReason, detail: string, raw: Json): false {
  const { workspaceId, receivedAt, source, position, item } = place
  const message = JSON.stringify(raw)
  const id = deriveId('quarantine', workspaceId, item.messageId, message)
  batch.quarantined.set(id, { workspaceId, id, position, source, reason, detail, message, receivedAt })
  batch.count(workspaceId, receivedAt, source, 'quarantined', reason)
  return false
}

function noteConflict(batch: Batch, step: Step, one: string, other: string, kind: string): void {
  const { workspaceId, receivedAt: foundAt } = step
  const [leftId = one, rightId = other] = [one, other].sort()
  batch.conflicts.set(`${leftId} ${rightId} ${kind}`, { workspaceId, leftId, rightId, kind, foundAt })
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

function eventColumns(
  step: Step,
  item: Message,
  name: string,
  target: IdentifierTarget,
  money: { valueMinor: number; currency: string } | null,
): EventColumns {
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
    received_at: step.received,
    value_minor: money?.valueMinor ?? 0,
    currency: money?.currency ?? '',
    properties: isNamedView ? { name: item.event ?? '', ...properties } : properties,
    context: item.context ? JSON.stringify(enrichContext(item.context)) : '',
    journal_position: step.position,
    journal_index: step.index,
  }
}

function eventName(item: Message): string {
  return item.type === 'track' ? (item.event ?? '') : item.type
}
