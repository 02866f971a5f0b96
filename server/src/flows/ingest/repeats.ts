import { deriveId } from '../../kernel/id'
import { findSeen } from '../../modules/events'
import type { Queryable } from '../../platform/postgres'
import type { Place } from './apply'

/** What a message counts under, once. */
export function keyOf({ workspaceId, item }: Pick<Place, 'workspaceId' | 'item'>): string {
  return deriveId('message', workspaceId, item.messageId)
}

/** The keys of those that have counted before. */
export function repeatsAmong(db: Queryable, places: readonly Place[]): Promise<Set<string>> {
  return places.length === 0 ? Promise.resolve(new Set()) : findSeen(db, places.map(keyOf))
}
