import { deriveId } from '../../kernel/id'
import { findSeen, type JournalItem } from '../../modules/events'
import type { Queryable } from '../../platform/postgres'
import type { Place } from './apply'

/** What a message counts under, once. */
export function keyOf(workspaceId: string, item: JournalItem): string {
  return deriveId('message', workspaceId, item.messageId)
}

/** The keys of those that have counted before. */
export function repeatsAmong(db: Queryable, places: readonly Place[]): Promise<Set<string>> {
  if (places.length === 0) return Promise.resolve(new Set())
  return findSeen(
    db,
    places.map(({ key }) => key),
  )
}
