import type { WorkspaceSettings } from '@rapport/contract'
import { IANAZone } from 'luxon'
import { mailboxOf } from '../../../platform/mail'
import type { Queryable } from '../../../platform/postgres'
import type { ProfileRecord } from '../../profiles'
import { addressKey } from '../suppressions/address-key'
import { findSuppressions } from '../suppressions/store'
import { changeOf } from './changes'
import { findRecent, findSentIn, type PendingRow, type RecentRow, type RowChange } from './deliveries-store'
import { capDaysMax, decide, type PolicyFacts } from './policy'

const dayMs = 86_400_000

/** What the sender asks of the profiles module. */
export interface ProfileReader {
  byIds(workspaceId: string, ids: readonly string[]): Promise<readonly ProfileRecord[]>
}

/** A message that may go now. */
export interface Ready {
  readonly row: PendingRow
  readonly profile: ProfileRecord
  readonly address: string
}

export interface Prepared {
  readonly ready: readonly Ready[]
  /** What was decided against sending. */
  readonly changes: readonly RowChange[]
}

type SentBefore = PolicyFacts['recent'][number]

/**
 * Asks the policy for each row, with the facts of all of them fetched at once. `taken` are messages already decided and
 * not yet marked in the database: they count towards the caps like sent ones.
 */
export async function prepareRows(
  { db, profiles }: { db: Queryable; profiles: ProfileReader },
  asked: {
    readonly workspaceId: string
    readonly rows: readonly PendingRow[]
    readonly taken: readonly Ready[]
    readonly settings: WorkspaceSettings
    readonly now: Date
  },
): Promise<Prepared> {
  const { workspaceId, rows, taken, settings, now } = asked
  const people = await byProfile(profiles, workspaceId, rows)
  const keys = [...new Set([...people.values()].flatMap((profile) => keyOf(profile) ?? []))]
  const since = new Date(now.getTime() - capDaysMax(settings.frequencyCaps) * dayMs)
  const [suppressed, recent, told] = await Promise.all([
    findSuppressions(db, workspaceId, keys),
    findRecent(db, workspaceId, [...people.keys()], since),
    findTold(db, workspaceId, rows, people),
  ])
  const reasonByKey = new Map(suppressed.map(({ addressKey: key, reason }) => [key, reason]))
  const personOf = (profileId: string) => people.get(profileId)?.profileId ?? profileId
  const sentTo = grouped(recent, taken, now, personOf)
  for (const { row } of taken) told.set(keyIn(row, personOf), row.deliveryId)

  const ready: Ready[] = []
  const changes: RowChange[] = []
  for (const row of rows) {
    const profile = people.get(row.profileId)
    if (!profile) {
      changes.push(changeOf(row, { kind: 'skip', reason: 'no_profile' }, now))
      continue
    }
    const place = keyIn(row, personOf)
    if ((told.get(place) ?? row.deliveryId) !== row.deliveryId) {
      changes.push(changeOf(row, { kind: 'skip', reason: 'same_person' }, now))
      continue
    }
    const before = sentTo.get(profile.profileId) ?? []
    const decision = decide({
      rules: { consent: settings.consentRule, caps: settings.frequencyCaps, quiet: settings.quietHours },
      message: { channel: 'email', kind: row.kind, expiresAt: row.expiresAt },
      facts: {
        address: textOf(profile, 'email'),
        suppression: reasonByKey.get(keyOf(profile) ?? '') ?? null,
        consent: consentOf(profile),
        zone: zoneOf(profile, settings.timezone),
        recent: before,
      },
      now,
    })
    if (decision.kind !== 'send') {
      changes.push(changeOf(row, decision, now))
      continue
    }
    ready.push({ row, profile, address: decision.address })
    told.set(place, row.deliveryId)
    if (row.kind === 'marketing') sentTo.set(profile.profileId, [...before, { channel: 'email', at: now }])
  }
  return { ready, changes }
}

/** By each of their ids: also by one that a person had before a merge. */
async function byProfile(
  profiles: ProfileReader,
  workspaceId: string,
  rows: readonly PendingRow[],
): Promise<Map<string, ProfileRecord>> {
  const ids = [...new Set(rows.map(({ profileId }) => profileId))]
  const found = await profiles.byIds(workspaceId, ids)
  return new Map(
    found.flatMap((profile) => [profile.profileId, ...profile.formerIds].map((id) => [id, profile])),
  )
}

/**
 * One person in one campaign → the delivery that went to them. Only who was merged can have more than one delivery in a
 * campaign, so most batches ask nothing.
 */
async function findTold(
  db: Queryable,
  workspaceId: string,
  rows: readonly PendingRow[],
  people: ReadonlyMap<string, ProfileRecord>,
): Promise<Map<string, string>> {
  const merged = [...people].filter(([, { formerIds }]) => formerIds.length > 0).map(([id]) => id)
  if (merged.length === 0) return new Map()
  const campaignIds = [...new Set(rows.map(({ campaignId }) => campaignId))]
  const personOf = (profileId: string) => people.get(profileId)?.profileId ?? profileId
  const found = await findSentIn(db, workspaceId, campaignIds, merged)
  return new Map(found.map((row) => [keyIn(row, personOf), row.deliveryId]))
}

/** One person in one campaign. */
function keyIn(
  { campaignId, profileId }: Pick<PendingRow, 'campaignId' | 'profileId'>,
  personOf: (profileId: string) => string,
): string {
  return `${campaignId} ${personOf(profileId)}`
}

/** Rows taken into memory may be marked by now: each counts once. */
function grouped(
  recent: readonly RecentRow[],
  taken: readonly Ready[],
  now: Date,
  personOf: (profileId: string) => string,
): Map<string, SentBefore[]> {
  const groups = new Map<string, SentBefore[]>()
  const add = (profileId: string, sent: SentBefore) =>
    groups.set(profileId, [...(groups.get(profileId) ?? []), sent])
  const takenIds = new Set(taken.map(({ row }) => row.deliveryId))
  for (const { deliveryId, profileId, channel, at } of recent)
    if (!takenIds.has(deliveryId)) add(personOf(profileId), { channel, at })
  for (const { row } of taken)
    if (row.kind === 'marketing') add(personOf(row.profileId), { channel: 'email', at: now })
  return groups
}

function textOf(profile: ProfileRecord, trait: string): string | null {
  const value = profile.traits[trait]?.value
  return typeof value === 'string' ? value : null
}

function keyOf(profile: ProfileRecord): string | null {
  const mailbox = mailboxOf(textOf(profile, 'email') ?? '')
  return mailbox && addressKey(mailbox)
}

function consentOf(profile: ProfileRecord): PolicyFacts['consent'] {
  const value = textOf(profile, 'consent_email')
  return value === 'granted' || value === 'withdrawn' ? value : null
}

function zoneOf(profile: ProfileRecord, fallback: string): string {
  const zone = textOf(profile, 'timezone')
  return zone && IANAZone.isValidZone(zone) ? zone : fallback
}
