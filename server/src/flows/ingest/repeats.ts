import { deriveId } from '../../kernel/id'
import type { JournalItem } from '../../modules/events'

/** What a message counts under, once. */
export function keyOf(workspaceId: string, item: JournalItem): string {
  return deriveId('message', workspaceId, item.messageId)
}
