import { deriveId } from '../../../kernel/id'
import type { Message } from '../../events'
import type { MemberChange } from './membership'

/** What the rest of the product hears of: `track` events of the source `segments`. */
export const segmentEntered = 'segment_entered'
export const segmentExited = 'segment_exited'

/**
 * The events that a step tells of. Who was in a segment when it began to be followed, or came in because its rule was
 * changed, did nothing and is not told of; a profile that became part of another is no longer there.
 */
export function messagesOf(
  workspaceId: string,
  step: number,
  changes: readonly MemberChange[],
  names: Readonly<Record<string, string>>,
): Message[] {
  return changes
    .filter(({ cause }) => cause === 'change' || cause === 'time')
    .map(({ profileId, segmentId, isIn, atMs, cause }) => ({
      messageId: deriveId('segment change', workspaceId, segmentId, profileId, String(step)),
      type: 'track',
      event: isIn ? segmentEntered : segmentExited,
      profileId,
      properties: { segment_id: segmentId, segment_name: names[segmentId] ?? '', cause },
      timestamp: new Date(atMs).toISOString(),
    }))
}
