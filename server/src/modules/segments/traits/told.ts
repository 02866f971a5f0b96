import type { ComputedValue } from '@rapport/contract'
import { deriveId } from '../../../kernel/id'
import type { Message } from '../../events'
import type { FollowedTrait } from './followed'
import { valueFrom } from './value'
import type { ValueRow } from './value-sql'

/** The source under which the values of a workspace's own computed traits come in. */
export const traitsSource = 'computed_traits'

/** The values that differ from what a profile holds, as one message for each profile that has any. */
export function messagesOf(
  workspaceId: string,
  traits: readonly FollowedTrait[],
  rows: readonly ValueRow[],
  at: Date,
): Message[] {
  return rows.flatMap((row) => {
    const changed = traits.flatMap(({ key, definition }, index): [string, ComputedValue][] => {
      const value = valueFrom(definition, row[`v${index}`] ?? null)
      return value === (row[`h${index}`] ?? null) ? [] : [[key, value]]
    })
    return changed.length === 0
      ? []
      : [messageOf(workspaceId, row.profile_id, Object.fromEntries(changed), at)]
  })
}

/** Sets some traits of a profile; null takes one away. */
export function messageOf(
  workspaceId: string,
  profileId: string,
  traits: Readonly<Record<string, ComputedValue>>,
  at: Date,
): Message {
  const timestamp = at.toISOString()
  return {
    messageId: deriveId('computed traits', workspaceId, profileId, timestamp, JSON.stringify(traits)),
    type: 'set_traits',
    profileId,
    traits,
    timestamp,
  }
}
