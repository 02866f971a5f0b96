import {
  addOutcomes,
  addViolations,
  insertEventNames,
  insertQuarantined,
  type Json,
  type JsonObject,
  upsertProperties,
} from '../../modules/events'
import {
  type Company,
  type CompanyMember,
  companyName,
  displayName,
  insertConflicts,
  insertIdentifiers,
  insertMerges,
  kindOf,
  type LifecycleThresholds,
  markUndone,
  memberKey,
  moveNodes,
  type Presented,
  type Profile,
  plainCompanyTraits,
  presentComputed,
  type StoredProfile,
  storeProfile,
  upsertCompanies,
  upsertMembers,
  upsertProfiles,
} from '../../modules/profiles'
import { insertTouches } from '../../modules/segments'
import { createBreather } from '../../platform/breather'
import { type Facts, JsonLines } from '../../platform/clickhouse'
import type { Database, Queryable } from '../../platform/postgres'
import type { Batch, EventPlace, Touched } from './batch'

export type ThresholdsOf = (workspaceId: string) => LifecycleThresholds

/** A touched profile with its computed traits presented, which both stores need, and as PostgreSQL stores it. */
export interface Shown extends Touched {
  readonly computed: Presented
  readonly stored: StoredProfile
}

/** Makes what is written of every profile of the batch, once. */
export async function showTouched(batch: Batch, thresholdsOf: ThresholdsOf): Promise<Shown[]> {
  const breather = createBreather()
  const shown: Shown[] = []
  for (const { profile, nowMs, isGone } of batch.touched.values()) {
    if (breather.isDue()) await breather.rest()
    const computed = presentComputed(profile.computed, nowMs, thresholdsOf(profile.workspaceId))
    shown.push({ profile, nowMs, isGone, computed, stored: storeProfile(profile) })
  }
  return shown
}

/**
 * Appends the batch's facts. `isThere` says which events an attempt that was cut short has written already; the other
 * tables replace by version, so writing them again changes nothing.
 */
export async function writeFacts(
  facts: Facts,
  batch: Batch,
  shown: readonly Shown[],
  isThere: (event: EventPlace) => boolean,
): Promise<void> {
  const results = await Promise.allSettled([
    writeEvents(facts, batch, isThere),
    writeStates(facts, batch, shown),
  ])
  // only now: what goes on writing after a failure would write beside the attempt that follows
  for (const result of results) if (result.status === 'rejected') throw result.reason
}

async function writeStates(facts: Facts, batch: Batch, shown: readonly Shown[]): Promise<void> {
  await facts.insert('profile_aliases', [...batch.aliases.values()])
  await facts.insert('trait_changes', batch.traitChanges)
  await insertReadable(facts, 'profiles', await profileLines(shown), 'traits')
  await writeCompanyFacts(facts, [...batch.companies.values()], [...batch.members.values()])
}

async function profileLines(shown: readonly Shown[]): Promise<JsonLines> {
  const breather = createBreather()
  const lines = new JsonLines()
  for (const one of shown) {
    if (breather.isDue()) await breather.rest()
    lines.add(profileRow(one))
  }
  return lines
}

async function writeEvents(
  facts: Facts,
  { events, eventRows }: Batch,
  isThere: (event: EventPlace) => boolean,
): Promise<void> {
  const written = new Set(events.flatMap((event, index) => (isThere(event) ? index : [])))
  const rows = written.size === 0 ? eventRows : eventRows.pick((index) => !written.has(index))
  await insertReadable(facts, 'events', rows, 'properties')
}

const nothingGone = { companies: new Set<string>(), members: new Set<string>() }

/** Writes the copies of companies and memberships that rules read; one that is not there any more leaves it. */
export async function writeCompanyFacts(
  facts: Facts,
  companies: readonly Company[],
  members: readonly CompanyMember[],
  gone: { readonly companies: ReadonlySet<string>; readonly members: ReadonlySet<string> } = nothingGone,
): Promise<void> {
  const companyRows = companies.map((company) => ({
    workspace_id: company.workspaceId,
    company_id: company.companyId,
    version: company.version,
    is_deleted: gone.companies.has(company.companyId) ? 1 : 0,
    kind: kindOf(company),
    name: companyName(company),
    group_id: company.groupId,
    traits: plainCompanyTraits(company) as JsonObject,
  }))
  await insertReadable(facts, 'companies', JsonLines.of(companyRows), 'traits')
  await facts.insert(
    'company_members',
    members.map((member) => ({
      workspace_id: member.workspaceId,
      company_id: member.companyId,
      node_id: member.nodeId,
      version: member.version,
      is_deleted: gone.members.has(memberKey(member)) || !member.isMember ? 1 : 0,
    })),
  )
}

