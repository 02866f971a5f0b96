/** The kinds of the Segment spec. */
export const callerTypes = ['identify', 'track', 'page', 'screen', 'group', 'alias'] as const

/**
 * And three that only Rapport writes, because the pipeline is the only writer of profiles and companies: `set_traits`, what
 * its modules say of a profile; `set_company`, traits of a company or household, and with a profile that it joins
 * (`is_member`) or leaves; and `command`, a merge or its undoing.
 */
export const messageTypes = [...callerTypes, 'set_traits', 'set_company', 'command'] as const
export type MessageType = (typeof messageTypes)[number]

export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json }
export type JsonObject = { readonly [key: string]: Json }

/** What Rapport did by itself about a person: it says nothing of when they were seen. */
export const ownDoings: ReadonlySet<string> = new Set([
  'campaign_assigned',
  'message_sent',
  'message_delivered',
  'message_bounced',
  'message_held',
  'message_skipped',
  'message_failed',
  'segment_entered',
  'segment_exited',
])

/**
 * One message in the journal: stamped and shaped, not yet judged. `profileId` addresses a profile directly and
 * is set by Rapport's own modules only; callers of the tracking API are known by their identifiers.
 */
export interface Message {
  readonly messageId: string
  readonly type: MessageType
  /** Event name of a track; page or screen name; else absent. */
  readonly event?: string
  readonly profileId?: string
  readonly userId?: string
  readonly anonymousId?: string
  readonly previousId?: string
  readonly groupId?: string
  readonly traits?: JsonObject
  readonly properties?: JsonObject
  readonly context?: JsonObject
  /** When it happened, ISO 8601 in UTC, skew of the device's clock corrected. */
  readonly timestamp: string
}
