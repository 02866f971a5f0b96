import { joinByIndex, packed, type Queryable } from '../../platform/postgres'
import type { Identifier } from './identity/policy'
import type { Profile, ProfileHead } from './profile'

export interface IdentifierRow extends Identifier {
  readonly workspaceId: string
  readonly nodeId: string
  readonly profileId: string
}

export interface NewIdentifier extends IdentifierRow {
  readonly firstSeenAt: string
  readonly source: string
}

export interface FoundIdentifier {
  /** Its place among those that were asked about. */
  readonly index: number
  readonly workspaceId: string
  readonly nodeId: string
  readonly profileId: string
}

/**
 * Where the identifiers that are known point, with the profiles they belong to today. `LATERAL … LIMIT 1` looks each up in the index:
 * joined, a table of moderate size is read whole to find a few (docs/decisions/0021).
 */
export function findIdentifiers(
  db: Queryable,
  wanted: readonly (Identifier & { workspaceId: string })[],
): Promise<FoundIdentifier[]> {
  return db.query<FoundIdentifier>(
    `SELECT (wanted.place - 1)::int AS index,
       i.workspace_id AS "workspaceId", i.node_id AS "nodeId", i.profile_id AS "profileId"
     FROM unnest($1::uuid[], $2::text[], $3::text[]) WITH ORDINALITY AS wanted (workspace_id, kind, value, place)
     CROSS JOIN LATERAL (
       SELECT * FROM identifiers AS i
       WHERE i.workspace_id = wanted.workspace_id AND i.kind = wanted.kind AND i.value = wanted.value LIMIT 1
     ) AS i`,
    [
      packed.uuid(wanted.map((one) => one.workspaceId)),
      packed.text(wanted.map((one) => one.kind)),
      packed.text(wanted.map((one) => one.value)),
    ],
  )
}

export interface ProfileRow {
  readonly workspaceId: string
  readonly profileId: string
  readonly mergedInto: string | null
  readonly firstSeenAt: Date
  readonly lastSeenAt: Date
  readonly traits: string
  readonly state: string
  readonly version: number
}

const profileColumns = `p.workspace_id AS "workspaceId", p.profile_id AS "profileId", p.merged_into AS "mergedInto",
  p.first_seen_at AS "firstSeenAt", p.last_seen_at AS "lastSeenAt", p.traits, p.state, p.version`

/** Profile rows by id, merged ones too. */
export function findProfileRows(
  db: Queryable,
  wanted: readonly { workspaceId: string; profileId: string }[],
): Promise<ProfileRow[]> {
  return db.query<ProfileRow>(
    `SELECT ${profileColumns}
     FROM unnest($1::uuid[], $2::uuid[]) AS wanted (workspace_id, profile_id)
     CROSS JOIN LATERAL (
       SELECT * FROM profiles AS p
       WHERE p.workspace_id = wanted.workspace_id AND p.profile_id = wanted.profile_id LIMIT 1
     ) AS p`,
    [packed.uuid(wanted.map((one) => one.workspaceId)), packed.uuid(wanted.map((one) => one.profileId))],
  )
}

/** A profile as it is stored: all but the head is JSON text. It takes few objects, which matters where many are kept. */
export interface StoredProfile extends ProfileHead {
  readonly traits: string
  /** What is computed, the counts of identifiers, and the nodes. */
  readonly state: string
}

/** A row as it is kept in memory. */
export function storedProfile(row: ProfileRow): StoredProfile {
  return {
    workspaceId: row.workspaceId,
    profileId: row.profileId,
    firstSeenMs: row.firstSeenAt.getTime(),
    lastSeenMs: row.lastSeenAt.getTime(),
    version: row.version,
    traits: row.traits,
    state: row.state,
  }
}

// Both name every field: copying an object and adding to the copy costs four times as much (docs/decisions/0020).

export function storeProfile(profile: Profile): StoredProfile {
  const { workspaceId, profileId, firstSeenMs, lastSeenMs, version, computed, counts, nodes } = profile
  const traits = JSON.stringify(profile.traits)
  const state = JSON.stringify({ computed, counts, nodes })
  return { workspaceId, profileId, firstSeenMs, lastSeenMs, version, traits, state }
}

export function openProfile(stored: StoredProfile): Profile {
  const { workspaceId, profileId, firstSeenMs, lastSeenMs, version } = stored
  const traits = JSON.parse(stored.traits) as Profile['traits']
  const state = JSON.parse(stored.state) as Pick<Profile, 'computed' | 'counts' | 'nodes'>
  const { computed, counts, nodes } = state
  return { workspaceId, profileId, firstSeenMs, lastSeenMs, traits, computed, counts, nodes, version }
}

/** A row as the pipeline's value. */
export const parseProfile = (row: ProfileRow): Profile => openProfile(storedProfile(row))

export interface ProfileWrite {
  readonly stored: StoredProfile
  readonly name: string
  readonly nextChangeMs: number | null
}

