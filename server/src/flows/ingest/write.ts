import {
  addOutcomes,
  insertEventNames,
  insertQuarantined,
  insertSeen,
  type JsonObject,
  upsertProperties,
} from '../../modules/events'
import {
  displayName,
  insertIdentifiers,
  insertMerge,
  type LifecycleThresholds,
  markUndone,
  moveNodes,
  type Profile,
  presentComputed,
  upsertProfiles,
} from '../../modules/profiles'
import type { Facts } from '../../platform/clickhouse'
import type { Queryable } from '../../platform/postgres'
import type { Batch, EventRow, Touched } from './batch'

type ThresholdsOf = (workspaceId: string) => LifecycleThresholds

/**
 * Appends the batch's facts. `isThere` says which events an attempt that was cut short has written already; the other
 * tables replace by version, so writing them again changes nothing.
 */
export async function writeFacts(
  facts: Facts,
  batch: Batch,
  isThere: (row: EventRow) => boolean,
  thresholdsOf: ThresholdsOf,
): Promise<void> {
  await insertEvents(
    facts,
    batch.events.filter((row) => !isThere(row)),
  )
  await facts.insert('profile_aliases', [...batch.aliases.values()])
  await facts.insert('trait_changes', batch.traitChanges)
  await facts.insert(
    'profiles',
    [...batch.touched.values()].map((touched) =>
      profileRow(touched, thresholdsOf(touched.profile.workspaceId)),
    ),
  )
}

/** Writes the batch's records in the caller's transaction. */
export async function writeRecords(tx: Queryable, batch: Batch, thresholdsOf: ThresholdsOf): Promise<void> {
  await insertSeen(tx, batch.seen)
  await upsertProfiles(
    tx,
    [...batch.touched.values()].map(({ profile, nowMs }) => ({
      profile,
      name: displayName(profile.traits),
      nextChangeMs: presentComputed(profile.computed, nowMs, thresholdsOf(profile.workspaceId)).nextChangeMs,
    })),
  )
  await insertIdentifiers(tx, batch.identifiers)
  for (const merge of batch.merges) await insertMerge(tx, merge)
  for (const move of batch.moves) await moveNodes(tx, move.workspaceId, move.nodes, move.profileId)
  for (const undone of batch.undone) await markUndone(tx, undone.workspaceId, undone.mergeId, undone.at)
  await insertQuarantined(tx, batch.quarantined)
  await insertEventNames(tx, batch.eventNames)
  await upsertProperties(tx, batch.properties)
  await addOutcomes(tx, batch.outcomes)
}

/** A profile as ClickHouse's copy has it: plain values, given and computed side by side. */
function profileRow({ profile, nowMs, isGone }: Touched, thresholds: LifecycleThresholds) {
  return {
    workspace_id: profile.workspaceId,
    profile_id: profile.profileId,
    version: profile.version,
    is_deleted: isGone ? 1 : 0,
    first_seen_at: new Date(profile.firstSeenMs).toISOString(),
    last_seen_at: new Date(profile.lastSeenMs).toISOString(),
    traits: isGone ? {} : plainTraits(profile, nowMs, thresholds),
  }
}

function plainTraits(profile: Profile, nowMs: number, thresholds: LifecycleThresholds): JsonObject {
  const given = Object.entries(profile.traits).flatMap(([trait, { value }]) =>
    value === null ? [] : [[trait, value] as const],
  )
  return { ...Object.fromEntries(given), ...presentComputed(profile.computed, nowMs, thresholds).values }
}

/** A block that the engine cannot read is halved until the row at fault stands alone; that row keeps its content as text. */
async function insertEvents(facts: Facts, rows: readonly EventRow[]): Promise<void> {
  try {
    await facts.insert('events', rows)
  } catch (error) {
    if (!isUnreadable(error)) throw error
    const [only] = rows
    if (rows.length === 1 && only) return facts.insert('events', [asText(only)])
    const middle = Math.ceil(rows.length / 2)
    await insertEvents(facts, rows.slice(0, middle))
    await insertEvents(facts, rows.slice(middle))
  }
}

function asText(row: EventRow): EventRow {
  return { ...row, properties: { _unreadable: JSON.stringify(row.properties) }, context: {} }
}

/** ClickHouse's codes for text that it cannot parse: the input is at fault, not the engine or the network. */
const parseErrorCodes = new Set([
  '6',
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

function isUnreadable(error: unknown): boolean {
  return error instanceof Error && 'code' in error && parseErrorCodes.has(String(error.code))
}
