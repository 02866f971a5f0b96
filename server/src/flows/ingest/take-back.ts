import type { Facts } from '../../platform/clickhouse'
import { Batch } from './batch'
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
  for (const { workspace_id, journal_position, journal_index } of batch.events) {
    await facts.command(
      `DELETE FROM events
       WHERE workspace_id = {workspaceId:UUID} AND journal_position = {position:UInt64} AND journal_index = {index:UInt32}`,
      { workspaceId: workspace_id, position: journal_position, index: journal_index },
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
  await facts.insert('profiles', showTouched(again, thresholdsOf).map(profileRow))
}