export async function upsertProfiles(tx: Queryable, writes: readonly ProfileWrite[]): Promise<void> {
  if (writes.length === 0) return
  await tx.query(
    `INSERT INTO profiles (workspace_id, profile_id, first_seen_at, last_seen_at, name, traits, state, version, next_change_at)
     SELECT * FROM unnest(
       $1::uuid[], $2::uuid[], $3::timestamptz[], $4::timestamptz[],
       $5::text[], $6::text[], $7::text[], $8::bigint[], $9::timestamptz[]
     )
     ON CONFLICT (workspace_id, profile_id) DO UPDATE SET
       first_seen_at = excluded.first_seen_at, last_seen_at = excluded.last_seen_at, name = excluded.name, merged_into = NULL,
       traits = excluded.traits, state = excluded.state, version = excluded.version, next_change_at = excluded.next_change_at`,
    [
      packed.uuid(writes.map(({ stored }) => stored.workspaceId)),
      packed.uuid(writes.map(({ stored }) => stored.profileId)),
      packed.time(writes.map(({ stored }) => stored.firstSeenMs)),
      packed.time(writes.map(({ stored }) => stored.lastSeenMs)),
      packed.text(writes.map(({ name }) => name.slice(0, 200))),
      packed.text(writes.map(({ stored }) => stored.traits)),
      packed.text(writes.map(({ stored }) => stored.state)),
      packed.bigint(writes.map(({ stored }) => stored.version)),
      packed.time(writes.map(({ nextChangeMs }) => nextChangeMs)),
    ],
  )
}

export async function insertIdentifiers(tx: Queryable, identifiers: readonly NewIdentifier[]): Promise<void> {
  if (identifiers.length === 0) return
  await tx.query(
    `INSERT INTO identifiers (workspace_id, kind, value, node_id, profile_id, first_seen_at, source)
     SELECT * FROM unnest(
       $1::uuid[], $2::text[], $3::text[], $4::uuid[],
       $5::uuid[], $6::timestamptz[], $7::text[]
     )
     ON CONFLICT (workspace_id, kind, value) DO NOTHING`,
    [
      packed.uuid(identifiers.map((one) => one.workspaceId)),
      packed.text(identifiers.map((one) => one.kind)),
      packed.text(identifiers.map((one) => one.value)),
      packed.uuid(identifiers.map((one) => one.nodeId)),
      packed.uuid(identifiers.map((one) => one.profileId)),
      packed.time(identifiers.map((one) => Date.parse(one.firstSeenAt))),
      packed.text(identifiers.map((one) => one.source)),
    ],
  )
}

/** Nodes, and the identifiers that point to them, go from one profile to another: in a merge or in the undoing of one. */
export interface NodeMove {
  readonly workspaceId: string
  readonly nodes: readonly string[]
  readonly from: string
  readonly to: string
}

/** Carries out moves that follow one another, however many they are. */
export async function moveNodes(tx: Queryable, moves: readonly NodeMove[]): Promise<void> {
  if (moves.length === 0) return
  await joinByIndex(tx)
  const steps = moves.flatMap(({ workspaceId, nodes, from, to }) =>
    nodes.map((node) => ({ workspaceId, node, from, to })),
  )
  const last = [...new Map(steps.map((step) => [step.node, step])).values()]
  const endOf = new Map(last.map(({ node, to }) => [node, to]))
  await tx.query(
    `UPDATE profiles AS p SET merged_into = nullif(m.profile_id, m.node_id),
       next_change_at = CASE WHEN m.profile_id = m.node_id THEN p.next_change_at END
     FROM unnest($1::uuid[], $2::uuid[], $3::uuid[]) AS m (workspace_id, node_id, profile_id)
     WHERE p.workspace_id = m.workspace_id AND p.profile_id = m.node_id`,
    [
      packed.uuid(last.map((step) => step.workspaceId)),
      packed.uuid(last.map((step) => step.node)),
      packed.uuid(last.map((step) => step.to)),
    ],
  )
  await tx.query(
    `UPDATE identifiers AS i SET profile_id = m.profile_id
     FROM unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::uuid[])
       AS m (workspace_id, node_id, from_id, profile_id)
     WHERE i.workspace_id = m.workspace_id AND i.profile_id = m.from_id AND i.node_id = m.node_id`,
    [
      packed.uuid(steps.map((step) => step.workspaceId)),
      packed.uuid(steps.map((step) => step.node)),
      packed.uuid(steps.map((step) => step.from)),
      packed.uuid(steps.map((step) => endOf.get(step.node) ?? step.to)),
    ],
  )
}

export interface MergeRecord {
  readonly workspaceId: string
  readonly mergeId: string
  readonly survivor: Profile
  readonly absorbed: Profile
  readonly cause: string
  readonly mergedAt: string
}

