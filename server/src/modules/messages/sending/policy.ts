import type {
  DeliveryReason,
  FrequencyCap,
  MessageKind,
  QuietHours,
  SuppressionReason,
} from '@rapport/contract'
import { DateTime } from 'luxon'
import { mailboxOf } from '../../../platform/mail'

const dayMs = 86_400_000

/** What the workspace decided once for all its messages. */
export interface SendRules {
  /** `granted`: only who agreed; `not_withdrawn`: all but who said no. */
  readonly consent: 'granted' | 'not_withdrawn'
  readonly caps: readonly FrequencyCap[]
  readonly quiet: QuietHours | null
}

export interface PolicyMessage {
  readonly channel: 'email'
  readonly kind: MessageKind
  readonly expiresAt: Date | null
}

/** What is known of the person when the message is about to go. */
export interface PolicyFacts {
  /** The address as the profile has it. */
  readonly address: string | null
  readonly suppression: SuppressionReason | null
  readonly consent: 'granted' | 'withdrawn' | null
  /** The person's own IANA zone; the workspace's where it is not known. */
  readonly zone: string
  /** Marketing messages that went out, with their channel. */
  readonly recent: readonly { readonly channel: string; readonly at: Date }[]
}

export type Decision =
  | { readonly kind: 'send'; readonly address: string }
  | { readonly kind: 'hold'; readonly until: Date; readonly reason: DeliveryReason }
  | { readonly kind: 'skip'; readonly reason: DeliveryReason }

/**
 * Whether one message goes to one person now. What can change by itself holds, what cannot skips; a hold is decided
 * again when it ends, so the cap is asked last, at the moment of sending. Consent, caps and quiet hours are for
 * marketing; an address that bounced or complained is for nobody.
 */
export function decide(asked: {
  readonly rules: SendRules
  readonly message: PolicyMessage
  readonly facts: PolicyFacts
  readonly now: Date
}): Decision {
  const { rules, message, facts, now } = asked
  if (message.expiresAt && message.expiresAt <= now) return skip('expired')
  if (facts.address === null || facts.address.trim() === '') return skip('no_address')
  const address = mailboxOf(facts.address)
  if (address === null) return skip('invalid_address')
  const isMarketing = message.kind === 'marketing'
  if (facts.suppression && (isMarketing || facts.suppression !== 'unsubscribed')) return skip('suppressed')
  if (!isMarketing) return { kind: 'send', address }
  if (!mayMarket(rules.consent, facts.consent)) return skip('no_consent')
  const until = rules.quiet && quietUntil(rules.quiet, facts.zone, now)
  if (until) return { kind: 'hold', until, reason: 'quiet_hours' }
  if (rules.caps.some((cap) => isReached(cap, message.channel, facts.recent, now)))
    return skip('frequency_cap')
  return { kind: 'send', address }
}

function skip(reason: DeliveryReason): Decision {
  return { kind: 'skip', reason }
}

function mayMarket(rule: SendRules['consent'], consent: PolicyFacts['consent']): boolean {
  return rule === 'granted' ? consent === 'granted' : consent !== 'withdrawn'
}

/** A message exactly as old as the window no longer counts. */
function isReached(cap: FrequencyCap, channel: string, recent: PolicyFacts['recent'], now: Date): boolean {
  if (cap.channel !== 'any' && cap.channel !== channel) return false
  const since = now.getTime() - cap.days * dayMs
  const counted = recent.filter(
    (sent) => sent.at.getTime() > since && (cap.channel === 'any' || sent.channel === cap.channel),
  )
  return counted.length >= cap.messages
}

/**
 * The end of the quiet hours that `now` is in, or null. Quiet begins at `from` and is over at `to`, on the person's
 * clock; where a change to summer time skips `to`, at the first moment after.
 */
export function quietUntil(quiet: QuietHours, zone: string, now: Date): Date | null {
  const local = DateTime.fromJSDate(now, { zone })
  const [from, to] = [minutesOf(quiet.from), minutesOf(quiet.to)]
  const minute = local.hour * 60 + local.minute
  const isOverMidnight = from > to
  const isQuiet = isOverMidnight ? minute >= from || minute < to : minute >= from && minute < to
  if (!isQuiet) return null
  const endsTomorrow = isOverMidnight && minute >= from
  const day = endsTomorrow ? local.plus({ days: 1 }) : local
  return day.set({ hour: Math.floor(to / 60), minute: to % 60, second: 0, millisecond: 0 }).toJSDate()
}

function minutesOf(clock: string): number {
  return Number(clock.slice(0, 2)) * 60 + Number(clock.slice(3))
}

/** The longest window that any cap looks back, in days. */
export function capDaysMax(caps: readonly FrequencyCap[]): number {
  return Math.max(0, ...caps.map(({ days }) => days))
}
