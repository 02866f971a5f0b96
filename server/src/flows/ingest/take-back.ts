import type { Facts } from '../../platform/clickhouse'
import { Batch } from './batch'
import type { Place } from './step'
import { takeBackCompanies, takeBackCompaniesFrom } from './take-back-companies'
import type { WorkingSet } from './working-set'
import { profileRow, showTouched, type ThresholdsOf } from './write'

/**
 * Takes back what attempts have written of a message that is put aside after all: its events and changes go, and the
 * copies of profiles and aliases that it touched are written again as they are without it. A row of the same version
 * that comes later replaces the one before.
 */
export async function takeBack(
  facts: Facts,
  batch: Batch,
  set: WorkingSet,
  thresholdsOf: ThresholdsOf,
): Promise<void> {
  for (const { workspaceId, position, index } of batch.events) {
    await facts.command(
      `DELETE FROM events
       WHERE workspace_id = {workspaceId:UUID} AND journal_position = {position:UInt64} AND journal_index = {index:UInt32}`,
      { workspaceId, position, index },
    )
  }
  for (const { workspace_id, journal_position, profile_id, trait, at } of batch.traitChanges) {
    await facts.command(
      `DELETE FROM trait_changes
       WHERE workspace_id = {workspaceId:UUID} AND profile_id = {profileId:UUID} AND trait = {trait:String}
         AND at = parseDateTime64BestEffort({at:String}, 3, 'UTC') AND journal_position = {position:UInt64}`,
      { workspaceId: workspace_id, profileId: profile_id, trait, at, position: journal_position },
    )
  }
  await facts.insert(
    'profile_aliases',
    [...batch.aliases.values()].map((row) => ({ ...row, is_deleted: 1 })),
  )
  await presentAgain(facts, batch, set, thresholdsOf)
  await takeBackCompanies(facts, batch, set)
}

async function presentAgain(
  facts: Facts,
  batch: Batch,
  set: WorkingSet,
  thresholdsOf: ThresholdsOf,
): Promise<void> {
  const touched = [...batch.touched.values()]
  set.clear()
  await set.load(
    touched.map(({ profile }) => ({
      workspaceId: profile.workspaceId,
      identifiers: [],
      profileId: profile.profileId,
    })),
  )
  const again = new Batch()
  for (const { profile, nowMs } of touched) {
    const { workspaceId, profileId, version } = profile
    const kept = set.known(workspaceId, profileId)
    again.touch({ ...(kept ?? profile), version }, nowMs, kept?.profileId !== profileId)
  }
  await facts.insert('profiles', (await showTouched(again, thresholdsOf)).map(profileRow))
}

/**
 * Takes back all that attempts have written of what comes after a place in the journal, as if they had never come so far: what is
 * derived again may come out differently now. Copies of profiles and aliases are written again from the database.
 */
export async function takeBackAfter(
  facts: Facts,
  { position, index }: Pick<Place, 'position' | 'index'>,
  set: WorkingSet,
  thresholdsOf: ThresholdsOf,
  now: Date,
): Promise<void> {
  // every workspace_id: this is the reader's own recovery
  const changed = await facts.query<{ workspaceId: string; profileId: string }>(
    `SELECT workspace_id AS workspaceId, profile_id AS profileId FROM profiles WHERE version > {position:UInt64}
     UNION DISTINCT
     SELECT workspace_id AS workspaceId, node_id AS profileId FROM profile_aliases WHERE version > {position:UInt64}`,
    { position },
  )
  await facts.command(
    `DELETE FROM events
     WHERE journal_position > {position:UInt64} OR (journal_position = {position:UInt64} AND journal_index > {index:UInt32})`,
    { position, index },
  )
  await facts.command('DELETE FROM trait_changes WHERE journal_position > {position:UInt64}', { position })
  await facts.command('DELETE FROM profiles WHERE version > {position:UInt64}', { position })
  await facts.command('DELETE FROM profile_aliases WHERE version > {position:UInt64}', { position })
  set.clear()
  await set.load(changed.map((one) => ({ ...one, identifiers: [] })))
  const again = new Batch()
  for (const { workspaceId, profileId } of changed) {
    const kept = set.known(workspaceId, profileId)
    if (!kept) continue
    again.touch(kept, now.getTime())
    if (kept.profileId === profileId) continue
    again.touch({ ...kept, profileId }, now.getTime(), true)
    again.aliases.set(profileId, {
      workspace_id: workspaceId,
      node_id: profileId,
      profile_id: kept.profileId,
      version: position,
      is_deleted: 0,
    })
  }
  await facts.insert('profile_aliases', [...again.aliases.values()])
  await facts.insert('profiles', (await showTouched(again, thresholdsOf)).map(profileRow))
  await takeBackCompaniesFrom(facts, position, set)
}
