import { z } from 'zod'
import { identifierKindName } from '../identity'

/** Whether the person has an identifier of a kind: a user id, a phone number, a WeChat union id, a device. */
export const identifierRuleSchema = z
  .strictObject({ kind: z.literal('identifier'), op: z.enum(['has', 'has_not']), idKind: identifierKindName })
  .meta({ id: 'RuleOverIdentifier' })
export type IdentifierRule = z.infer<typeof identifierRuleSchema>

/** Channels that the product writes on: the traits that decide, and whether addresses may be on the suppression list. */
export const reachChannels = {
  email: { address: 'email', consent: 'consent_email', hasList: true },
  sms: { address: 'phone', consent: 'consent_sms', hasList: false },
} as const
export type ReachChannel = keyof typeof reachChannels

/**
 * Whether somebody may be written to on a channel: there is an address, the workspace's rule of consent allows it, and the
 * address is not on the suppression list. Caps and quiet hours are looked at only when a message goes out.
 */
export const reachRuleSchema = z
  .strictObject({
    kind: z.literal('reach'),
    op: z.enum(['reachable', 'not_reachable']),
    channel: z.enum(['email', 'sms']),
  })
  .meta({ id: 'RuleOverReach' })
export type ReachRule = z.infer<typeof reachRuleSchema>
