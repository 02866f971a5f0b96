import type { DeliveryReason, DeliveryState } from '@rapport/contract'
import type { BounceKind, SendOutcome } from '../../../platform/mail'

const minuteMs = 60_000
/** Waits before the second, third … attempt; after the last the message has failed. Greylisting asks for some minutes. */
export const retryDelaysMs: readonly number[] = [1, 5, 30, 120, 360].map((minutes) => minutes * minuteMs)

/** Waits before a channel in trouble is tried again; the last one repeats. */
const channelDelaysMs: readonly number[] = [15_000, minuteMs, 5 * minuteMs, 15 * minuteMs]

/** When to try a channel again that failed `count` times in a row. */
export function channelRetryAt(count: number, now: Date): Date {
  const delayMs = channelDelaysMs[Math.min(count, channelDelaysMs.length) - 1] ?? minuteMs
  return new Date(now.getTime() + delayMs)
}

/** What becomes of a delivery after an attempt. */
export interface Settled {
  readonly state: DeliveryState
  readonly reason: DeliveryReason | null
  readonly notBefore: Date | null
  /** False when the attempt did not count: the server could not be used at all. */
  readonly isAttempt: boolean
  readonly answer: string
}

const reasonByBounce: Readonly<Record<BounceKind, DeliveryReason>> = {
  hard: 'bounced_hard',
  soft: 'bounced_soft',
  block: 'blocked',
  content: 'content_refused',
}

/** The outcome of attempt number `attempt` (from 1) as the delivery's next state. */
export function settle(
  outcome: SendOutcome,
  { attempt, now, uncertain }: { attempt: number; now: Date; uncertain: 'leave' | 'resend' },
): Settled {
  const { answer } = outcome
  const base = { reason: null, notBefore: null, isAttempt: true, answer }
  switch (outcome.kind) {
    case 'sent':
      return { ...base, state: 'sent' }
    case 'permanent':
      return { ...base, state: 'failed', reason: reasonByBounce[outcome.bounce] }
    case 'temporary':
      return retry(base, attempt, now)
    case 'unavailable':
      // A refused sender is this message's own: it must not be tried for ever, nor stop the others.
      return outcome.problem === 'sender_refused'
        ? retry(base, attempt, now)
        : { ...base, state: 'pending', isAttempt: false }
    case 'uncertain':
      return uncertain === 'resend' && attempt <= retryDelaysMs.length
        ? { ...base, state: 'pending' }
        : { ...base, state: 'uncertain', reason: 'connection_lost' }
  }
}

function retry(base: Omit<Settled, 'state'>, attempt: number, now: Date): Settled {
  const delayMs = retryDelaysMs[attempt - 1]
  return delayMs === undefined
    ? { ...base, state: 'failed', reason: 'attempts_exhausted' }
    : { ...base, state: 'held', reason: 'retry', notBefore: new Date(now.getTime() + delayMs) }
}