/** Whether PostgreSQL takes the batch's records: writes them and takes it back. Throws what it says. */
export async function tryRecords(db: Database, batch: Batch, shown: readonly Shown[]): Promise<void> {
  const takenBack = new Error('only tried')
  await db
    .transaction(async (tx) => {
      await writeRecords(tx, batch, shown)
      throw takenBack
    })
    .catch((error: unknown) => {
      if (error !== takenBack) throw error
    })
}

/** Writes the batch's records in the caller's transaction, one statement after the other without waiting in between. */
export async function writeRecords(tx: Queryable, batch: Batch, shown: readonly Shown[]): Promise<void> {
  const profiles = shown.map(({ profile, stored, computed }) => ({
    stored,
    name: displayName(profile.traits),
    nextChangeMs: computed.nextChangeMs,
  }))
  await Promise.all([
    upsertProfiles(tx, profiles),
    insertIdentifiers(tx, batch.identifiers),
    insertMerges(tx, batch.merges),
    moveNodes(tx, batch.moves),
    upsertCompanies(tx, [...batch.companies.values()]),
    upsertMembers(tx, [...batch.members.values()]),
    insertConflicts(tx, [...batch.conflicts.values()]),
    insertQuarantined(tx, [...batch.quarantined.values()]),
    insertEventNames(tx, batch.eventNames),
    upsertProperties(tx, batch.properties),
    addOutcomes(tx, batch.outcomes),
    insertTouches(tx, batch.touches),
    addViolations(tx, batch.violations),
  ])
  for (const undone of batch.undone) await markUndone(tx, undone.workspaceId, undone.mergeId, undone.at)
}

/** A profile as ClickHouse's copy has it: plain values, given and computed side by side. */
export function profileRow({ profile, isGone, computed }: Shown) {
  return {
    workspace_id: profile.workspaceId,
    profile_id: profile.profileId,
    version: profile.version,
    is_deleted: isGone ? 1 : 0,
    first_seen_at: new Date(profile.firstSeenMs).toISOString(),
    last_seen_at: new Date(profile.lastSeenMs).toISOString(),
    traits: isGone ? {} : plainTraits(profile, computed),
    id_kinds: isGone ? [] : idKinds(profile),
  }
}

function idKinds({ counts }: Profile): string[] {
  const kinds: string[] = []
  for (const kind in counts) if ((counts[kind] ?? 0) > 0) kinds.push(kind)
  return kinds
}

function plainTraits(profile: Profile, computed: Presented): JsonObject {
  const plain: Record<string, Json> = {}
  for (const [trait, { value }] of Object.entries(profile.traits)) if (value !== null) plain[trait] = value
  return Object.assign(plain, computed.values)
}

/**
 * Inserts rows; a block that the engine cannot read is halved until the row at fault stands alone, and that one keeps
 * the column's content as text. A block is read whole before any of it is written, so halving writes nothing twice.
 */
async function insertReadable(
  facts: Facts,
  table: string,
  rows: JsonLines,
  column: 'traits' | 'properties',
): Promise<void> {
  try {
    await facts.insert(table, rows)
  } catch (error) {
    if (!isUnreadable(error)) throw error
    if (rows.length === 1) return facts.insert(table, [asText(rows.row(0), column)])
    const middle = Math.ceil(rows.length / 2)
    const isFirst = (index: number) => index < middle
    await insertReadable(facts, table, rows.pick(isFirst), column)
    await insertReadable(
      facts,
      table,
      rows.pick((index) => !isFirst(index)),
      column,
    )
  }
}

function asText(row: object, column: string): object {
  return { ...row, [column]: { _unreadable: JSON.stringify(row[column as keyof typeof row]) } }
}

/** ClickHouse's codes for text that it cannot parse: the input is at fault, not the engine or the network. */
const parseErrorCodes = new Set([
  '6',
  '25',
  '26',
  '27',
  '38',
  '41',
  '53',
  '72',
  '117',
  '130',
  '131',
  '164',
  '349',
  '469',
  '636',
])

/** True when ClickHouse could not read what was inserted. */
export function isUnreadable(error: unknown): boolean {
  return error instanceof Error && 'code' in error && parseErrorCodes.has(String(error.code))
}