export async function insertMerges(tx: Queryable, merges: readonly MergeRecord[]): Promise<void> {
  if (merges.length === 0) return
  await tx.query(
    `INSERT INTO profile_merges (workspace_id, merge_id, survivor_id, absorbed_id, nodes, cause, merged_at, absorbed, survivor)
     SELECT workspace_id, merge_id, survivor_id, absorbed_id, nodes::uuid[], cause, merged_at, absorbed, survivor
     FROM unnest(
       $1::uuid[], $2::uuid[], $3::uuid[], $4::uuid[], $5::text[],
       $6::text[], $7::timestamptz[], $8::text[], $9::text[]
     ) AS m (workspace_id, merge_id, survivor_id, absorbed_id, nodes, cause, merged_at, absorbed, survivor)
     ON CONFLICT DO NOTHING`,
    [
      packed.uuid(merges.map((merge) => merge.workspaceId)),
      packed.uuid(merges.map((merge) => merge.mergeId)),
      packed.uuid(merges.map(({ survivor }) => survivor.profileId)),
      packed.uuid(merges.map(({ absorbed }) => absorbed.profileId)),
      packed.text(merges.map(({ absorbed }) => `{${[absorbed.profileId, ...absorbed.nodes].join(',')}}`)),
      packed.text(merges.map((merge) => merge.cause)),
      packed.time(merges.map((merge) => Date.parse(merge.mergedAt))),
      packed.text(merges.map((merge) => JSON.stringify(merge.absorbed))),
      packed.text(merges.map((merge) => JSON.stringify(merge.survivor))),
    ],
  )
}

export interface MergeRow {
  readonly mergeId: string
  readonly survivorId: string
  readonly absorbedId: string
  readonly nodes: string[]
  readonly cause: string
  readonly mergedAt: Date
  readonly undoneAt: Date | null
  readonly absorbed: string
  readonly survivor: string
}

const mergeColumns = `merge_id AS "mergeId", survivor_id AS "survivorId", absorbed_id AS "absorbedId", nodes, cause,
  merged_at AS "mergedAt", undone_at AS "undoneAt", absorbed, survivor`

export async function findMerge(
  db: Queryable,
  workspaceId: string,
  mergeId: string,
): Promise<MergeRow | null> {
  const [row] = await db.query<MergeRow>(
    `SELECT ${mergeColumns} FROM profile_merges WHERE workspace_id = $1 AND merge_id = $2`,
    [workspaceId, mergeId],
  )
  return row ?? null
}

export function listMerges(db: Queryable, workspaceId: string, profileId: string): Promise<MergeRow[]> {
  return db.query<MergeRow>(
    `SELECT ${mergeColumns} FROM profile_merges
     WHERE workspace_id = $1 AND (survivor_id = $2 OR absorbed_id = $2)
     ORDER BY merged_at DESC, merge_id LIMIT 200`,
    [workspaceId, profileId],
  )
}

/** Marks a merge as undone; false when it was already. */
export async function markUndone(
  tx: Queryable,
  workspaceId: string,
  mergeId: string,
  at: string,
): Promise<boolean> {
  const rows = await tx.query(
    'UPDATE profile_merges SET undone_at = $3 WHERE workspace_id = $1 AND merge_id = $2 AND undone_at IS NULL RETURNING merge_id',
    [workspaceId, mergeId, at],
  )
  return rows.length > 0
}

export function listIdentifiers(
  db: Queryable,
  workspaceId: string,
  profileId: string,
): Promise<{ kind: string; value: string; firstSeenAt: Date; source: string; nodeId: string }[]> {
  return db.query(
    `SELECT kind, value, first_seen_at AS "firstSeenAt", source, node_id AS "nodeId"
     FROM identifiers WHERE workspace_id = $1 AND profile_id = $2
     ORDER BY first_seen_at, kind, value LIMIT 500`,
    [workspaceId, profileId],
  )
}

/** Profiles whose computed traits change by time alone at or before `now`, across all workspaces: for the sweep. */
export function findDue(
  db: Queryable,
  now: Date,
  limit: number,
): Promise<{ workspaceId: string; profileId: string }[]> {
  return db.query(
    `SELECT workspace_id AS "workspaceId", profile_id AS "profileId"
     FROM profiles
     WHERE merged_into IS NULL AND next_change_at IS NOT NULL AND next_change_at <= $1
     ORDER BY next_change_at LIMIT $2`,
    [now.toISOString(), limit],
  )
}

/** Lets the sweep present every profile of a workspace again: after its thresholds changed. */
export async function markAllDue(db: Queryable, workspaceId: string, now: Date): Promise<void> {
  await db.query('UPDATE profiles SET next_change_at = $2 WHERE workspace_id = $1 AND merged_into IS NULL', [
    workspaceId,
    now.toISOString(),
  ])
}

const workspaceTables = ['profiles', 'identifiers', 'profile_merges'] as const

/** Erases a deleted workspace's profiles. */
export async function deleteProfiles(db: Queryable, workspaceId: string): Promise<void> {
  for (const table of workspaceTables)
    await db.query(`DELETE FROM ${table} WHERE workspace_id = $1`, [workspaceId])
}

/** Nothing of this workspace waits for its time any more: it has been deleted. */
export async function forgetDue(db: Queryable, workspaceId: string): Promise<void> {
  await db.query(
    'UPDATE profiles SET next_change_at = NULL WHERE workspace_id = $1 AND next_change_at IS NOT NULL',
    [workspaceId],
  )
}
